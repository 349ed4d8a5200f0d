/** What a person decided about orders of before the first program, and how far that has come. */
import type { StoredOrder } from './orders.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type Choice = 'none' | 'since' | 'all';

export type PastReward = {
  pastRewardId: string;
  shopId: string;
  choice: Choice;
  since: number | null;
  programVersion: number | null;
  state: 'running' | 'done';
  lastShopperId: string | null;
  total: number;
  judged: number;
  orders: number;
  shoppers: number;
  points: bigint;
  expired: bigint;
  askedBy: string;
  askedAt: number;
  endedAt: number | null;
};

const COLUMNS = `past_reward_id as "pastRewardId", shop_id as "shopId", choice, since_at as since,
  program_version as "programVersion", state, last_shopper_id as "lastShopperId", total, judged,
  orders, shoppers, points, expired, asked_by as "askedBy", asked_at as "askedAt",
  ended_at as "endedAt"`;

/** A decision, locked. */
export async function lockPastReward(tx: Tx, id: string): Promise<PastReward | null> {
  const rows = await tx.query<PastReward>(
    `select ${COLUMNS} from past_rewards where club_id = $1 and past_reward_id = $2 for update`,
    [tx.clubId, id],
  );
  return rows[0] ?? null;
}

/** False when this id is taken, or another decision is being carried out. */
export async function addPastReward(tx: Tx, reward: PastReward): Promise<boolean> {
  const rows = await tx.query(
    `insert into past_rewards (club_id, past_reward_id, shop_id, choice, since_at, program_version,
       state, total, asked_by, asked_at, ended_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning 1`,
    [
      tx.clubId,
      reward.pastRewardId,
      reward.shopId,
      reward.choice,
      at(reward.since),
      reward.programVersion,
      reward.state,
      reward.total,
      reward.askedBy,
      at(reward.askedAt),
      at(reward.endedAt),
    ],
  );
  return rows.length > 0;
}

/** Writes down how far a locked decision has come. */
export async function savePastReward(tx: Tx, reward: PastReward): Promise<void> {
  await tx.query(
    `update past_rewards set state = $3, last_shopper_id = $4, judged = $5, orders = $6,
       shoppers = $7, points = $8, expired = $9, ended_at = $10
     where club_id = $1 and past_reward_id = $2`,
    [
      tx.clubId,
      reward.pastRewardId,
      reward.state,
      reward.lastShopperId,
      reward.judged,
      reward.orders,
      reward.shoppers,
      reward.points,
      reward.expired,
      at(reward.endedAt),
    ],
  );
}

/** Orders placed in [since, before) that no program has judged, and that belong to somebody. */
export type Past = { since: number | null; before: number };

const OF_THE_PAST = `club_id = $1 and program_version is null and shopper_id is not null
  and placed_at < $2 and ($3::timestamptz is null or placed_at >= $3)`;

const pastOf = (tx: Tx, { since, before }: Past) => [tx.clubId, at(before), at(since)];

export async function countPast(tx: Tx, past: Past): Promise<number> {
  const rows = await tx.query<{ n: number }>(
    `select count(*)::int as n from orders where ${OF_THE_PAST}`,
    pastOf(tx, past),
  );
  return rows[0]?.n ?? 0;
}

/** The next shoppers with such orders, ascending, after one of them. */
export async function nextPastShoppers(
  tx: Tx,
  past: Past,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct shopper_id as id from orders
     where ${OF_THE_PAST} and ($4::uuid is null or shopper_id > $4)
     order by shopper_id limit $5`,
    [...pastOf(tx, past), after, limit],
  );
  return rows.map(({ id }) => id);
}

/** The platform's ids of these shoppers' orders of the past, in the order they were placed. */
export async function pastOrdersOf(
  tx: Tx,
  past: Past,
  shopperIds: readonly string[],
): Promise<Pick<StoredOrder, 'orderId' | 'platformOrderId'>[]> {
  return tx.query<Pick<StoredOrder, 'orderId' | 'platformOrderId'>>(
    `select order_id as "orderId", platform_order_id as "platformOrderId" from orders
     where ${OF_THE_PAST} and shopper_id = any($4::uuid[])
     order by placed_at, length(platform_order_id), platform_order_id`,
    [...pastOf(tx, past), shopperIds],
  );
}

/** `version` judges it; null: no version does. */
export type Sign = { shopperId: string; at: number; version: number | null };

/** When these shoppers placed real orders or took rewards, whatever became of them. */
export function readSigns(tx: Tx, shopperIds: readonly string[]): Promise<Sign[]> {
  return tx.query<Sign>(
    `select shopper_id as "shopperId", placed_at as at, program_version as version from orders
     where club_id = $1 and shopper_id = any($2::uuid[]) and placed_at is not null
       and facts #>> '{scalars,test}' = 'false'
     union all select shopper_id, created_at, program_version from redemptions
     where club_id = $1 and shopper_id = any($2::uuid[])`,
    [tx.clubId, shopperIds],
  );
}
