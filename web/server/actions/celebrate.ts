/** The clock celebrates birthdays and years in the club, a local day of the shop at a time. */
import {
  birthdaysOn,
  celebratedBy,
  celebrates,
  yearOf,
  yearsBefore,
} from '../domain/celebrations.ts';
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
const CALENDARS = ['gregory', 'persian'] as const;
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
    return told.map((each) => ({ ...each, action, occurredAt }));
  }
  return [];
}

type Celebrating = Pick<ActionTold, 'shopperId' | 'key' | 'about'>;

const celebrating = (
  tx: Tx,
  timeZone: string,
  action: Celebrated,
  day: LocalDay,
): Promise<Celebrating[]> =>
  action === 'birthday' ? whoseBirthday(tx, day) : whoseYear(tx, timeZone, day);

/**
 * Their key holds the year of their calendar, so that a day that is gone through again brings nothing.
 * Their calendar is what a birthday is about, where it is not the Gregorian one.
 */
async function whoseBirthday(tx: Tx, day: LocalDay): Promise<Celebrating[]> {
  const found: Celebrating[] = [];
  for (const calendar of CALENDARS) {
    const keys = { before: 'birthday/', after: `/${yearOf(calendar, day)}` };
    const about = calendar === 'gregory' ? null : calendar;
    const shopperIds = await findBirthdays(tx, birthdaysOn(day, calendar), keys, LIMIT);
    found.push(...shopperIds.map((id) => toldOf(keys, id, about)));
  }
  return found;
}

async function whoseYear(tx: Tx, timeZone: string, day: LocalDay): Promise<Celebrating[]> {
  const keys = { before: 'anniversary/', after: `/${day.slice(0, 4)}` };
  const since = await firstSeenOfAll(tx);
  const spans = since === null ? [] : yearsBefore(day, since, timeZone);
  const shopperIds = await findSeenIn(tx, spans, keys, LIMIT);
  return shopperIds.map((id) => toldOf(keys, id, null));
}

const toldOf = (
  { before, after }: { before: string; after: string },
  shopperId: string,
  about: string | null,
): Celebrating => ({ shopperId, key: `${before}${shopperId}${after}`, about });
