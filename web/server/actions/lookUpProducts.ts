/**
 * Products that an order names and nobody has told of, and those whose collections may be others now:
 * the shop is asked, and the orders that waited for them are judged.
 */
import { searchable } from '../domain/catalogue.ts';
import type { Failure } from '../gateways/platform.ts';
import { waitForClub } from '../store/inbox.ts';
import { endWaits, keepAnswered, keepGone, keepWithheld } from '../store/products.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import { contextOf } from './context.ts';
import type { Context, Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { recordOrders } from './recordOrders.ts';
import { callShop } from './shopCall.ts';

export async function lookUpProducts(reach: Reach, job: Job): Promise<Outcomes> {
  const { clubId, shopId } = job;
  const ids = job.claimed.map(({ key }) => key);
  const answer = await callShop(reach, clubId, shopId, job.leftMs(), 'catalogue');
  if (!answer.ok) return notSeen(reach, job, ids, answer.failure);
  const askedAt = reach.now();
  const call = { ...answer.call, deadlineMs: job.leftMs() };
  const fetched = await reach.platform.fetchProducts(call, ids);
  if (!fetched.ok) return notSeen(reach, job, ids, fetched.failure);
  const { products } = fetched;
  const there = new Set(products.map(({ productId }) => productId));
  await reach.inTransaction(clubId, async (tx) => {
    await waitForClub(tx);
    await keepAnswered(tx, shopId, products.map(searchable), askedAt);
    const gone = ids.filter((id) => !there.has(id));
    await keepGone(tx, shopId, gone, askedAt);
    await judgeWaiting(tx, contextOf(reach), shopId, ids);
  });
  return new Map();
}

/** What the shop does not let us look at keeps no order waiting; once it does, it is looked at. */
async function notSeen(
  reach: Reach,
  job: Job,
  ids: readonly string[],
  failure: Failure,
): Promise<Outcomes> {
  const withheld = failure.reason === 'scopes' || failure.reason.startsWith('ACCESS_DENIED');
  if (withheld) {
    await reach.inTransaction(job.clubId, async (tx) => {
      await waitForClub(tx);
      await keepWithheld(tx, job.shopId, ids, reach.now());
      await judgeWaiting(tx, contextOf(reach), job.shopId, ids);
    });
  }
  return job.all(failure);
}

async function judgeWaiting(
  tx: Tx,
  ctx: Context,
  shopId: string,
  productIds: readonly string[],
): Promise<void> {
  const orderIds = await endWaits(tx, shopId, productIds);
  if (orderIds.length === 0) return;
  const shop = await readShop(tx, shopId);
  if (!shop) return;
  const works = orderIds.map((platformOrderId) => ({
    platformOrderId,
    because: 'merged' as const,
  }));
  await recordOrders(tx, ctx, shop, works);
}
