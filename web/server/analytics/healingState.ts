/** How whole the shop's orders are (`healing` of the contract). */
import type { Reading } from '../store/healing.ts';
import type { PastReward } from '../store/pastRewards.ts';
import type { Tx } from '../store/transaction.ts';
import { readCatalogueState } from './catalogueState.ts';
import { isoOf } from './shown.ts';

const DAY_MS = 86_400_000;
const FOUND_DAYS = 7;
const UNREADABLE_SHOWN = 50;
/** How far back a shop without the right to older orders can be read. */
const LIMITED_DAYS = 60;

type Found = {
  asked: number;
  missing: number;
  stale: number;
  repaired: number;
  gone: number;
  unreadable: number;
  pointsMoved: bigint;
};

type Import = Pick<
  Reading,
  'asked' | 'total' | 'unreadable' | 'oldestAt' | 'beganAt' | 'endedAt' | 'problem' | 'how'
> & { fetched: boolean };

type Kept = {
  lookedAt: number | null;
  nextLookAt: number | null;
  problem: string | null;
  checkedAt: number | null;
  checkProblem: string | null;
  mended: string[];
  mendedAt: number | null;
  unreached: string[] | null;
};

type Decision = Omit<PastReward, 'shopId' | 'lastShopperId'>;

const IMPORT = `
  select asked, total, unreadable, oldest_at as "oldestAt", began_at as "beganAt",
    ended_at as "endedAt", problem, how, how = 'pages' or address is not null as fetched
  from order_readings where club_id = $1 and shop_id = $2 and kind = 'history'
  order by began_at desc, reading_id desc limit 1`;

const FOUND = `
  select coalesce(sum(asked), 0)::int as asked, coalesce(sum(missing), 0)::int as missing,
    coalesce(sum(stale), 0)::int as stale, coalesce(sum(repaired), 0)::int as repaired,
    coalesce(sum(gone), 0)::int as gone, coalesce(sum(unreadable), 0)::int as unreadable,
    coalesce(sum(points_moved), 0)::bigint as "pointsMoved"
  from order_readings where club_id = $1 and shop_id = $2 and kind = 'recent'
    and coalesce(ended_at, began_at) >= $3`;

const KEPT = `
  select looked_at as "lookedAt", next_look_at as "nextLookAt", problem, checked_at as "checkedAt",
    check_problem as "checkProblem",
    mended, mended_at as "mendedAt", unreached
  from shop_healing where club_id = $1 and shop_id = $2`;

const UNREADABLE = `
  select platform_order_id as "platformOrderId", reason, seen_at as "seenAt" from unreadable_orders
  where club_id = $1 and shop_id = $2 order by seen_at desc, platform_order_id
  limit ${UNREADABLE_SHOWN}`;

const DECISION = `
  select past_reward_id as "pastRewardId", choice, since_at as since,
    program_version as "programVersion", state, total, judged, orders, shoppers, points, expired,
    asked_by as "askedBy", asked_at as "askedAt", ended_at as "endedAt"
  from past_rewards where club_id = $1 and shop_id = $2
  order by asked_at desc, past_reward_id desc limit 1`;

const UNREWARDED = `
  select count(*)::int as n from orders where club_id = $1 and shop_id = $2
    and program_version is null and shopper_id is not null
    and placed_at < (select min(effective_from) from programs where club_id = $1)`;

export async function readHealing(tx: Tx, input: { shopId: string; now: number }) {
  const shop = [tx.clubId, input.shopId];
  const [past = null] = await tx.query<Import>(IMPORT, shop);
  const since = isoOf(input.now - FOUND_DAYS * DAY_MS);
  const [found] = await tx.query<Found>(FOUND, [...shop, since]);
  const [kept = null] = await tx.query<Kept>(KEPT, shop);
  type Unreadable = { platformOrderId: string; reason: string; seenAt: number };
  const unreadable = await tx.query<Unreadable>(UNREADABLE, shop);
  const [decision = null] = await tx.query<Decision>(DECISION, shop);
  const [unrewarded] = await tx.query<{ n: number }>(UNREWARDED, shop);
  if (!found) throw new Error('a sum without a row');
  return {
    import: importOf(past, kept),
    reconciliation: {
      lastAt: momentOf(kept?.lookedAt),
      nextAt: momentOf(kept?.nextLookAt),
      reason: kept?.problem ?? null,
      found: { ...found, pointsMoved: Number(found.pointsMoved) },
    },
    catalogue: await readCatalogueState(tx, input),
    unreadable: unreadable.map((row) => ({ ...row, seenAt: isoOf(row.seenAt) })),
    subscriptions: {
      checkedAt: momentOf(kept?.checkedAt),
      mendedAt: momentOf(kept?.mendedAt),
      mended: kept?.mended ?? [],
      reason: kept?.checkProblem ?? null,
    },
    unreached: kept?.unreached ?? null,
    pastReward: decision && shapeDecision(decision),
    unrewarded: unrewarded?.n ?? 0,
  };
}

const momentOf = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : isoOf(ms);

function importOf(past: Import | null, kept: Kept | null) {
  const limited = kept?.unreached?.includes('olderOrders') ?? false;
  return {
    state: stateOf(past),
    read: past?.asked ?? 0,
    total: past?.total ?? null,
    unreadable: past?.unreadable ?? 0,
    oldestAt: momentOf(past?.oldestAt),
    beganAt: momentOf(past?.beganAt),
    endedAt: momentOf(past?.endedAt),
    limitedToDays: limited ? LIMITED_DAYS : null,
    reason: past?.problem ?? null,
  };
}

function stateOf(past: Import | null) {
  if (!past) return 'waiting' as const;
  if (past.endedAt !== null) return 'done' as const;
  return past.fetched ? ('reading' as const) : ('copying' as const);
}

export function shapeDecision({ pastRewardId, since, points, expired, ...row }: Decision) {
  const { choice, programVersion, state, total, judged, orders, shoppers, askedBy } = row;
  return {
    id: pastRewardId,
    choice,
    since: momentOf(since),
    programVersion,
    state,
    total,
    judged,
    orders,
    shoppers,
    points: Number(points),
    expired: Number(expired),
    askedBy,
    askedAt: isoOf(row.askedAt),
    endedAt: momentOf(row.endedAt),
  };
}
