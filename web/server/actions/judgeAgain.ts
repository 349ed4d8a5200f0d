/** The rest of a shopper's later orders, after more of them changed than one transaction judges. */
import { waitForClub } from '../store/inbox.ts';
import { platformIdOf } from '../store/orders.ts';
import { readShop } from '../store/shops.ts';
import { contextOf } from './context.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { recordOrders } from './recordOrders.ts';

/** Judging the first of them judges those behind it, and asks once more where there are too many. */
export async function judgeAgain(reach: Reach, job: Job): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  for (const { key } of job.claimed) {
    if (job.isLate()) {
      outcomes.set(key, 'notReached');
      continue;
    }
    await reach.inTransaction(job.clubId, async (tx) => {
      await waitForClub(tx);
      const shop = await readShop(tx, job.shopId);
      const platformOrderId = await platformIdOf(tx, key);
      if (!shop || platformOrderId === null) return;
      await recordOrders(tx, contextOf(reach), shop, [{ platformOrderId, because: 'merged' }]);
    });
  }
  return outcomes;
}
