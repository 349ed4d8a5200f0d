import type { IncomingMessage, ServerResponse } from 'node:http';
import { bulkFile } from '../state/bulkOperations.ts';
import type { Database } from '../state/database.ts';

/**
 * What goes wrong with bulk operations: they fail (with half of their data), never end, their files
 * are gone at once, end in the middle of a line, or their download breaks off half way each time.
 */
export type BulkTrouble = 'fails' | 'hangs' | 'expires' | 'truncated' | 'cutsOff';

/** "The URL expires 7 days after the operation completes." (BulkOperation.url) */
const LIFETIME_MS = 7 * 24 * 3_600_000;
const PATH = '/bulk-results/';

export type Bulk = {
  setTrouble(trouble: BulkTrouble | null): void;
  trouble(): BulkTrouble | null;
  setDelay(ms: number): void;
  /** Real time at which an operation that is asked for now begins to run. */
  readyAt(): number;
  expired(completedAt: number): boolean;
  address(token: string): string;
  size(token: string): number;
  /** Goes on with work between other requests, unless the simulator stops. */
  later(work: () => void): void;
  stop(): void;
  /** False when the path is none of a file. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
};

export function makeBulk(
  db: Database,
  parts: { now: () => number; delayMs: number; origin: () => string },
): Bulk {
  let { delayMs } = parts;
  let stopped = false;
  let trouble: BulkTrouble | null = null;
  const expired = (completedAt: number): boolean =>
    trouble === 'expires' || parts.now() >= completedAt + LIFETIME_MS;
  const read = (token: string): Buffer | null => {
    const found = bulkFile(db, token);
    if (!found || (found.operation.completedAt && expired(found.operation.completedAt)))
      return null;
    const bytes = Buffer.from(found.file);
    const short = trouble === 'truncated' || found.operation.status === 'FAILED';
    return short ? bytes.subarray(0, Math.floor(bytes.length * 0.6)) : bytes;
  };
  return {
    setTrouble: (next) => (trouble = next),
    trouble: () => trouble,
    setDelay: (ms) => (delayMs = ms),
    readyAt: () => Date.now() + delayMs,
    later: (work) => void setTimeout(() => stopped || work(), 1).unref(),
    stop() {
      stopped = true;
    },
    expired,
    address: (token) => `${parts.origin()}${PATH}${token}.jsonl`,
    size: (token) => read(token)?.length ?? 0,
    serve(request, response) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (!path.startsWith(PATH)) return false;
      const bytes = read(path.slice(PATH.length).replace(/\.jsonl$/, ''));
      if (!bytes) {
        // What the storage behind it answers for an address whose time is over.
        response.writeHead(400, { 'Content-Type': 'application/xml' });
        response.end('<Error><Code>ExpiredToken</Code></Error>');
      } else send(request, response, bytes, trouble === 'cutsOff');
      return true;
    },
  };
}

/** A file with byte ranges: https://cloud.google.com/storage/docs/xml-api/get-object-download */
function send(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  cutsOff: boolean,
): void {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const from = Number(range?.[1] ?? 0);
  const to = Math.min(range?.[2] ? Number(range[2]) : bytes.length - 1, bytes.length - 1);
  if (range && from >= bytes.length) {
    response.writeHead(416, { 'Content-Range': `bytes */${bytes.length}` }).end();
    return;
  }
  const part = bytes.subarray(from, to + 1);
  response.writeHead(range ? 206 : 200, {
    'Content-Type': 'application/jsonl',
    'Content-Length': part.length,
    'Accept-Ranges': 'bytes',
    ...(range ? { 'Content-Range': `bytes ${from}-${to}/${bytes.length}` } : {}),
  });
  if (!cutsOff) response.end(part);
  else response.write(part.subarray(0, Math.ceil(part.length / 2)), () => response.destroy());
}
