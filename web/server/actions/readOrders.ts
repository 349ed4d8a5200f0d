/**
 * Reads a shop's orders from the platform: page by page, or from a copy that the platform makes. Each
 * page and the place to go on from are one commit, so that a reading that was killed anywhere goes on
 * without losing an order or counting one twice. Messages of the same club go first.
 */
import type { Answer, Failure, OrderPage, ShopCall } from '../gateways/platform.ts';
import { lockReading, readOpenReading, saveReading } from '../store/healing.ts';
import type { Reading, ReadingKind } from '../store/healing.ts';
import type { Reach } from './context.ts';
import type { Job } from './deliver.ts';
import { keepPage } from './keepPage.ts';
import { letLiveGoFirst } from './letLiveGoFirst.ts';
import { pause } from './pause.ts';
import { callShop } from './shopCall.ts';

/** `more`: there was no time for the rest. `waits`: the platform is still making its copy. */
export type Progress =
  | { state: 'over' }
  | { state: 'more' }
  | { state: 'waits' }
  | { state: 'failed'; failure: Failure };

type Step = Progress | { state: 'on' };

/** Other deliveries of the club wait this long at most (real ms), then it is their turn. */
const SLICE_MS = 3_000;
/** A small shop's copy is made in a moment: worth waiting for (real ms). */
const COPY_WAIT_MS = 1_500;
const COPY_LOOK_MS = 100;
/** How many orders of a copy are one commit, and how many are asked for at once one by one. */
const BATCH = 200;
const ASKED_AT_ONCE = 10;
/** A list longer than this is better read from a copy. */
const LIST_LIMIT = 10_000;

/** The list is at its end; some orders may still be waiting. */
const END = 'end';

const ON: Step = { state: 'on' };
const failed = (failure: Failure): Step => ({ state: 'failed', failure });

/** Goes on with the shop's open reading of this kind for a while. */
export async function readOn(reach: Reach, job: Job, kind: ReadingKind): Promise<Progress> {
  const { clubId, shopId } = job;
  const until = Date.now() + SLICE_MS;
  const answer = await callShop(reach, clubId, shopId, job.leftMs(), 'orders');
  if (!answer.ok) return { state: 'failed', failure: answer.failure };
  for (;;) {
    const reading = await reach.inTransaction(clubId, (tx) => readOpenReading(tx, shopId, kind));
    if (!reading) return { state: 'over' };
    if (job.isLate() || Date.now() >= until) return { state: 'more' };
    const call = { ...answer.call, deadlineMs: job.leftMs() };
    const step = await takeStep(reach, job, call, reading);
    if (step.state !== 'on') return step;
  }
}

function takeStep(reach: Reach, job: Job, call: ShopCall, reading: Reading): Promise<Step> {
  if (reading.waiting.length > 0) return askWaiting(reach, job, call, reading);
  if (reading.place === END) return keep(reach, job, reading, NOTHING, END);
  if (reading.how === 'pages') return readPage(reach, job, call, reading);
  if (reading.copyId === null) return beginCopy(reach, job, call, reading);
  if (reading.address === null) return findCopy(reach, job, call, reading, reading.copyId);
  return readCopy(reach, job, call, reading, reading.address);
}

const NOTHING: OrderPage = { snapshots: [], incomplete: [], unreadable: [] };

async function readPage(reach: Reach, job: Job, call: ShopCall, reading: Reading): Promise<Step> {
  const span = { from: reading.from ?? 0, to: reading.to };
  const answer = await reach.platform.listOrders(call, span, reading.place);
  if (!answer.ok) return startOver(reach, job, reading, answer.failure);
  if (answer.next !== null && reading.asked >= LIST_LIMIT) {
    return change(reach, job, reading, { how: 'copy', place: null });
  }
  return keep(reach, job, reading, answer.page, answer.next ?? END);
}

/** Where no copy is made, the list will do. */
async function beginCopy(reach: Reach, job: Job, call: ShopCall, reading: Reading): Promise<Step> {
  const answer = await reach.platform.startExport(call, reading.from);
  if (!answer.ok && answer.failure.kind === 'refused') {
    return change(reach, job, reading, { how: 'pages' });
  }
  if (!answer.ok) return failed(answer.failure);
  return change(reach, job, reading, { copyId: answer.exportId });
}

/** A copy that the platform could not make is no reason to stop: the list has the same orders. */
async function findCopy(
  reach: Reach,
  job: Job,
  call: ShopCall,
  reading: Reading,
  copyId: string,
): Promise<Step> {
  const giveUpAt = Date.now() + Math.min(COPY_WAIT_MS, job.leftMs());
  for (;;) {
    const answer = await reach.platform.lookAtExport(call, copyId);
    if (!answer.ok) return failed(answer.failure);
    const copy = answer.export;
    if (copy.state === 'failed') {
      return change(reach, job, reading, { how: 'pages', copyId: null, place: null });
    }
    if (copy.state === 'done') {
      const place = copy.address === null ? END : null;
      return change(reach, job, reading, { address: copy.address, total: copy.count, place });
    }
    if (Date.now() >= giveUpAt) {
      await change(reach, job, reading, { total: copy.count });
      return { state: 'waits' };
    }
    await pause(COPY_LOOK_MS);
  }
}

async function readCopy(
  reach: Reach,
  job: Job,
  call: ShopCall,
  reading: Reading,
  address: string,
): Promise<Step> {
  const from = Number(reading.place ?? 0);
  const answer = await reach.platform.readExport(call, address, from, BATCH);
  if (!answer.ok) return startOver(reach, job, reading, answer.failure);
  const next = answer.next === null ? END : String(answer.next);
  return keep(reach, job, reading, answer.page, next);
}

/** Orders that did not fit into their page, one by one. */
async function askWaiting(reach: Reach, job: Job, call: ShopCall, reading: Reading): Promise<Step> {
  const ids = reading.waiting.slice(0, ASKED_AT_ONCE);
  const answers = await Promise.all(
    ids.map(async (platformOrderId) => reach.platform.fetchOrder(call, platformOrderId)),
  );
  const page = {
    ...NOTHING,
    snapshots: [...NOTHING.snapshots],
    unreadable: [...NOTHING.unreadable],
  };
  const gone: string[] = [];
  for (const [i, platformOrderId] of ids.entries()) {
    const answer = answers[i] as Answer<{ snapshot: OrderPage['snapshots'][number] | null }>;
    if (answer.ok && answer.snapshot) page.snapshots.push(answer.snapshot);
    else if (answer.ok) gone.push(platformOrderId);
    else if (answer.failure.kind === 'refused' && answer.failure.reason !== 'unauthorized') {
      page.unreadable.push({ platformOrderId, reason: answer.failure.reason });
    } else return failed(answer.failure);
  }
  await letLiveGoFirst(reach, job);
  await keepPage(reach, job, reading, { page, place: reading.place, asked: ids, gone });
  return ON;
}

async function keep(
  reach: Reach,
  job: Job,
  reading: Reading,
  page: OrderPage,
  place: string,
): Promise<Step> {
  await letLiveGoFirst(reach, job);
  await keepPage(reach, job, reading, { page, place, asked: [], gone: [] });
  return ON;
}

/** A place or an address that the platform does not know any more: it is read from the beginning. */
async function startOver(
  reach: Reach,
  job: Job,
  reading: Reading,
  failure: Failure,
): Promise<Step> {
  if (failure.kind === 'refused' && reading.place !== null) {
    await change(reach, job, reading, { copyId: null, address: null, place: null });
  }
  return failed(failure);
}

/** Writes down where the reading stands, unless somebody else has moved it on meanwhile. */
async function change(
  reach: Reach,
  job: Job,
  reading: Reading,
  to: Partial<Reading>,
): Promise<Step> {
  await reach.inTransaction(job.clubId, async (tx) => {
    const now = await lockReading(tx, reading.readingId);
    if (now) await saveReading(tx, { ...now, ...to });
  });
  return ON;
}
