import { isoTime } from '../../clock.ts';
import { countOpenBulks, readBulk, writeBulk } from '../../state/bulkOperations.ts';
import type { BulkOperation } from '../../state/bulkOperations.ts';
import { gid, idOf } from '../../state/ids.ts';
import { pageOf, readBulkQuery } from '../bulkQuery.ts';
import { pageLines } from '../bulkLines.ts';
import type { Bulk } from '../bulk.ts';
import type { Again, Arguments, Asking, Node, RootField } from '../context.ts';

/** "up to five bulk query operations at a time": https://shopify.dev/docs/api/usage/bulk-operations/queries */
const AT_ONCE = 5;
/** Real time for which one request may work on it. */
const MOMENT_MS = 150;

function refused(code: 'INVALID' | 'LIMIT_REACHED', message: string): Node {
  const field = code === 'INVALID' ? ['query'] : null;
  return { bulkOperation: null, userErrors: [{ field, message, code }] };
}

function runQuery(asking: Asking, args: Arguments): Node {
  const { db, shop, bulk } = asking;
  const query = String(args['query']);
  const document = readBulkQuery(query);
  if (typeof document === 'string') return refused('INVALID', document);
  if (countOpenBulks(db, shop.domain) >= AT_ONCE) {
    return refused('LIMIT_REACHED', 'Bulk operations limit reached. Please try again later.');
  }
  const operation: BulkOperation = {
    id: asking.ids.next(),
    query,
    groupObjects: args['groupObjects'] === true,
    status: 'CREATED',
    errorCode: null,
    createdAt: asking.now(),
    completedAt: null,
    readyAt: bulk.readyAt(),
    objects: 0,
    roots: 0,
    token: asking.ids.token(),
  };
  writeBulk(db, shop.domain, operation);
  return { bulkOperation: node(asking, operation), userErrors: [] };
}

/** What has been read so far; the work goes on between other requests, a page at a time. */
type Progress = { texts: string[]; roots: number; after: string | null };
const running = new WeakMap<Bulk, Map<string, Progress>>();

function progressOf(bulk: Bulk, id: string): Progress {
  const all = running.get(bulk) ?? new Map<string, Progress>();
  running.set(bulk, all);
  const found = all.get(id) ?? { texts: [], roots: 0, after: null };
  all.set(id, found);
  return found;
}

/** Reads a page as the app that asks. A denied field ends it: half an export is no export. */
function readPage(operation: BulkOperation, progress: Progress, again: Again): BulkOperation {
  const document = readBulkQuery(operation.query);
  if (typeof document === 'string') throw new Error(document);
  const { data, errors } = again(pageOf(document, progress.after));
  if (errors.length > 0 || !data) {
    const denied = errors.some((error) => error.extensions['code'] === 'ACCESS_DENIED');
    const errorCode = denied ? 'ACCESS_DENIED' : 'INTERNAL_SERVER_ERROR';
    progress.texts = [];
    return { ...operation, status: 'FAILED', errorCode };
  }
  const page = pageLines(data, operation.groupObjects);
  for (const line of page.lines) progress.texts.push(`${JSON.stringify(line)}\n`);
  progress.roots += page.roots;
  progress.after = page.next;
  const { roots, texts } = progress;
  const status = page.next === null ? 'COMPLETED' : 'RUNNING';
  return { ...operation, status, objects: texts.length, roots };
}

/** Works on it for a moment, and goes on by itself where that was not enough. */
function work(asking: Asking, operation: BulkOperation, again: Again): BulkOperation {
  const { db, shop, bulk } = asking;
  const progress = progressOf(bulk, operation.id);
  const until = Date.now() + MOMENT_MS;
  let now = operation;
  do now = readPage(now, progress, again);
  while (now.status === 'RUNNING' && Date.now() < until);
  if (now.status === 'RUNNING') {
    writeBulk(db, shop.domain, now);
    bulk.later(() => void db.transaction(() => work(asking, now, again)));
    return now;
  }
  if (bulk.trouble() === 'fails') {
    now = { ...now, status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR' };
  }
  // "When the bulk operation was successfully completed."
  if (now.status === 'COMPLETED') now = { ...now, completedAt: asking.now() };
  writeBulk(db, shop.domain, now, progress.texts.join(''));
  running.get(bulk)?.delete(now.id);
  return now;
}

/** The operation as it is now; the first look after its time begins the work. */
function current(asking: Asking, id: string, again: Again): BulkOperation | null {
  const { db, shop, bulk } = asking;
  const found = readBulk(db, shop.domain, id);
  if (!found || (found.status !== 'CREATED' && found.status !== 'RUNNING')) return found;
  if (Date.now() < found.readyAt || bulk.trouble() === 'hangs') {
    return { ...found, status: 'RUNNING' };
  }
  return running.get(bulk)?.has(id) ? found : work(asking, found, again);
}

function node(asking: Asking, operation: BulkOperation): Node {
  const { bulk } = asking;
  const { status, completedAt } = operation;
  const expired = completedAt !== null && bulk.expired(completedAt);
  // Nothing to tell: no address. https://shopify.dev/docs/api/admin-graphql/2026-07/objects/BulkOperation
  const address = operation.objects > 0 && !expired ? bulk.address(operation.token) : null;
  return {
    __typename: 'BulkOperation',
    id: gid('BulkOperation', operation.id),
    status: expired ? 'EXPIRED' : status,
    type: 'QUERY',
    query: operation.query,
    errorCode: operation.errorCode,
    createdAt: isoTime(operation.createdAt),
    completedAt: completedAt === null ? null : isoTime(completedAt),
    objectCount: String(operation.objects),
    rootObjectCount: String(operation.roots),
    fileSize: address ? String(bulk.size(operation.token)) : null,
    url: status === 'COMPLETED' ? address : null,
    partialDataUrl: status === 'FAILED' ? address : null,
  };
}

export const bulkFields: Readonly<Record<string, RootField>> = {
  bulkOperationRunQuery: runQuery,
  bulkOperation: (asking, args, again) => {
    const id = idOf('BulkOperation', String(args['id']));
    const found = id === null ? null : current(asking, id, again);
    return found && node(asking, found);
  },
};
