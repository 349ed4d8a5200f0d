/** The clock celebrates birthdays and years in the club, a local day of the shop at a time. */
import { birthdaysOn, celebratedBy, celebrates, yearsBefore } from '../domain/celebrations.ts';
import type { Celebrated } from '../domain/celebrations.ts';
import { endOfLocalDay, localDay, startOfLocalDay } from '../domain/days.ts';
import type { LocalDay } from '../domain/days.ts';
import type { ProgramVersion } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import {
  findBirthdays,
  findSeenIn,
  firstSeenOfAll,
  moveCelebration,
  readCelebration,
} from '../store/celebrations.ts';
import { readVersionsFast } from '../store/programs.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, ShopOfOrders } from './context.ts';
import { recordActions } from './recordActions.ts';
import type { ActionTold } from './recordActions.ts';

const LIMIT = 500;
/** Of days on which nobody celebrates, so many are gone through at once. */
const MOST_DAYS = 100;

/**
 * Celebrates up to 500 shoppers of the first due day that is anybody's, and goes on to the next day
 * when nobody is left. Answers how much there was. A day is dated to its beginning, however late
 * somebody looks.
 */
export async function celebrate(tx: Tx, ctx: Context, shop: ShopOfOrders): Promise<number> {
  const from = await readCelebration(tx, shop.shopId, ctx.now);
  if (from === null) return 0;
  const versions = await readVersionsFast(tx);
  let due: number | null = from;
  for (let days = 0; due !== null && due <= ctx.now && days < MOST_DAYS; days += 1) {
    const told = await whoseDay(tx, shop, versions, due);
    if (told.length > 0) {
      await recordActions(tx, ctx, shop, 'clock', told);
      break;
    }
    due = dayAfter(due, shop.timeZone, versions);
  }
  await moveCelebration(tx, shop.shopId, due);
  return 1;
}

/** Null once no version celebrates any more, then or later. */
function dayAfter(
  due: number,
  timeZone: string,
  versions: readonly ProgramVersion[],
): number | null {
  const next = endOfLocalDay(due, timeZone);
  const later = versions.filter(({ effectiveFrom }) => effectiveFrom > next);
  const goesOn = [programInForce(versions, next), ...later].some(
    (version) => version && celebrates(version.program),
  );
  return goesOn ? next : null;
}

/** Who has not been celebrated on the local day of a moment, by the version in force as it began. */
async function whoseDay(
  tx: Tx,
  { timeZone }: ShopOfOrders,
  versions: readonly ProgramVersion[],
  due: number,
): Promise<ActionTold[]> {
  const day = localDay(due, timeZone);
  const occurredAt = startOfLocalDay(day, timeZone);
  const program = programInForce(versions, occurredAt)?.program ?? null;
  for (const action of celebratedBy(program)) {
    const told = await celebrating(tx, timeZone, action, day);
    if (told.length === 0) continue;
    return told.map((each) => ({ ...each, action, about: null, occurredAt }));
  }
  return [];
}

/** Their key holds the year, so that a day that is gone through again brings nothing. */
async function celebrating(
  tx: Tx,
  timeZone: string,
  action: Celebrated,
  day: LocalDay,
): Promise<Pick<ActionTold, 'shopperId' | 'key'>[]> {
  const keys = { before: `${action}/`, after: `/${day.slice(0, 4)}` };
  const since = action === 'birthday' ? null : await firstSeenOfAll(tx);
  const shopperIds =
    action === 'birthday'
      ? await findBirthdays(tx, birthdaysOn(day), keys, LIMIT)
      : await findSeenIn(tx, since === null ? [] : yearsBefore(day, since, timeZone), keys, LIMIT);
  return shopperIds.map((shopperId) => ({
    shopperId,
    key: `${keys.before}${shopperId}${keys.after}`,
  }));
}
