/**
 * A friend who bought at the shop before our history of it begins is no new one. The platform still
 * counts all their orders: it is asked, and the referral is judged again with what it says. Nothing is
 * paid meanwhile, since points for friends wait for weeks.
 */
import type { Answer, ShopCall } from '../gateways/platform.ts';
import { dropCounts, friendsToCount, historyIsShort, saveCounts } from '../store/friendCounts.ts';
import type { FriendCount, FriendToCount } from '../store/friendCounts.ts';
import { waitForClub } from '../store/inbox.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import { contextOf } from './context.ts';
import type { Context, Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { recordOrders } from './recordOrders.ts';
import { callShop } from './shopCall.ts';

/** How many ids fit in one call. */
const IDS = 250;

/** An app that reads no orders from shops (`heals`) does not count them either. */
export async function checkFriends(reach: Reach, job: Job): Promise<Outcomes> {
  if (!reach.heals) return new Map();
  const { clubId, shopId } = job;
  const orderIds = job.claimed.map(({ key }) => key);
  const friends = await reach.inTransaction(clubId, async (tx) =>
    (await historyIsShort(tx, shopId)) ? friendsToCount(tx, shopId, orderIds) : null,
  );
  if (friends === null) {
    await leaveToTheBooks(reach, job, orderIds);
    return new Map();
  }
  if (friends.length === 0) return new Map();
  const answer = await callShop(reach, clubId, shopId, job.leftMs(), 'orders');
  if (!answer.ok) return job.all(answer.failure);
  const askedAt = reach.now();
  const counted = await countAll(reach, job, answer.call, friends);
  if (!counted.ok) return job.all(counted.failure);
  await judgeWith(reach, job, friends, countsOf(friends, counted.counts), askedAt);
  return new Map();
}

type Counts = ReadonlyMap<string, number>;

async function countAll(
  reach: Reach,
  job: Job,
  call: ShopCall,
  friends: readonly FriendToCount[],
): Promise<Answer<{ counts: Counts }>> {
  const ids = [...new Set(friends.flatMap(({ customerIds }) => customerIds))];
  const counts = new Map<string, number>();
  for (let from = 0; from < ids.length; from += IDS) {
    const some = ids.slice(from, from + IDS);
    const answer = await reach.platform.countOrders({ ...call, deadlineMs: job.leftMs() }, some);
    if (!answer.ok) return answer;
    for (const [id, orders] of answer.counts) counts.set(id, orders);
  }
  return { ok: true, counts };
}

/**
 * What each friend bought as everybody they are known as. Of whom the platform says nothing, nothing
 * is known: their referral stays as it was judged.
 */
function countsOf(friends: readonly FriendToCount[], counts: Counts): FriendCount[] {
  return friends.flatMap(({ orderId, customerIds }) => {
    const told = customerIds.flatMap((id) => counts.get(id) ?? []);
    return told.length === 0 ? [] : [{ orderId, orders: told.reduce((a, b) => a + b, 0) }];
  });
}

async function judgeWith(
  reach: Reach,
  { clubId, shopId }: Job,
  friends: readonly FriendToCount[],
  counts: readonly FriendCount[],
  countedAt: number,
): Promise<void> {
  if (counts.length === 0) return;
  const told = new Set(counts.map(({ orderId }) => orderId));
  const ids = friends.filter(({ orderId }) => told.has(orderId)).map((f) => f.platformOrderId);
  await reach.inTransaction(clubId, async (tx) => {
    await waitForClub(tx);
    await saveCounts(tx, counts, countedAt);
    await judgeAgain(tx, contextOf(reach), shopId, ids);
  });
}

/** All of the shop's past has been read meanwhile: who is new is what our own books say. */
async function leaveToTheBooks(
  reach: Reach,
  { clubId, shopId }: Job,
  orderIds: readonly string[],
): Promise<void> {
  await reach.inTransaction(clubId, async (tx) => {
    await waitForClub(tx);
    const ids = await dropCounts(tx, orderIds);
    await judgeAgain(tx, contextOf(reach), shopId, ids);
  });
}

async function judgeAgain(
  tx: Tx,
  ctx: Context,
  shopId: string,
  platformOrderIds: readonly string[],
): Promise<void> {
  const shop = await readShop(tx, shopId);
  if (!shop) return;
  const works = platformOrderIds.map((platformOrderId) => ({
    platformOrderId,
    because: 'merged' as const,
  }));
  await recordOrders(tx, ctx, shop, works);
}
