/**
 * What the lines of a copy hold: a root's line (an order's, a product's), then those of its parts, each
 * naming its parent.
 * https://shopify.dev/docs/api/usage/bulk-operations/queries (JSONL)
 */
import { z } from 'zod';
import type { Answer } from '../platform.ts';
import { Unreadable } from './amounts.ts';
import { failed } from './graphql.ts';
import { idOf } from './shapes.ts';
import { brokenConnection } from './transport.ts';

/** A line longer than this is nothing of any shop: it is refused, not kept in memory. */
export const MOST_LINE_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** A whole line, and the byte just after its end. `ended`: by a newline, not by the file's end. */
type Line = { bytes: Uint8Array; start: number; end: number; ended: boolean };

class TooLong extends Error {}

/** Cuts bytes into lines; holds one line at a time. */
async function* linesIn(body: AsyncIterable<Uint8Array>, from: number): AsyncGenerator<Line> {
  let kept: Uint8Array[] = [];
  let [start, length] = [from, 0];
  for await (const chunk of body) {
    let at = 0;
    for (let stop = chunk.indexOf(NEWLINE, at); stop >= 0; stop = chunk.indexOf(NEWLINE, at)) {
      const bytes = Buffer.concat([...kept, chunk.subarray(at, stop)]);
      const end = start + bytes.length + 1;
      yield { bytes, start, end, ended: true };
      [kept, length, start, at] = [[], 0, end, stop + 1];
    }
    kept.push(chunk.subarray(at));
    length += chunk.length - at;
    if (length > MOST_LINE_BYTES) throw new TooLong();
  }
  const bytes = Buffer.concat(kept);
  if (length > 0) yield { bytes, start, end: start + length, ended: false };
}

const row = z.looseObject({ id: z.string(), __parentId: z.string().optional() });
export type Row = z.infer<typeof row>;

/** Null: this is no line of a copy. */
function read({ bytes }: Line): Row | null {
  try {
    return row.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

/** What the roots of a copy are (orders, products), and what becomes of them. */
export type Shape<Page> = {
  root: string;
  /** The types of a root's parts. */
  parts: readonly string[];
  page: Page;
  /** A root with its parts, by their type; false where it is not known whole. */
  take(root: Row, parts: ReadonlyMap<string, readonly Row[]>): boolean;
  /** Roots that must be asked for by themselves. */
  tear(ids: readonly string[]): void;
};

type Open = { start: number; root: Row; parts: Map<string, Row[]> };
type Taken<Page> = Answer<{ page: Page; next: number | null }>;

/** What has been read of a page: the roots told, and the one whose parts are still coming. */
function collect<Page>(shape: Shape<Page>, limit: number) {
  const torn = new Set<string>();
  let roots = 0;
  let open: Open | null = null;
  const tear = (gid: string): void => void torn.add(idOf(gid, shape.root));
  /** Puts a part where it belongs; false where Shopify has not kept it with its root. */
  const put = (part: Row): boolean => {
    if (!open || part.__parentId !== open.root.id) return false;
    const type = shape.parts.find((each) => part.id.startsWith(`gid://shopify/${each}/`));
    if (type) open.parts.set(type, [...(open.parts.get(type) ?? []), part]);
    return type !== undefined;
  };
  const close = (): void => {
    if (!open) return;
    if (!shape.take(open.root, open.parts)) tear(open.root.id);
    roots += 1;
    open = null;
  };
  return {
    isFull: () => roots + torn.size >= limit,
    hasSome: () => roots + torn.size > 0,
    close,
    open(start: number, root: Row): void {
      open = { start, root, parts: new Map() };
    },
    /** A part that does not follow its root tears both: each is asked for by itself. */
    add(part: Row, parentId: string): void {
      if (put(part)) return;
      tear(parentId);
      if (open) tear(open.root.id);
      open = null;
    },
    /** Where the root begins that is not whole yet. */
    begunAt: (): number | null => open?.start ?? null,
    told: (next: number | null) => {
      shape.tear([...torn]);
      return { ok: true, page: shape.page, next } as const;
    },
  };
}

function brokenOff<Page>(why: unknown): Taken<Page> {
  if (typeof why === 'string') return failed({ kind: 'refused', reason: why });
  if (why instanceof TooLong) return failed({ kind: 'refused', reason: 'lineTooLong' });
  if (why instanceof Unreadable) return failed({ kind: 'refused', reason: 'unreadable' });
  return failed(brokenConnection(why, false));
}

/** Reads whole roots until there are `limit` of them, or the file ends, or it breaks off. */
export async function gather<Page>(
  body: AsyncIterable<Uint8Array>,
  shape: Shape<Page>,
  { from, limit }: { from: number; limit: number },
): Promise<Taken<Page>> {
  const roots = collect(shape, limit);
  let at = from;
  let broken: unknown = null;
  try {
    for await (const line of linesIn(body, from)) {
      const part = read(line);
      if (!part) {
        broken = line.ended ? 'unreadable' : 'cutOff';
        break;
      }
      if (part.__parentId === undefined) {
        roots.close();
        if (roots.isFull()) return roots.told(line.start);
        roots.open(line.start, part);
      } else {
        roots.add(part, part.__parentId);
        if (roots.begunAt() === null && roots.isFull()) return roots.told(line.end);
      }
      at = line.end;
    }
  } catch (error) {
    broken = error;
  }
  if (broken !== null) {
    return roots.hasSome() ? roots.told(roots.begunAt() ?? at) : brokenOff(broken);
  }
  roots.close();
  return roots.told(null);
}
