/** Two messages of one instant contradict each other: the platform is asked which is true. */
import { waitForClub } from '../store/inbox.ts';
import { platformIdOf } from '../store/orders.ts';
import { readShop } from '../store/shops.ts';
import { contextOf } from './context.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { recordOrders } from './recordOrders.ts';
import { callShop } from './shopCall.ts';

export async function askOrders(reach: Reach, job: Job): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const answer = await callShop(reach, job.clubId, job.shopId, job.leftMs(), 'orders');
  if (!answer.ok) return job.all(answer.failure);
  for (const { key } of job.claimed) {
    const platformOrderId = await reach.inTransaction(job.clubId, (tx) => platformIdOf(tx, key));
    if (platformOrderId === null) continue;
    const call = { ...answer.call, deadlineMs: job.leftMs() };
    const fetched = await reach.platform.fetchOrder(call, platformOrderId);
    if (!fetched.ok) {
      outcomes.set(key, fetched.failure);
      continue;
    }
    const { snapshot } = fetched;
    if (!snapshot) continue;
    await reach.inTransaction(job.clubId, async (tx) => {
      await waitForClub(tx);
      const shop = await readShop(tx, job.shopId);
      if (shop) await recordOrders(tx, contextOf(reach), shop, [{ platformOrderId, snapshot }]);
    });
  }
  return outcomes;
}
