/**
 * The delivery behind an erasure: it looks through the club's orders, then its messages, and empties the
 * person's cards at the platform last. Each step is a commit of its own, so that the club works on
 * between two of them, and one that was killed goes on where it stood.
 */
import type { Outcome } from './deliver.ts';
import { waitForClub } from '../store/inbox.ts';
import {
  dropErasure,
  eraseInMessages,
  eraseInOrders,
  lockErasure,
  saveErasure,
} from '../store/erasureSteps.ts';
import type { Erasure } from '../store/erasureSteps.ts';
import { findIdentities, identityKey } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { customerIdentity } from './findShoppers.ts';
import { callShop } from './shopCall.ts';

/** How many cards the platform takes in one call. */
const CARDS_AT_ONCE = 25;

export async function forgetTraces(reach: Reach, job: Job): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  for (const { key } of job.claimed) outcomes.set(key, await forgetOne(reach, job, key));
  return outcomes;
}

async function forgetOne(reach: Reach, job: Job, erasureId: string): Promise<Outcome> {
  for (;;) {
    const erasure = await reach.inTransaction(job.clubId, async (tx) => {
      await waitForClub(tx);
      const row = await lockErasure(tx, erasureId);
      return row && row.stage !== 'cards' ? takeStep(tx, row, reach.now()) : row;
    });
    if (!erasure) return 'done';
    if (erasure.stage === 'cards') return emptyCards(reach, job, erasure);
    if (job.isLate()) return 'notReached';
  }
}

async function takeStep(tx: Tx, erasure: Erasure, now: number): Promise<Erasure> {
  const look = erasure.stage === 'orders' ? eraseInOrders : eraseInMessages;
  const { found, place } = await look(tx, erasure, now);
  const words = [...new Set([...erasure.words, ...found])];
  const next: Erasure = { ...erasure, words, place: place ?? '' };
  if (place === null && erasure.stage === 'orders') next.stage = 'messages';
  else if (place === null) Object.assign(next, { stage: 'cards', words: [], codes: [] });
  if (next.stage === 'cards') next.standIns = [];
  await saveErasure(tx, next);
  return next;
}

/** A card holds a balance: it is emptied, unless its customer has come back meanwhile. */
async function emptyCards(reach: Reach, job: Job, erasure: Erasure): Promise<Outcome> {
  const { erasureId, shopId, customerIds } = erasure;
  const gone = await reach.inTransaction(job.clubId, async (tx) => {
    const identities = customerIds.map((id) => customerIdentity(shopId, id));
    const back = await findIdentities(tx, identities);
    return customerIds.filter((id) => !back.has(identityKey(customerIdentity(shopId, id))));
  });
  for (let from = 0; from < gone.length; from += CARDS_AT_ONCE) {
    const called = await callShop(reach, job.clubId, job.shopId, job.leftMs(), 'cards');
    if (!called.ok) return called.failure;
    const cards = gone
      .slice(from, from + CARDS_AT_ONCE)
      .map((customerId) => ({ owner: 'shopper' as const, customerId, json: '{}' }));
    const call = { ...called.call, deadlineMs: job.leftMs() };
    const written = await reach.platform.writeCards(call, cards);
    if (!written.ok) return written.failure;
  }
  await reach.inTransaction(job.clubId, (tx) => dropErasure(tx, erasureId));
  return 'done';
}
