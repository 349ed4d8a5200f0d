/** The half of the audit that computes: every order's points from its facts and its version. */
import { orderPoints, pointsOf } from '../domain/earning.ts';
import type { EarningExplained } from '../domain/earning.ts';
import type { OrderFacts } from '../domain/orderFacts.ts';
import type { Program } from '../domain/program.ts';
import type { Tx } from '../store/transaction.ts';

type Explain = EarningExplained & { before: number; now: number };

export type PostingFacts = {
  id: string;
  reason: 'earn' | 'clawback' | 'writeOff' | 'mature';
  points: number;
  fromPending: boolean;
  posting: number;
  explain: Explain | null;
};

export type OrderRow = {
  orderId: string;
  facts: OrderFacts | null;
  version: number | null;
  shopperId: string | null;
  points: bigint;
  pending: bigint;
  postings: PostingFacts[];
};

export type OrderWrong = {
  table: string;
  id: string;
  column: string;
  stored: string;
  expected: string;
};

const CHUNK = 1000;

const ORDERS = `
  select o.order_id as "orderId", o.facts, o.program_version as version,
    o.shopper_id as "shopperId", o.points, o.pending, coalesce(p.postings, '[]') as postings
  from (select * from orders where club_id = $1 and order_id > $2 order by order_id limit ${CHUNK}) o
  left join lateral (select json_agg(json_build_object('id', t.transfer_id, 'reason', t.reason,
      'points', t.points, 'fromPending', t.from_account = 'pending', 'posting', t.posting,
      'explain', t.explain) order by t.posting) as postings
    from transfers t where t.club_id = $1 and t.order_id = o.order_id
      and t.of_transfer_id is null
      and t.reason in ('earn', 'clawback', 'mature', 'writeOff')) p on true
  order by o.order_id`;

/** Streams through a club's orders in chunks, so that its size does not matter. */
export async function* auditOrders(tx: Tx): AsyncGenerator<OrderWrong> {
  const rows = await tx.query<{ version: number; program: Program }>(
    'select version, settings as program from programs where club_id = $1',
    [tx.clubId],
  );
  const programs = new Map(rows.map(({ version, program }) => [version, program]));
  let last = '00000000-0000-0000-0000-000000000000';
  let next = tx.hot<OrderRow>(ORDERS, [tx.clubId, last]);
  for (;;) {
    const orders = await next;
    const end = orders.at(-1);
    if (!end) return;
    last = end.orderId;
    // The database reads the next ones while we compute these.
    next = tx.hot<OrderRow>(ORDERS, [tx.clubId, last]);
    next.catch(() => {});
    for (const order of orders) yield* auditOrder(order, programs);
  }
}

/** What is wrong with one order's row and its postings. */
export function auditOrder(order: OrderRow, programs: ReadonlyMap<number, Program>): OrderWrong[] {
  const found: OrderWrong[] = [];
  const check = (column: string, stored: bigint, expected: bigint, note: string) => {
    if (stored === expected) return;
    const row = { table: 'orders', id: order.orderId, column };
    found.push({ ...row, stored: String(stored), expected: `${expected} (${note})` });
  };
  const { postings } = order;
  check('points', order.points, sum(postings, signed), 'its postings');
  check('pending', order.pending, sum(postings, waitingPart), 'its postings');
  check('points', order.points, worthOf(order, programs), 'its facts and version');
  return [...found, ...auditPostings(postings)];
}

const sum = (postings: readonly PostingFacts[], part: (posting: PostingFacts) => number): bigint =>
  postings.reduce((all, posting) => all + BigInt(part(posting)), 0n);

/** What a posting does to the order's own points. */
function signed({ reason, points }: PostingFacts): number {
  if (reason === 'mature') return 0;
  return reason === 'earn' ? points : -points;
}

/** What a posting does to the part that is on the way. */
function waitingPart({ reason, points, fromPending }: PostingFacts): number {
  if (reason === 'earn') return points;
  return fromPending ? -points : 0;
}

function worthOf(order: OrderRow, programs: ReadonlyMap<number, Program>): bigint {
  const program = order.version === null ? undefined : programs.get(order.version);
  if (!program || !order.facts || order.shopperId === null) return 0n;
  return orderPoints(order.facts, program).points;
}

/**
 * Each posting's explanation gives the points it says, and postings lead from one total to the next
 * without a gap. One change may take several postings (what was on the way, what was spendable).
 */
function auditPostings(postings: readonly PostingFacts[]): OrderWrong[] {
  const found: OrderWrong[] = [];
  const wrong = (id: string, column: string, stored: unknown, expected: unknown) =>
    found.push({ table: 'transfers', id, column, stored: `${stored}`, expected: `${expected}` });
  let total = 0;
  let aim: number | null = null;
  let lastId = '';
  for (const posting of postings) {
    if (posting.reason === 'mature') continue;
    const { id, explain } = posting;
    if (!explain) {
      wrong(id, 'explain', 'null', 'how its points were computed');
      continue;
    }
    const computed = Number(pointsOf(explain));
    if (computed !== explain.now) wrong(id, 'explain.now', explain.now, computed);
    if (aim === null && explain.before !== total) {
      wrong(id, 'explain.before', explain.before, total);
    }
    if (aim !== null && aim !== explain.now) wrong(lastId, 'points', `total ${total}`, aim);
    total += signed(posting);
    aim = total === explain.now ? null : explain.now;
    lastId = id;
  }
  if (aim !== null) wrong(lastId, 'points', `total ${total}`, `total ${aim}`);
  return found;
}
