/**
 * Who may earn can hang on a shopper's tags at the shop, which no message tells: the shop is asked once
 * an order, and once an action that would bring something, before it earns anything. Tags that the
 * program names stay with the order; what else the shop says of somebody is not kept.
 */
import type { Answer, ShopCall } from '../gateways/platform.ts';
import type { ProgramVersion } from '../domain/program.ts';
import { waitForClub } from '../store/inbox.ts';
import { readVersionsFast } from '../store/programs.ts';
import { actionsWithoutTags, keepTags, ordersWithoutTags } from '../store/seenTags.ts';
import type { OrderWithoutTags } from '../store/seenTags.ts';
import { readShop } from '../store/shops.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import { contextOf } from './context.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { judgeAsked } from './judgeAsked.ts';
import { recordOrders } from './recordOrders.ts';
import { callShop } from './shopCall.ts';

type Tags = ReadonlyMap<string, readonly string[]>;
type Waiting = {
  orders: readonly (OrderWithoutTags & { customerId: string | null })[];
  actions: readonly { actionId: string; shopperId: string; customerId: string | null }[];
};

export async function lookUpTags(reach: Reach, job: Job): Promise<Outcomes> {
  const waiting = await waitingOf(reach, job);
  const everybody = [...waiting.orders, ...waiting.actions];
  const ids = [...new Set(everybody.flatMap(({ customerId }) => customerId ?? []))];
  const answer = await ask(reach, job, ids);
  if (!answer.ok) return job.all(answer.failure);
  const { tags } = answer;
  if (waiting.orders.length > 0) await judgeOrders(reach, job, waiting.orders, tags);
  if (waiting.actions.length > 0) await judgeActions(reach, job, waiting.actions, tags);
  return new Map();
}

async function judgeOrders(reach: Reach, job: Job, orders: Waiting['orders'], told: Tags) {
  await reach.inTransaction(job.clubId, async (tx) => {
    await waitForClub(tx);
    const shop = await readShop(tx, job.shopId);
    if (!shop) return;
    const named = tagsNamedBy(await readVersionsFast(tx));
    const tagged = orders.map(({ orderId, customerId }) => ({
      orderId,
      tags: (told.get(customerId ?? '') ?? []).filter((tag) => named.has(tag.toLowerCase())),
    }));
    await keepTags(tx, tagged);
    const works = orders.map(({ platformOrderId }) => ({
      platformOrderId,
      because: 'merged' as const,
    }));
    await recordOrders(tx, contextOf(reach), shop, works);
  });
}

/** In a commit of their own: orders lock shoppers in the order of their ids, and these do too. */
async function judgeActions(reach: Reach, job: Job, actions: Waiting['actions'], told: Tags) {
  await reach.inTransaction(job.clubId, async (tx) => {
    await waitForClub(tx);
    const shop = await readShop(tx, job.shopId);
    if (!shop) return;
    const tags = new Map(
      actions.map(({ shopperId, customerId }) => [shopperId, told.get(customerId ?? '') ?? []]),
    );
    const actionIds = actions.map(({ actionId }) => actionId);
    await judgeAsked(tx, contextOf(reach), shop, actionIds, tags);
  });
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

async function waitingOf(reach: Reach, { clubId, shopId, claimed }: Job): Promise<Waiting> {
  return reach.inTransaction(clubId, async (tx) => {
    const keys = claimed.map(({ key }) => key);
    const orders = await ordersWithoutTags(tx, shopId, keys);
    const actions = await actionsWithoutTags(tx, keys);
    const shopperIds = [...orders, ...actions].map(({ shopperId }) => shopperId);
    const customerIds = await customerIdsOf(tx, shopId, shopperIds);
    const named = <Row extends { shopperId: string }>(row: Row) => ({
      ...row,
      customerId: customerIds.get(row.shopperId) ?? null,
    });
    return { orders: orders.map(named), actions: actions.map(named) };
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
