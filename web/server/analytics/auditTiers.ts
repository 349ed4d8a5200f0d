/** Tiers, computed a second time from all that counts: of orders, of shoppers, and what entering brought. */
import { availableAt } from '../domain/days.ts';
import { entriesAt } from '../domain/tiersEntries.ts';
import { standingKept } from '../domain/tiersKept.ts';
import type { StandingKept } from '../domain/tiersKept.ts';
import type { ProgramVersion } from '../domain/program.ts';
import type { OrderForTiers } from '../domain/tiersCounted.ts';
import { countedBy, tiersOfOrders } from '../domain/tiersOfOrders.ts';
import type { CountedOfShopper } from '../domain/tiersOfOrders.ts';
import type { Reading } from '../store/readLanes.ts';
import type { Judge, Span, Wrong } from './auditJobs.ts';

type OrderRow = OrderForTiers & { shopperId: string; orderId: string };
type ActionRow = { shopperId: string; at: number; points: bigint };
type StandingRow = StandingKept & { shopperId: string };
type EntryRow = {
  shopperId: string;
  entryId: string;
  tierId: string;
  enteredAt: number;
  version: number;
  points: bigint;
  pending: bigint;
  readyAt: number;
  availableAt: number | null;
  posted: bigint;
  waiting: bigint;
};

const OF = 'where club_id = $1 and shopper_id > $2 and shopper_id <= $3';

const ORDERS = `
  select shopper_id as "shopperId", order_id as "orderId", platform_order_id as "platformOrderId",
    placed_at as "placedAt", program_version as "programVersion", points,
    eligible_minor::float8 as "salesMinor",
    coalesce((facts #>> '{scalars,company}')::boolean, false) as company,
    facts #>> '{scalars,paid}' = 'true' and facts #>> '{scalars,test}' = 'false' as paid, facts, seen
  from orders ${OF} and placed_at is not null`;
const ACTIONS = `
  select shopper_id as "shopperId", occurred_at as at, points from actions ${OF} and points > 0`;
const STANDINGS = `
  select shopper_id as "shopperId", program_version as version, judged_at as "judgedAt",
    tier_id as "tierId", since, falls_at as "fallsAt", look_at as "lookAt", progress
  from tier_standings ${OF}`;
const ENTRIES = `
  select e.shopper_id as "shopperId", e.entry_id as "entryId", e.tier_id as "tierId",
    e.entered_at as "enteredAt", e.program_version as version, e.points, e.pending,
    e.ready_at as "readyAt", e.available_at as "availableAt", t.posted, t.waiting
  from tier_entries e cross join lateral (select
      coalesce(sum(case when reason = 'tier' then points
        when reason = 'tierBack' then -points when reason = 'tierWriteOff' then -points
        else 0 end), 0)::bigint as posted,
      coalesce(sum(case when to_account = 'pending' then points
        when from_account = 'pending' then -points else 0 end), 0)::bigint as waiting
    from transfers where club_id = $1 and entry_id = e.entry_id) t
  where e.club_id = $1 and e.shopper_id > $2 and e.shopper_id <= $3 order by e.entry_id`;
const PLACE = `
  select (select time_zone from shops where club_id = $1 limit 1) as "timeZone",
    (select coalesce(json_agg(json_build_object('version', version, 'effectiveFrom',
        extract(epoch from effective_from) * 1000, 'program', settings) order by version), '[]')
      from programs where club_id = $1) as versions`;

type Place = { timeZone: string; versions: ProgramVersion[] };

/** Shoppers of a span of their ids. */
export async function readTiers(read: Reading, span: Span): Promise<Judge> {
  const values = [read.clubId, span.after, span.to];
  const [place] = await read.query<Place>(PLACE, [read.clubId]);
  if (!place?.versions.some(({ program }) => program.tiers)) return () => [];
  const orders = Map.groupBy(await read.query<OrderRow>(ORDERS, values), (row) => row.shopperId);
  const others = Map.groupBy(await read.query<ActionRow>(ACTIONS, values), (row) => row.shopperId);
  const standings = await read.query<StandingRow>(STANDINGS, values);
  const entries = await read.query<EntryRow>(ENTRIES, values);
  return function* () {
    const ids = new Set([...orders.keys(), ...[...standings, ...entries].map((r) => r.shopperId)]);
    for (const shopperId of ids) {
      const counted: CountedOfShopper = {
        orders: orders.get(shopperId) ?? [],
        others: (others.get(shopperId) ?? []).map(({ at, points }) => {
          return { platformOrderId: null, at, amount: points, later: [] };
        }),
      };
      const standing = standings.find((row) => row.shopperId === shopperId) ?? null;
      const mine = entries.filter((row) => row.shopperId === shopperId);
      yield* auditTiers(place, { shopperId, counted, standing, entries: mine });
    }
  };
}

type One = {
  shopperId: string;
  counted: CountedOfShopper;
  standing: StandingRow | null;
  entries: readonly EntryRow[];
};

function* auditTiers({ versions, timeZone }: Place, one: One): Iterable<Wrong> {
  const { shopperId, counted, standing, entries } = one;
  const tiers = tiersOfOrders(versions, counted, null);
  for (const order of counted.orders as readonly OrderRow[]) {
    const tier = tiers.get(order.platformOrderId);
    if (tier === undefined) continue;
    yield* wrong('orders', order.orderId, 'seen.tier', order.seen?.shopper.tier, tier);
  }
  for (const { entryId, points, pending, posted, waiting } of entries) {
    yield* wrong('tier_entries', entryId, 'points', points, posted);
    yield* wrong('tier_entries', entryId, 'pending', pending, waiting);
  }
  // What is due or was judged by a version that holds no more is the clock's to look at.
  if (!standing || (standing.lookAt ?? Infinity) <= standing.judgedAt) return;
  const version = versions.find((each) => each.version === standing.version);
  const { judgedAt } = standing;
  const again = version && standingKept(version, versions, counted, judgedAt, timeZone);
  for (const column of ['tierId', 'since', 'fallsAt', 'lookAt', 'progress'] as const) {
    yield* wrong('tier_standings', shopperId, column, standing[column], again?.[column]);
  }
  yield* auditEntries({ versions, timeZone }, one, judgedAt);
}

function* auditEntries({ versions, timeZone }: Place, one: One, at: number): Iterable<Wrong> {
  const { counted, entries } = one;
  const by = (version: ProgramVersion) => countedBy(version, versions, counted);
  const targets = new Map(entriesAt(versions, by, at, timeZone).map((e) => [e.tierId, e]));
  const paidAt = Math.min(
    ...counted.orders.filter(({ paid }) => paid).map(({ placedAt }) => placedAt),
  );
  for (const entry of entries) {
    const target = targets.get(entry.tierId);
    targets.delete(entry.tierId);
    const { entryId } = entry;
    yield* wrong('tier_entries', entryId, 'points', entry.points, target?.points ?? 0n);
    const program = versions.find(({ version }) => version === entry.version)?.program;
    if (!target || !program) continue;
    yield* wrong('tier_entries', entryId, 'entered_at', entry.enteredAt, target.at);
    yield* wrong('tier_entries', entryId, 'program_version', entry.version, target.version);
    const readyAt = availableAt(target.at, program.pendingDays);
    yield* wrong('tier_entries', entryId, 'ready_at', entry.readyAt, readyAt);
    const mine = paidAt === Infinity ? null : Math.max(readyAt, paidAt);
    yield* wrong('tier_entries', entryId, 'available_at', entry.availableAt, mine);
  }
  for (const { tierId, points } of targets.values()) {
    if (points > 0n) yield* wrong('shoppers', one.shopperId, `entry ${tierId}`, 0n, points);
  }
}

function* wrong(
  table: string,
  id: string,
  column: string,
  stored: unknown,
  expected: unknown,
): Iterable<Wrong> {
  const [a, b] = [stored, expected].map(textOf);
  if (a === undefined || b === undefined || a === b) return;
  yield { table, id, column, stored: a, expected: `${b} (all that counts)` };
}

/** Keys in one order: the database keeps JSON in its own. */
const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `{${Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, each]) => `${key}: ${textOf(each)}`)
        .join(', ')}}`
    : `${value}`;
