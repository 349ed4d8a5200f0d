/** A back-test as jobs that do not need one another: shoppers with all their orders, by the thousand. */
import { tryOn, waitsFor } from '../domain/backtest.ts';
import type { Around, RecordedOrder, Waiting } from '../domain/backtest.ts';
import type { ProductSeen } from '../domain/catalogue.ts';
import type { EarningExplained } from '../domain/earning.ts';
import type { OrderFacts } from '../domain/orderFacts.ts';
import { openClimb } from '../domain/tiersBacktest.ts';
import type { Climb } from '../domain/tiersBacktest.ts';
import { needsOf, pastOf } from '../domain/orderSeen.ts';
import type { PastOrder, SeenOfOrder } from '../domain/orderSeen.ts';
import type { Program } from '../domain/program.ts';
import { localDay } from '../domain/days.ts';
import type { Lane, Reading } from '../store/readLanes.ts';

/** Shoppers by id: those behind `after`, up to `to`. */
export type Span = { after: string; to: string };

export type BacktestAsked = {
  draft: Program;
  timeZone: string;
  /** Orders of before the first program too. */
  all: boolean;
  /** One line for every order, or only for those of this name. */
  lines: boolean | string;
};

export type BacktestJob = { span: Span; asked: BacktestAsked };

/**
 * Points then and by the draft, of some orders; and how often a shopper was in a higher or lower tier of
 * the draft's once one of these orders was placed than once the order before was.
 */
export type Figures = { orders: number; posted: bigint; draft: bigint; up: number; down: number };

export const NO_FIGURES: Figures = { orders: 0, posted: 0n, draft: 0n, up: 0, down: 0 };

export type ShopperChange = { shopperId: string; posted: bigint; draft: bigint };

export type OrderLine = {
  name: string;
  placedAt: number;
  version: number | null;
  posted: bigint;
  draft: bigint;
  explain: EarningExplained;
};

export type WaitingOrder = Waiting & { month: string; line: OrderLine | null };

/** What came of some shoppers. What waits for something scarce is in no figure yet. */
export type Part = {
  months: Map<string, Figures>;
  shoppers: ShopperChange[];
  lines: OrderLine[];
  waiting: WaitingOrder[];
  /** Orders with goods that the draft's rules ask about and nobody knows. */
  unknown: number;
};

const ORDERS_A_JOB = 2_000;
const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Shoppers in portions of about as many orders. */
export async function planBacktest(read: Reading, asked: BacktestAsked): Promise<BacktestJob[]> {
  const ends = await read.query<{ to: string }>(
    `select shopper_id as to from (
       select shopper_id, n, sum(n) over (order by shopper_id) as upto from (
         select shopper_id, count(*) as n from orders
         where club_id = $1 and shopper_id is not null group by shopper_id) counted) summed
     where floor(upto / ${ORDERS_A_JOB}) > floor((upto - n) / ${ORDERS_A_JOB})
     order by shopper_id`,
    [read.clubId],
  );
  const ids = [FIRST, ...ends.map(({ to }) => to), LAST];
  return ids.slice(1).map((to, i) => ({ span: { after: ids[i] ?? FIRST, to }, asked }));
}

type Row = {
  platformOrderId: string;
  shopperId: string;
  name: string | null;
  /** JSON, as text: read when it is its turn, and forgotten at once. */
  facts: string;
  version: number | null;
  points: bigint;
  seen: SeenOfOrder | null;
  ofThePast: boolean;
  heldOut: boolean;
};

const ORDERS = `
  select o.platform_order_id as "platformOrderId", o.shopper_id as "shopperId", o.name,
    o.facts::text, o.program_version as version, o.points, o.seen,
    o.past_reward_id is not null as "ofThePast", s.held_out as "heldOut"
  from orders o join shoppers s on s.club_id = o.club_id and s.shopper_id = o.shopper_id
  where o.club_id = $1 and o.shopper_id > $2 and o.shopper_id <= $3 and o.placed_at is not null
  order by o.shopper_id, o.placed_at`;

/** What counts for tiers beside orders, of a portion's shoppers. */
const ACTIONS = `
  select shopper_id as "shopperId", occurred_at as at, points as amount from actions
  where club_id = $1 and shopper_id > $2 and shopper_id <= $3 and points > 0`;

type ActionRow = { shopperId: string; at: number; amount: bigint };

/** Does jobs until none is left. While one is judged, the database reads the next. */
export const backtestLane: Lane<BacktestJob, Part> = async (read, take) => {
  const products = new Map<string, ProductSeen>();
  let known = false;
  const begin = () => {
    const job = take();
    if (!job) return null;
    const { after, to } = job.span;
    const span = [read.clubId, after, to];
    const byPoints = job.asked.draft.tiers?.by === 'points';
    const rows = Promise.all([
      read.query<Row>(ORDERS, span),
      byPoints ? read.query<ActionRow>(ACTIONS, span) : [],
    ]);
    rows.catch(() => {});
    return { job, rows };
  };
  const parts: Part[] = [];
  for (let now = begin(); now;) {
    const { job, rows } = now;
    const [found, actions] = await rows;
    if (!known && needsOf(job.asked.draft)?.has('products')) await readProducts(read, products);
    known = true;
    now = begin();
    parts.push(judge({ rows: found, actions }, job.asked, products));
  }
  return parts;
};

/** All that the catalogue knows: a shop has far fewer products than orders. */
async function readProducts(read: Reading, products: Map<string, ProductSeen>): Promise<void> {
  const rows = await read.query<ProductSeen>(
    `select product_id as "productId", vendor, type, tags, collection_ids as "collectionIds"
     from products where club_id = $1 and (members_at is not null or deleted_at is not null)`,
    [read.clubId],
  );
  for (const row of rows) products.set(row.productId, row);
}

function judge(
  { rows, actions }: { rows: readonly Row[]; actions: readonly ActionRow[] },
  asked: BacktestAsked,
  products: ReadonlyMap<string, ProductSeen>,
): Part {
  const done = Map.groupBy(actions, ({ shopperId }) => shopperId);
  const part: Part = { months: new Map(), shoppers: [], lines: [], waiting: [], unknown: 0 };
  for (const [shopperId, own] of Map.groupBy(rows, (row) => row.shopperId)) {
    const orders = own.map((row) => ({ row, facts: JSON.parse(row.facts) as OrderFacts }));
    const pasts = orders.flatMap(({ row, facts }): PastOrder[] => {
      const past = pastOf(row.platformOrderId, facts);
      return past ? [past] : [];
    });
    const heldOut = own[0]?.heldOut ?? false;
    const { timeZone, draft } = asked;
    const around = { timeZone, pasts, heldOut, products };
    const others = (done.get(shopperId) ?? []).map(({ at, amount }) => {
      return { platformOrderId: null, at, amount, later: [] };
    });
    const climb = openClimb(draft, timeZone, others);
    let held: string | null = null;
    const change: ShopperChange = { shopperId, posted: 0n, draft: 0n };
    let counted = 0;
    for (const { row, facts } of orders) {
      const tier = climb.tierOf(row.platformOrderId, facts);
      const one = { row, facts, around: { ...around, tier }, asked };
      const judged = row.version !== null || asked.all;
      const seen = judged ? judgeOne(part, change, one) : null;
      climb.pass(row.platformOrderId, facts, judged ? { program: draft, seen } : null);
      if (judged && draft.tiers) held = noteMove(part, climb, { facts, timeZone, held });
      if (judged) counted += 1;
    }
    if (counted > 0) part.shoppers.push(change);
  }
  return part;
}

/** By the month of the order with which it was seen; answers the tier held from then on. */
function noteMove(
  part: Part,
  climb: Climb,
  { facts, timeZone, held }: { facts: OrderFacts; timeZone: string; held: string | null },
): string | null {
  const placedAt = facts.scalars?.placedAt ?? 0;
  const now = climb.heldAfter(placedAt);
  const moved = climb.move(held, now);
  const figures = monthOf(part, localDay(placedAt, timeZone).slice(0, 7));
  if (moved > 0) figures.up += 1;
  if (moved < 0) figures.down += 1;
  return now;
}

function monthOf(part: Part, month: string): Figures {
  const figures = part.months.get(month) ?? { ...NO_FIGURES };
  part.months.set(month, figures);
  return figures;
}

type One = { row: Row; facts: OrderFacts; around: Around; asked: BacktestAsked };

function judgeOne(
  part: Part,
  change: ShopperChange,
  { row, facts, around, asked }: One,
): SeenOfOrder | null {
  const { platformOrderId, seen, ofThePast, points: posted, version } = row;
  const placedAt = facts.scalars?.placedAt ?? 0;
  const recorded: RecordedOrder = { platformOrderId, facts, seen, ofThePast };
  const { explain, points, unknown, seen: seenNow } = tryOn(asked.draft, recorded, around);
  if (unknown.length > 0) part.unknown += 1;
  const month = localDay(placedAt, asked.timeZone).slice(0, 7);
  const wanted = asked.lines === true || (asked.lines !== false && asked.lines === row.name);
  const name = row.name ?? platformOrderId;
  const line = wanted ? { name, placedAt, version, posted, draft: points, explain } : null;
  if (line) part.lines.push(line);
  change.posted += posted;
  const waits = waitsFor(explain);
  if (waits) part.waiting.push({ shopperId: row.shopperId, placedAt, explain, month, line });
  else change.draft += points;
  const figures = monthOf(part, month);
  figures.orders += 1;
  figures.posted += posted;
  if (!waits) figures.draft += points;
  return seenNow;
}
