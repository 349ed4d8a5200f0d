/**
 * A collection that changed holds other products, perhaps: the shop is asked which. One too large for
 * that is read with everything else, in a copy.
 */
import type { Answer, ShopCall } from '../gateways/platform.ts';
import { keepCollections, keepCollectionsGone, setMembers } from '../store/collections.ts';
import { askFor } from '../store/deliveries.ts';
import type { Ask } from '../store/deliveries.ts';
import { waitForClub } from '../store/inbox.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { callShop } from './shopCall.ts';

/** Pages of 250: more would use up what the shop lets us ask. */
const PAGES = 4;

type Held = { productIds: string[]; whole: boolean };
type CollectionPage = Extract<Awaited<ReturnType<Reach['platform']['listMembers']>>, { ok: true }>;

export async function lookUpCollections(reach: Reach, job: Job): Promise<Outcomes> {
  const { clubId, shopId } = job;
  const answer = await callShop(reach, clubId, shopId, job.leftMs(), 'catalogue');
  if (!answer.ok) return job.all(answer.failure);
  const outcomes: Outcomes = new Map();
  for (const { key } of job.claimed) {
    const late = job.isLate();
    outcomes.set(key, late ? 'notReached' : await lookUp(reach, job, answer.call, key));
  }
  return outcomes;
}

async function lookUp(reach: Reach, job: Job, call: ShopCall, key: string): Promise<Outcome> {
  const { clubId, shopId } = job;
  const askedAt = reach.now();
  const first = await reach.platform.listMembers({ ...call, deadlineMs: job.leftMs() }, key, null);
  if (!first.ok) return first.failure;
  const { collection } = first;
  if (!collection) {
    await reach.inTransaction(clubId, async (tx) => {
      await waitForClub(tx);
      await keepCollectionsGone(tx, shopId, [key], askedAt);
    });
    return 'done';
  }
  const held = await restOf(reach, job, call, key, first);
  if (!held.ok) return held.failure;
  await reach.inTransaction(clubId, async (tx) => {
    await waitForClub(tx);
    const now = reach.now();
    await keepCollections(tx, shopId, [collection], askedAt);
    if (!held.whole) {
      await askFor(tx, [{ shopId, kind: 'readCatalogue', key: shopId, dueAt: now }], now);
      return;
    }
    const { productIds } = held;
    const unknown = await setMembers(tx, shopId, { collectionId: key, productIds, askedAt });
    const asks = unknown.map((id): Ask => ({ shopId, kind: 'lookUpProduct', key: id, dueAt: now }));
    await askFor(tx, asks, now);
  });
  return 'done';
}

async function restOf(
  reach: Reach,
  job: Job,
  call: ShopCall,
  key: string,
  first: CollectionPage,
): Promise<Answer<Held>> {
  const productIds = [...first.productIds];
  let { next } = first;
  for (let page = 1; next !== null && page < PAGES; page += 1) {
    const more = await reach.platform.listMembers({ ...call, deadlineMs: job.leftMs() }, key, next);
    if (!more.ok) return more;
    productIds.push(...more.productIds);
    next = more.next;
  }
  return { ok: true, productIds, whole: next === null };
}
