/**
 * Messages get lost. Every hour a shop is asked for the orders that changed since the last look, and
 * what they say goes the way of every message. Far behind, a copy of all of them is read instead.
 */
import { beginReading, readOpenReading } from '../store/healing.ts';
import { messagesDue } from '../store/inbox.ts';
import { noteLookFailed, readMark } from '../store/shopHealing.ts';
import { readShop } from '../store/shops.ts';
import type { Failure } from '../gateways/platform.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { LOOK_AGAIN_MS } from './keepPage.ts';
import { patiently } from './patience.ts';
import { readOn } from './readOrders.ts';

const MINUTE_MS = 60_000;
/** Looks overlap, because the platform's clock is not ours. */
const OVERLAP_MS = 10 * MINUTE_MS;
/** What changed a moment ago is still on its way and not lost. */
const ON_ITS_WAY_MS = 2 * MINUTE_MS;
/** Further behind than this, a copy is cheaper than a list. */
const FAR_MS = 7 * 86_400_000;
/** While the platform makes a copy. */
const WAIT_MS = 10_000;

export async function reconcileOrders(reach: Reach, job: Job): Promise<Outcomes> {
  const begun = await begin(reach, job);
  if (begun !== 'reading') return toAll(job, begun);
  const progress = await readOn(reach, job, 'recent');
  const now = reach.now();
  if (progress.state === 'failed') return toAll(job, await failed(reach, job, progress.failure));
  const waits = { over: LOOK_AGAIN_MS, more: 0, waits: WAIT_MS };
  return toAll(job, { kind: 'again', dueAt: now + waits[progress.state] });
}

const toAll = (job: Job, outcome: Outcome): Outcomes =>
  new Map(job.claimed.map(({ key }) => [key, outcome]));

/** Begins a look where none is under way. What is in our own inbox is not lost: it goes first. */
async function begin(reach: Reach, { clubId, shopId }: Job): Promise<'reading' | Outcome> {
  return reach.inTransaction(clubId, async (tx) => {
    const shop = await readShop(tx, shopId);
    if (!shop || shop.uninstalledAt !== null) return 'done';
    if (await readOpenReading(tx, shopId, 'recent')) return 'reading';
    const now = reach.now();
    if (await messagesDue(tx, now)) return { kind: 'again', dueAt: now + MINUTE_MS };
    const mark = await readMark(tx, shopId, shop.installedAt);
    const to = now - ON_ITS_WAY_MS;
    const how = to - mark > FAR_MS ? 'copy' : 'pages';
    const from = Math.min(mark, to) - OVERLAP_MS;
    const readingId = reach.newId();
    await beginReading(tx, { readingId, shopId, kind: 'recent', how, from, to, beganAt: now });
    return 'reading';
  });
}

/** A look that came to nothing says so; the next one goes on where it stood. */
async function failed(reach: Reach, job: Job, failure: Failure): Promise<Outcome> {
  const now = reach.now();
  const { outcome, resting } = patiently(job, failure, now);
  if (!resting) return outcome;
  await reach.inTransaction(job.clubId, async (tx) => {
    const shop = await readShop(tx, job.shopId);
    if (!shop) return;
    const look = { markAt: shop.installedAt, nextLookAt: now + LOOK_AGAIN_MS };
    await noteLookFailed(tx, job.shopId, { ...look, problem: failure.reason });
  });
  return outcome;
}
