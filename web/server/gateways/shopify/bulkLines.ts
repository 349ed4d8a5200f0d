/**
 * Orders out of the lines of a copy: an order's line, then those of its parts, each naming its parent.
 * https://shopify.dev/docs/api/usage/bulk-operations/queries (JSONL)
 */
import { z } from 'zod';
import type { Answer, OrderPage } from '../platform.ts';
import { Unreadable } from './amounts.ts';
import { failed } from './graphql.ts';
import { emptyPage, sortIn } from './listing.ts';
import { idOf } from './shapes.ts';
import { brokenConnection } from './transport.ts';

/** A line longer than this is no order of any shop: it is refused, not kept in memory. */
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
type Row = z.infer<typeof row>;

/** Null: this is no line of a copy. */
function read({ bytes }: Line): Row | null {
  try {
    return row.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

type Parts = { start: number; order: Row; lineItems: Row[]; shippingLines: Row[] };

const whole = (nodes: readonly Row[]) => ({ nodes, pageInfo: { hasNextPage: false } });
const assembled = ({ order, lineItems, shippingLines }: Parts): object => ({
  ...order,
  lineItems: whole(lineItems),
  shippingLines: whole(shippingLines),
});

const KINDS = { LineItem: 'lineItems', ShippingLine: 'shippingLines' } as const;

/** Puts a part where it belongs; false where Shopify has not kept it with its order. */
function put(parts: Parts | null, part: Row): boolean {
  if (!parts || part.__parentId !== parts.order.id) return false;
  const kind = Object.entries(KINDS).find(([type]) => part.id.startsWith(`gid://shopify/${type}/`));
  if (kind) parts[kind[1]].push(part);
  return kind !== undefined;
}

type Take = { from: number; limit: number; now: number };
type Taken = Answer<{ page: OrderPage; next: number | null }>;

/** What has been read of a page: the orders told, and the one whose parts are still coming. */
function collect({ limit, now }: Take) {
  const page = emptyPage();
  const torn = new Set<string>();
  let orders = 0;
  let open: Parts | null = null;
  const tear = (gid: string): void => void torn.add(idOf(gid, 'Order'));
  /** An order without a line is not known whole: it is asked for by itself. */
  const close = (): void => {
    if (!open) return;
    if (open.lineItems.length === 0) tear(open.order.id);
    else sortIn(page, assembled(open), now);
    orders += 1;
    open = null;
  };
  return {
    isFull: () => orders + torn.size >= limit,
    hasSome: () => orders + torn.size > 0,
    close,
    open(start: number, order: Row): void {
      open = { start, order, lineItems: [], shippingLines: [] };
    },
    /** A part that does not follow its order tears both: each is asked for by itself. */
    add(part: Row, parentId: string): void {
      if (put(open, part)) return;
      tear(parentId);
      if (open) tear(open.order.id);
      open = null;
    },
    /** Where the order begins that is not whole yet. */
    begunAt: (): number | null => open?.start ?? null,
    told: (next: number | null) => {
      page.incomplete.push(...torn);
      return { ok: true, page, next } as const;
    },
  };
}

function brokenOff(why: unknown): Taken {
  if (typeof why === 'string') return failed({ kind: 'refused', reason: why });
  if (why instanceof TooLong) return failed({ kind: 'refused', reason: 'lineTooLong' });
  if (why instanceof Unreadable) return failed({ kind: 'refused', reason: 'unreadable' });
  return failed(brokenConnection(why, false));
}

/** Reads whole orders until there are `limit` of them, or the file ends, or it breaks off. */
export async function gather(body: AsyncIterable<Uint8Array>, take: Take): Promise<Taken> {
  const orders = collect(take);
  let at = take.from;
  let broken: unknown = null;
  try {
    for await (const line of linesIn(body, take.from)) {
      const part = read(line);
      if (!part) {
        broken = line.ended ? 'unreadable' : 'cutOff';
        break;
      }
      if (part.__parentId === undefined) {
        orders.close();
        if (orders.isFull()) return orders.told(line.start);
        orders.open(line.start, part);
      } else {
        orders.add(part, part.__parentId);
        if (orders.begunAt() === null && orders.isFull()) return orders.told(line.end);
      }
      at = line.end;
    }
  } catch (error) {
    broken = error;
  }
  if (broken !== null) {
    return orders.hasSome() ? orders.told(orders.begunAt() ?? at) : brokenOff(broken);
  }
  orders.close();
  return orders.told(null);
}
