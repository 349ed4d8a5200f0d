/** The half of the audit that computes: every order's points from what is stored with it. */
import { amountsOf } from '../domain/campaignPurse.ts';
import { orderPoints, pointsOf } from '../domain/earning.ts';
import type { EarningExplained } from '../domain/earning.ts';
import type { OrderFacts } from '../domain/orderFacts.ts';
import type { SeenOfOrder } from '../domain/orderSeen.ts';
import type { Reading } from '../store/readLanes.ts';
import type { Judge, Programs, Span, Wrong } from './auditJobs.ts';

type Explain = EarningExplained & { before: number; now: number };

type PostingRow = {
  orderId: string;
  id: string;
  /** Null: no account of a shopper's is touched. */
  shopperId: string | null;
  reason: 'earn' | 'clawback' | 'writeOff' | 'mature';
  points: bigint;
  fromPending: boolean;
  /** JSON, as text: read when it is its turn, and forgotten at once. */
  explain: string | null;
};

type OrderRow = {
  orderId: string;
  /** JSON, as text. */
  facts: string;
  version: number | null;
  shopperId: string | null;
  points: bigint;
  pending: bigint;
  seen: SeenOfOrder | null;
  grants: Record<string, string> | null;
};

const ORDERS = `
  select order_id as "orderId", facts::text, program_version as version, shopper_id as "shopperId",
    points, pending, seen, grants
  from orders where club_id = $1 and order_id > $2 and order_id <= $3`;

// Rows of their own: the database would take longer to gather each order's into one.
const POSTINGS = `
  select order_id as "orderId", transfer_id as id,
    coalesce(to_shopper_id, from_shopper_id) as "shopperId", reason, points,
    from_account = 'pending' as "fromPending", explain::text
  from transfers where club_id = $1 and order_id > $2 and order_id <= $3
    and of_transfer_id is null and reason in ('earn', 'clawback', 'mature', 'writeOff')
  order by order_id, posting`;

/** Orders of a span, each computed from its facts, its version, and what was seen and set aside. */
export async function readOrders(read: Reading, span: Span, programs: Programs): Promise<Judge> {
  const values = [read.clubId, span.after, span.to];
  const [orders, postings] = await Promise.all([
    read.query<OrderRow>(ORDERS, values),
    read.query<PostingRow>(POSTINGS, values),
  ]);
  const byOrder = Map.groupBy(postings, ({ orderId }) => orderId);
  const strays = orders.flatMap(({ orderId, shopperId }) =>
    (byOrder.get(orderId) ?? []).filter((p) => p.shopperId !== null && p.shopperId !== shopperId),
  );
  const merged = strays.length > 0 ? await mergedOf(read, strays) : new Map<string, string>();
  return function* () {
    for (const order of orders) {
      const own = byOrder.get(order.orderId) ?? [];
      byOrder.delete(order.orderId);
      try {
        yield* auditOrder(order, own, { programs, merged });
      } catch (error) {
        // Facts or an explanation that nobody could have written.
        yield { ...rowOf(order), column: 'facts', stored: `${error}`, expected: 'to be computed' };
      }
    }
    for (const { id, orderId } of [...byOrder.values()].flat()) {
      yield { table: 'transfers', id, column: 'order_id', stored: orderId, expected: 'an order' };
    }
  };
}

const rowOf = ({ orderId }: OrderRow) => ({ table: 'orders', id: orderId });

/** Whom the shoppers of these postings were merged into. */
async function mergedOf(
  read: Reading,
  postings: readonly PostingRow[],
): Promise<Map<string, string>> {
  const rows = await read.query<{ id: string; into: string }>(
    `select shopper_id as id, merged_into as into from shoppers
     where club_id = $1 and shopper_id = any($2::uuid[]) and merged_into is not null`,
    [read.clubId, [...new Set(postings.map(({ shopperId }) => shopperId))]],
  );
  return new Map(rows.map(({ id, into }) => [id, into]));
}

/** What is wrong with one order's row and its postings. */
function auditOrder(
  order: OrderRow,
  postings: readonly PostingRow[],
  known: { programs: Programs; merged: ReadonlyMap<string, string> },
): Wrong[] {
  const found: Wrong[] = [];
  const check = (column: string, stored: bigint, expected: bigint, note: string) => {
    if (stored === expected) return;
    const wrong = { ...rowOf(order), column, stored: String(stored) };
    found.push({ ...wrong, expected: `${expected} (${note})` });
  };
  check('points', order.points, sum(postings, signed), 'its postings');
  check('pending', order.pending, sum(postings, waitingPart), 'its postings');
  check('points', order.points, worthOf(order, known.programs), 'its facts and version');
  for (const { shopperId } of postings) {
    if (shopperId === null || shopperId === order.shopperId) continue;
    const who = known.merged.get(shopperId) ?? shopperId;
    if (who === order.shopperId) continue;
    found.push({
      ...rowOf(order),
      column: 'shopper_id',
      stored: `${order.shopperId}`,
      expected: `${who} (its postings)`,
    });
  }
  return [...found, ...auditPostings(postings)];
}

const sum = (postings: readonly PostingRow[], part: (posting: PostingRow) => bigint): bigint =>
  postings.reduce((all, posting) => all + part(posting), 0n);

/** What a posting does to the order's own points. */
function signed({ reason, points }: PostingRow): bigint {
  if (reason === 'mature') return 0n;
  return reason === 'earn' ? points : -points;
}

/** What a posting does to the part that is on the way. */
function waitingPart({ reason, points, fromPending }: PostingRow): bigint {
  if (reason === 'earn') return points;
  return fromPending ? -points : 0n;
}

function worthOf(order: OrderRow, programs: Programs): bigint {
  const program = order.version === null ? undefined : programs.get(order.version);
  if (!program || order.shopperId === null) return 0n;
  const facts = JSON.parse(order.facts) as OrderFacts;
  return orderPoints(facts, program, order.seen, amountsOf(order.grants)).points;
}

/**
 * Each posting's explanation gives the points it says, and postings lead from one total to the next
 * without a gap. One change may take several postings (what was on the way, what was spendable).
 */
function auditPostings(postings: readonly PostingRow[]): Wrong[] {
  const found: Wrong[] = [];
  const wrong = (id: string, column: string, stored: unknown, expected: unknown) =>
    found.push({ table: 'transfers', id, column, stored: `${stored}`, expected: `${expected}` });
  let total = 0n;
  let aim: bigint | null = null;
  let lastId = '';
  for (const posting of postings) {
    if (posting.reason === 'mature') continue;
    const { id } = posting;
    const explain = posting.explain === null ? null : (JSON.parse(posting.explain) as Explain);
    if (!explain) {
      wrong(id, 'explain', 'null', 'how its points were computed');
      continue;
    }
    const computed = pointsOf(explain);
    const now = BigInt(explain.now);
    if (computed !== now) wrong(id, 'explain.now', now, computed);
    if (aim === null && BigInt(explain.before) !== total) {
      wrong(id, 'explain.before', explain.before, total);
    }
    if (aim !== null && aim !== now) wrong(lastId, 'points', `total ${total}`, aim);
    total += signed(posting);
    aim = total === now ? null : now;
    lastId = id;
  }
  if (aim !== null) wrong(lastId, 'points', `total ${total}`, `total ${aim}`);
  return found;
}
