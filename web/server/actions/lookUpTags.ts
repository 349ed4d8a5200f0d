/**
 * Who may earn can hang on a shopper's tags at the shop, which no order tells: the shop is asked once an
 * order, before it earns anything. Tags that the program names stay with the order; what else the shop
 * says of somebody is not kept.
 */
import type { Answer, ShopCall } from '../gateways/platform.ts';
import type { ProgramVersion } from '../domain/program.ts';
import { waitForClub } from '../store/inbox.ts';
import { readVersionsFast } from '../store/programs.ts';
import { keepTags, ordersWithoutTags } from '../store/seenTags.ts';
import type { OrderWithoutTags } from '../store/seenTags.ts';
import { readShop } from '../store/shops.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import { contextOf } from './context.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { recordOrders } from './recordOrders.ts';
import { callShop } from './shopCall.ts';

type Tags = ReadonlyMap<string, readonly string[]>;
type Waiting = OrderWithoutTags & { customerId: string | null };

export async function lookUpTags(reach: Reach, job: Job): Promise<Outcomes> {
  const waiting = await waitingOf(reach, job);
  const ids = [...new Set(waiting.flatMap(({ customerId }) => customerId ?? []))];
  const answer = await ask(reach, job, ids);
  if (!answer.ok) return job.all(answer.failure);
  await reach.inTransaction(job.clubId, async (tx) => {
    await waitForClub(tx);
    const shop = await readShop(tx, job.shopId);
    if (!shop) return;
    const named = tagsNamedBy(await readVersionsFast(tx));
    const tagged = waiting.map(({ orderId, customerId }) => ({
      orderId,
      tags: (answer.tags.get(customerId ?? '') ?? []).filter((tag) => named.has(tag.toLowerCase())),
    }));
    await keepTags(tx, tagged);
    const works = waiting.map(({ platformOrderId }) => ({
      platformOrderId,
      because: 'merged' as const,
    }));
    await recordOrders(tx, contextOf(reach), shop, works);
  });
  return new Map();
}

/** In lower case; of every version, since each judges orders of its own. */
const tagsNamedBy = (versions: readonly ProgramVersion[]): ReadonlySet<string> =>
  new Set(
    versions
      .flatMap(({ program: { whoEarns } }) => [
        ...(whoEarns?.withTags ?? []),
        ...(whoEarns?.withoutTags ?? []),
      ])
      .map((tag) => tag.toLowerCase()),
  );

async function waitingOf(reach: Reach, { clubId, shopId, claimed }: Job): Promise<Waiting[]> {
  return reach.inTransaction(clubId, async (tx) => {
    const orders = await ordersWithoutTags(
      tx,
      shopId,
      claimed.map(({ key }) => key),
    );
    const shopperIds = orders.map(({ shopperId }) => shopperId);
    const customerIds = await customerIdsOf(tx, shopId, shopperIds);
    return orders.map((order) => ({
      ...order,
      customerId: customerIds.get(order.shopperId) ?? null,
    }));
  });
}

/** Where the shop does not tell of its customers, nobody has a tag. */
async function ask(
  reach: Reach,
  job: Job,
  customerIds: readonly string[],
): Promise<Answer<{ tags: Tags }>> {
  const nobody = { ok: true, tags: new Map() } as const;
  if (customerIds.length === 0) return nobody;
  const answer = await callShop(reach, job.clubId, job.shopId, job.leftMs(), 'customers');
  if (!answer.ok) return answer.failure.reason === 'scopes' ? nobody : answer;
  const call: ShopCall = { ...answer.call, deadlineMs: job.leftMs() };
  return reach.platform.readTags(call, customerIds);
}
