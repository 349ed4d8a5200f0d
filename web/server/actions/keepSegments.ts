/**
 * What time does to segments: live ones are worked out every night, and their tags follow, some shoppers
 * at a time. What is asked of the shop are deliveries, at the pace that the shop takes them.
 */
import type { Filter } from '../domain/segments/filter.ts';
import { askFor } from '../store/deliveries.ts';
import { rollUpSome } from '../store/rollups.ts';
import { at } from '../store/rows.ts';
import {
  limitTime,
  lockDueSegment,
  recount,
  saveSegment,
  settleMembers,
  tookTooLong,
} from '../store/segments.ts';
import type { Segment } from '../store/segments.ts';
import { endStale, untagged } from '../store/segmentTags.ts';
import { addTagGrants } from '../store/tagGrants.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, ShopOfOrders } from './context.ts';
import { nextNight } from './nextNight.ts';
import { tagsAsk } from './perks.ts';
import { placeOf } from './segmentDesk.ts';

const LIMIT = 500;
/** By then the night's predictions are there. */
const AFTER_MS = 3_600_000;
/** The club's messages wait for it so long at most. */
const PATIENCE_MS = 10_000;

/** One step for the segment that is due first; answers whether there was anything. */
export async function keepSegments(tx: Tx, ctx: Context, shop: ShopOfOrders): Promise<number> {
  const segment = await lockDueSegment(tx, ctx.now);
  if (!segment) return 0;
  if (segment.toSettle && segment.filter) {
    // All that was bought by now counts, whatever the worker has come to.
    const { whole } = await rollUpSome(tx, ctx.now, LIMIT);
    if (!whole) return 1;
    const inTime = await settleInTime(tx, ctx, shop, { ...segment, filter: segment.filter });
    const settledAt = inTime ? ctx.now : segment.settledAt;
    const problem = inTime ? null : 'tooSlow';
    await saveSegment(tx, { ...segment, settledAt, problem, toSettle: false });
    return 1;
  }
  const changed = await settleTags(tx, ctx, shop, segment);
  if (changed > 0) return changed;
  await recount(tx, segment.segmentId);
  const toSettle = segment.kind === 'live' && segment.removedAt === null;
  const night = nextNight(ctx.now, shop.timeZone, shop.shopId);
  const lookAt = toSettle ? night + AFTER_MS : null;
  await saveSegment(tx, { ...segment, toSettle, lookAt });
  return 1;
}

/** False where it takes too long: then everything is as it was. */
async function settleInTime(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  segment: Segment & { filter: Filter },
): Promise<boolean> {
  await tx.query('savepoint settling');
  try {
    await limitTime(tx, PATIENCE_MS);
    const place = await placeOf(tx, ctx, shop, segment.filter);
    await settleMembers(tx, segment.segmentId, segment.filter, { place, now: ctx.now });
    return true;
  } catch (error) {
    if (!tookTooLong(error)) throw error;
    await tx.query('rollback to savepoint settling');
    return false;
  }
}

/** Some of what is to be put and taken away; answers how many shoppers that was. */
async function settleTags(
  tx: Tx,
  ctx: Context,
  { shopId }: ShopOfOrders,
  segment: Segment,
): Promise<number> {
  const { segmentId: sourceKey, tag } = segment;
  const ended = await endStale(tx, segment, { now: at(ctx.now) ?? '', limit: LIMIT });
  const missing = await untagged(tx, segment, LIMIT);
  const source = 'segment' as const;
  await addTagGrants(
    tx,
    missing.map((shopperId) => {
      return { grantId: ctx.newId(), shopId, shopperId, source, sourceKey, tag: tag ?? '' };
    }),
    ctx.now,
  );
  const changed = [...new Set([...ended, ...missing])];
  await askFor(
    tx,
    changed.map((shopperId) => tagsAsk({ shopId, shopperId, source, sourceKey }, ctx.now)),
    ctx.now,
  );
  return changed.length;
}
