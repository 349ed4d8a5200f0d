/**
 * Reading a copy's file piece by piece. The file is not at the shop's host, so nothing of ours is sent
 * along: its address is the proof. It is gone after seven days.
 * https://shopify.dev/docs/api/admin-graphql/2026-07/objects/BulkOperation
 */
import type { Answer, OrderPage, ShopCall } from '../platform.ts';
import { badStatus } from './failures.ts';
import { failed } from './graphql.ts';
import { gather } from './bulkLines.ts';
import type { Row, Shape } from './bulkLines.ts';
import { emptyPage, sortIn } from './listing.ts';
import { brokenConnection } from './transport.ts';

type Piece<Page> = Answer<{ page: Page; next: number | null }>;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** https, without a name and password in it; http from this machine only, where `demo` allows. */
export function isFileAddress(address: string, demo: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username || password) return false;
  return protocol === 'https:' || (demo && protocol === 'http:' && LOOPBACK.has(hostname));
}

/** Leaves out the first `count` bytes: for a host that answers a range with everything. */
async function* skipping(body: AsyncIterable<Uint8Array>, count: number) {
  let left = count;
  for await (const chunk of body) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

/** Where the answer begins: the host may have ignored the range. Null: somewhere else. */
function bytesToSkip(answer: Response, from: number): number | null {
  if (answer.status === 200) return from;
  const starts = /^bytes (\d+)-/.exec(answer.headers.get('content-range') ?? '')?.[1];
  return Number(starts) === from ? 0 : null;
}

/** Orders of a copy: one without a line is not known whole, and is asked for by itself. */
export function ordersIn(now: number): Shape<OrderPage> {
  const page = emptyPage();
  const whole = (nodes: readonly Row[] = []) => ({ nodes, pageInfo: { hasNextPage: false } });
  return {
    root: 'Order',
    parts: ['LineItem', 'ShippingLine'],
    page,
    take(order, parts) {
      const lines = parts.get('LineItem');
      const shipping = whole(parts.get('ShippingLine'));
      if (lines) sortIn(page, { ...order, lineItems: whole(lines), shippingLines: shipping }, now);
      return lines !== undefined;
    },
    tear: (ids) => void page.incomplete.push(...ids),
  };
}

/**
 * About `limit` roots from the byte `from` on. What a connection that broke had brought by then is
 * kept; a root whose last line may be missing is not.
 */
export async function readExport<Page>(
  demo: boolean,
  call: ShopCall,
  address: string,
  place: { from: number; limit: number },
  shape: Shape<Page>,
): Promise<Piece<Page>> {
  if (!isFileAddress(address, demo)) return failed({ kind: 'refused', reason: 'address' });
  const { from } = place;
  const signal = AbortSignal.timeout(Math.ceil(call.deadlineMs));
  try {
    const headers = { range: `bytes=${from}-`, 'accept-encoding': 'identity' };
    const answer = await fetch(address, { headers, signal, redirect: 'manual' });
    const skip = bytesToSkip(answer, from);
    if (answer.status === 416) return { ok: true, page: shape.page, next: null };
    if (!answer.ok || !answer.body || skip === null) {
      await answer.body?.cancel();
      // An address whose time is over is told in 4xx, and will not come back.
      return failed(
        answer.ok ? { kind: 'refused', reason: 'range' } : badStatus(answer.status, false),
      );
    }
    return await gather(skipping(answer.body, skip), shape, place);
  } catch (error) {
    return failed(brokenConnection(error, false));
  }
}
