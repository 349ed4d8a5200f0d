/** One page of a shop's orders, and the place to go on from, in one commit. */
import { newsOf } from '../domain/newsOfOrder.ts';
import type { OrderSnapshot } from '../domain/orderFacts.ts';
import type { OrderPage } from '../gateways/platform.ts';
import { dropOldReadings, lockReading, noteUnreadable, saveReading } from '../store/healing.ts';
import type { Reading } from '../store/healing.ts';
import { waitForClub } from '../store/inbox.ts';
import { pointsOfOrders, readFactsOf } from '../store/orders.ts';
import { moveMark } from '../store/shopHealing.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import { contextOf } from './context.ts';
import type { Context, Reach, ShopOfOrders } from './context.ts';
import type { Job } from './deliver.ts';
import type { LookNews } from './news.ts';
import { withoutErased } from './erasedPeople.ts';
import { recordOrders } from './recordOrders.ts';

/** How long what looks found is kept, and when the next look is. */
const KEPT_MS = 30 * 86_400_000;
export const LOOK_AGAIN_MS = 3_600_000;
/** The list is at its end. */
const END = 'end';

export type Found = {
  page: OrderPage;
  /** Where to go on. */
  place: string | null;
  /** Orders that were waiting and were asked for, and those of them that are no more. */
  asked: readonly string[];
  gone: readonly string[];
};

/**
 * Records what a page says, counts what we had not known, and moves the reading on; nothing when
 * somebody else has done so meanwhile. A page that cannot be written as one is written order by
 * order; one that fails alone is set aside where a person sees it.
 */
export async function keepPage(
  reach: Reach,
  job: Job,
  reading: Reading,
  found: Found,
): Promise<void> {
  const write = async (part: Found, to: Reading) =>
    tellLook(
      reach,
      job,
      await reach.inTransaction(job.clubId, (tx) => keepIn(tx, contextOf(reach), to, part)),
    );
  try {
    await write(found, reading);
    return;
  } catch (error) {
    if (!isOfContent(error) || found.page.snapshots.length === 0) throw error;
  }
  const { snapshots, ...rest } = found.page;
  const unreadable = [...rest.unreadable];
  for (const snapshot of snapshots) {
    const page = { snapshots: [snapshot], incomplete: [], unreadable: [] };
    const alone = { page, place: reading.place, asked: [], gone: [] };
    try {
      await write(alone, reading);
    } catch (error) {
      if (!isOfContent(error)) throw error;
      unreadable.push({ platformOrderId: snapshot.platformOrderId, reason: 'failedHere' });
    }
  }
  const page = { ...rest, snapshots: [], unreadable };
  await write({ ...found, page }, reading);
}

type Counts = Omit<LookNews, 'kind' | 'clubId'>;

/** What a look found, for figures; the history is no look. */
function tellLook({ tell }: Reach, { clubId }: Job, counts: Counts | null): void {
  if (counts) tell?.({ kind: 'look', clubId, ...counts });
}

const countsOf = (reading: Reading, before: Reading): Counts => ({
  asked: reading.asked - before.asked,
  missing: reading.missing - before.missing,
  stale: reading.stale - before.stale,
  repaired: reading.repaired - before.repaired,
  gone: reading.gone - before.gone,
  unreadable: reading.unreadable - before.unreadable,
});

/** Whether an error is about what was written, not about the database or its connection. */
function isOfContent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return code === null || /^2[23]/.test(code);
}

/** Answers what was counted by this page of a look. */
async function keepIn(tx: Tx, ctx: Context, before: Reading, found: Found): Promise<Counts | null> {
  await waitForClub(tx);
  const shop = await readShop(tx, before.shopId);
  const reading = await lockReading(tx, before.readingId);
  if (!shop || !reading || isElsewhere(reading, before)) return null;
  const locked = { ...reading };
  const { page, place, asked, gone } = found;
  await record(tx, ctx, shop, reading, page.snapshots);
  const readable = page.snapshots.map((snapshot) => snapshot.platformOrderId);
  await noteUnreadable(tx, before.shopId, page.unreadable, [...readable, ...gone], ctx.now);
  reading.asked += page.snapshots.length + page.unreadable.length + gone.length;
  reading.unreadable += page.unreadable.length;
  reading.gone += gone.length;
  reading.waiting = [...reading.waiting.filter((id) => !asked.includes(id)), ...page.incomplete];
  reading.place = place;
  reading.problem = null;
  if (place === END && reading.waiting.length === 0) await end(tx, ctx, reading);
  await saveReading(tx, reading);
  return reading.kind === 'recent' ? countsOf(reading, locked) : null;
}

const isElsewhere = (now: Reading, before: Reading): boolean =>
  now.place !== before.place ||
  now.how !== before.how ||
  now.waiting.join() !== before.waiting.join();

async function record(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  reading: Reading,
  snapshots: readonly OrderSnapshot[],
): Promise<void> {
  const ids = snapshots.map((snapshot) => snapshot.platformOrderId);
  const stored = await readFactsOf(tx, shop.shopId, ids);
  const spared = await withoutErased(tx, ctx, shop.shopId, snapshots);
  const told = snapshots.map((snapshot, place) => {
    const known = stored.get(snapshot.platformOrderId)?.facts ?? null;
    return { snapshot, news: newsOf(known, spared[place] ?? snapshot) };
  });
  const works = told
    .filter(({ news }) => news !== 'known')
    .map(({ snapshot }) => ({ platformOrderId: snapshot.platformOrderId, snapshot }));
  await recordOrders(tx, ctx, shop, works);
  const count = (which: string) => told.filter(({ news }) => news === which).length;
  reading.missing += count('missing');
  reading.stale += count('stale');
  reading.repaired += count('missing') + count('stale');
  const now = await pointsOfOrders(
    tx,
    shop.shopId,
    works.map((work) => work.platformOrderId),
  );
  for (const [id, points] of now) {
    const moved = points - (stored.get(id)?.points ?? 0n);
    reading.pointsMoved += moved < 0n ? -moved : moved;
  }
  const placed = snapshots.map((snapshot) => snapshot.placedAt);
  const oldest = Math.min(reading.oldestAt ?? Number.POSITIVE_INFINITY, ...placed);
  reading.oldestAt = Number.isFinite(oldest) ? oldest : null;
}

async function end(tx: Tx, ctx: Context, reading: Reading): Promise<void> {
  reading.endedAt = ctx.now;
  if (reading.kind !== 'recent') return;
  await moveMark(tx, reading.shopId, {
    markAt: reading.to,
    lookedAt: ctx.now,
    nextLookAt: ctx.now + LOOK_AGAIN_MS,
  });
  await dropOldReadings(tx, reading.shopId, ctx.now - KEPT_MS);
}
