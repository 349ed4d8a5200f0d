/**
 * All that a shop sells is read when it connects, and again every night: messages get lost, and no
 * message tells that a product has come into a collection or left it because it fits its rules now or
 * no more. Each page and the place to go on from are one commit.
 */
import type { Failure, ShopCall } from '../gateways/platform.ts';
import {
  beginCatalogueReading,
  dropOldCatalogueReadings,
  lockCatalogueReading,
  saveCatalogueReading,
} from '../store/catalogueReadings.ts';
import type { CatalogueReading } from '../store/catalogueReadings.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import {
  endCollections,
  endProducts,
  keepCollectionPage,
  keepProductPage,
} from './keepCatalogue.ts';
import { letLiveGoFirst } from './letLiveGoFirst.ts';
import { nextNight } from './nextNight.ts';
import { patiently } from './patience.ts';
import { pause } from './pause.ts';
import { callShop } from './shopCall.ts';

const HOUR_MS = 3_600_000;
const KEPT_MS = 30 * 24 * HOUR_MS;
/** Other deliveries of the club wait this long at most (real ms), then it is their turn. */
const SLICE_MS = 3_000;
/** A small shop's copy is made in a moment: worth waiting for (real ms). */
const COPY_WAIT_MS = 1_500;
const COPY_LOOK_MS = 100;
/** While the platform makes a larger one. */
const WAIT_MS = 10_000;
/** How many products of a copy are one commit. */
const BATCH = 500;

/** `on`: there is more to do at once. */
type Step =
  { state: 'on' | 'over' | 'waits' } | { state: 'failed'; failure: Failure; startOver?: boolean };

const ON: Step = { state: 'on' };

export async function readCatalogue(reach: Reach, job: Job): Promise<Outcomes> {
  const outcome = await readOn(reach, job);
  return new Map(job.claimed.map(({ key }) => [key, outcome]));
}

async function readOn(reach: Reach, job: Job): Promise<Outcome> {
  const { clubId, shopId } = job;
  const until = Date.now() + SLICE_MS;
  const timeZone = await begin(reach, job);
  if (timeZone === null) return 'done';
  const answer = await callShop(reach, clubId, shopId, job.leftMs(), 'catalogue');
  if (!answer.ok) return failed(reach, job, answer.failure, false);
  for (;;) {
    const reading = await reach.inTransaction(clubId, (tx) => lockCatalogueReading(tx, shopId));
    const now = reach.now();
    if (!reading) return { kind: 'again', dueAt: nextNight(now, timeZone, shopId) };
    if (job.isLate() || Date.now() >= until) return { kind: 'again', dueAt: now };
    const call = { ...answer.call, deadlineMs: job.leftMs() };
    const step = await takeStep(reach, job, call, reading);
    if (step.state === 'waits') return { kind: 'again', dueAt: now + WAIT_MS };
    if (step.state === 'failed') {
      return failed(reach, job, step.failure, step.startOver ?? false);
    }
  }
}

/** Answers the shop's time zone; null where there is nothing to read. */
async function begin(reach: Reach, { clubId, shopId }: Job): Promise<string | null> {
  return reach.inTransaction(clubId, async (tx) => {
    const shop = await readShop(tx, shopId);
    if (!shop || shop.uninstalledAt !== null) return null;
    const reading = { readingId: reach.newId(), shopId, beganAt: reach.now() };
    await beginCatalogueReading(tx, reading);
    return shop.timeZone;
  });
}

function takeStep(
  reach: Reach,
  job: Job,
  call: ShopCall,
  reading: CatalogueReading,
): Promise<Step> {
  if (reading.stage === 'collections') return readCollections(reach, job, call, reading);
  if (reading.copyId === null) return beginCopy(reach, job, call, reading);
  if (reading.address === null) return findCopy(reach, job, call, reading, reading.copyId);
  return readCopy(reach, job, call, reading, reading.address);
}

async function readCollections(
  reach: Reach,
  job: Job,
  call: ShopCall,
  reading: CatalogueReading,
): Promise<Step> {
  const answer = await reach.platform.listCollections(call, reading.place);
  if (!answer.ok) return tooOld(reading, answer.failure);
  const { collections, next } = answer;
  await letLiveGoFirst(reach, job);
  return move(reach, job, reading, async (tx, now) => {
    await keepCollectionPage(tx, now, collections);
    now.place = next;
    if (next !== null) return;
    await endCollections(tx, now);
    now.stage = 'products';
  });
}

async function beginCopy(
  reach: Reach,
  job: Job,
  call: ShopCall,
  reading: CatalogueReading,
): Promise<Step> {
  const copiedAt = reach.now();
  const answer = await reach.platform.startCatalogue(call);
  if (!answer.ok) return { state: 'failed', failure: answer.failure };
  return move(reach, job, reading, (_, now) => {
    Object.assign(now, { copyId: answer.exportId, copiedAt });
  });
}

async function findCopy(
  reach: Reach,
  job: Job,
  call: ShopCall,
  reading: CatalogueReading,
  copyId: string,
): Promise<Step> {
  const giveUpAt = Date.now() + Math.min(COPY_WAIT_MS, job.leftMs());
  for (;;) {
    const answer = await reach.platform.lookAtExport(call, copyId);
    if (!answer.ok) return { state: 'failed', failure: answer.failure };
    const copy = answer.export;
    if (copy.state === 'failed') return copyFailed(copy.reason);
    if (copy.state === 'done') {
      const { address, count: total } = copy;
      return move(reach, job, reading, async (tx, now) => {
        Object.assign(now, { address, total });
        if (address === null) await end(tx, reach.now(), now);
      });
    }
    if (Date.now() >= giveUpAt) {
      await move(reach, job, reading, (_, now) => void (now.total = copy.count));
      return { state: 'waits' };
    }
    await pause(COPY_LOOK_MS);
  }
}

async function readCopy(
  reach: Reach,
  job: Job,
  call: ShopCall,
  reading: CatalogueReading,
  address: string,
): Promise<Step> {
  const from = Number(reading.place ?? 0);
  const answer = await reach.platform.readCatalogue(call, address, from, BATCH);
  if (!answer.ok) return tooOld(reading, answer.failure);
  const { page, next } = answer;
  const read = reading.read + page.products.length + page.incomplete.length;
  // Half of the products look like all of them: what is not among them is not gone for that.
  if (next === null && read < (reading.total ?? 0)) return copyFailed('short');
  await letLiveGoFirst(reach, job);
  return move(reach, job, reading, async (tx, now) => {
    await keepProductPage(tx, reach.now(), now, page);
    now.place = next === null ? null : String(next);
    if (next === null) await end(tx, reach.now(), now);
  });
}

async function end(tx: Tx, now: number, reading: CatalogueReading): Promise<void> {
  await endProducts(tx, reading);
  reading.endedAt = now;
  await dropOldCatalogueReadings(tx, reading.shopId, now - KEPT_MS);
}

const copyFailed = (reason: string): Step => ({
  state: 'failed',
  failure: { kind: 'later', reason: `copy ${reason}` },
  startOver: true,
});

/** A place or an address that the platform does not know any more: it is read from the beginning. */
const tooOld = (reading: CatalogueReading, failure: Failure): Step => ({
  state: 'failed',
  failure,
  startOver: failure.kind === 'refused' && (reading.place !== null || reading.address !== null),
});

type Change = (tx: Tx, reading: CatalogueReading) => Promise<void> | void;

/** One step in one commit; nothing where somebody else has taken it meanwhile. */
async function move(
  reach: Reach,
  { clubId, shopId }: Job,
  before: CatalogueReading,
  change: Change,
): Promise<Step> {
  await reach.inTransaction(clubId, async (tx) => {
    const now = await lockCatalogueReading(tx, shopId);
    const same = now?.readingId === before.readingId && now.place === before.place;
    if (!now || !same || now.stage !== before.stage || now.copyId !== before.copyId) return;
    now.problem = null;
    await change(tx, now);
    await saveCatalogueReading(tx, now);
  });
  return ON;
}

/** What stands in the way is shown. A copy that is of no use is asked for anew. */
async function failed(
  reach: Reach,
  job: Job,
  failure: Failure,
  startOver: boolean,
): Promise<Outcome> {
  const { clubId, shopId } = job;
  await reach.inTransaction(clubId, async (tx) => {
    const reading = await lockCatalogueReading(tx, shopId);
    if (!reading) return;
    const none = { copyId: null, address: null, place: null, copiedAt: null, read: 0 };
    const fresh = startOver ? none : {};
    await saveCatalogueReading(tx, { ...reading, ...fresh, problem: failure.reason });
  });
  return patiently(job, failure, reach.now()).outcome;
}
