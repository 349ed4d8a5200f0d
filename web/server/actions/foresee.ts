/** Every night: what the shop's shoppers are expected to do, and where they stand. */
import { dayNumber, localDay } from '../domain/days.ts';
import { rowOf, rolledBuilder } from '../domain/retention/base.ts';
import type { ShopperBase } from '../domain/retention/base.ts';
import type { Holdout } from '../domain/retention/holdout.ts';
import {
  HORIZON_DAYS,
  YEARLY_DISCOUNT,
  calibrationEnd,
  workOut,
} from '../domain/retention/night.ts';
import type { Night, NightInput } from '../domain/retention/night.ts';
import { predictorOf } from '../domain/retention/predictions.ts';
import {
  dropOldPredictions,
  moveStages,
  readBuyers,
  readChurnDays,
  readGaps,
  readHeld,
  savePredictions,
} from '../store/buyers.ts';
import { finishFit, lastForeseen, readFit, saveFit } from '../store/modelFits.ts';
import { readShop } from '../store/shops.ts';
import { runInThread } from '../store/threads.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { nextNight } from './nextNight.ts';
import { rollUpAll } from './rollUp.ts';

const PAGE = 5_000;
/** So many shoppers are worked out beside this thread: they would hold up its calls. */
const MANY = 5_000;

/**
 * The delivery: rolls up what is left, works everything out, and comes again the next night. A large club
 * takes several turns: each goes on where the one before it, or a process that was killed, ended.
 */
export async function foresee(reach: Reach, job: Job): Promise<Outcomes> {
  const outcome = await foreseeShop(reach, job);
  return new Map(job.claimed.map(({ key }) => [key, outcome]));
}

async function foreseeShop(reach: Reach, job: Job): Promise<Outcome> {
  const { clubId, shopId } = job;
  const soon: Outcome = { kind: 'again', dueAt: reach.now() };
  const shop = await reach.inTransaction(clubId, (tx) => readShop(tx, shopId));
  if (!shop || shop.uninstalledAt !== null) return 'done';
  const { whole } = await rollUpAll(reach, clubId, job.isLate);
  if (!whole) return soon;
  const asOfDay = dayNumber(localDay(reach.now(), shop.timeZone));
  const finished = await foreseeClub(reach, clubId, asOfDay, job.isLate);
  if (!finished) return soon;
  return { kind: 'again', dueAt: nextNight(reach.now(), shop.timeZone, shopId) };
}

/**
 * False: it is late, and predictions are missing; asked again on the same day, it goes on. Once more
 * after it was finished replaces what was written then.
 */
export async function foreseeClub(
  reach: Books,
  clubId: string,
  asOfDay: number,
  isLate: () => boolean,
): Promise<boolean> {
  const fitted = await fitOf(reach, clubId, asOfDay);
  if (!(await writePredictions(reach, clubId, fitted, isLate))) return false;
  await reach.inTransaction(clubId, async (tx) => {
    if (!(await finishFit(tx, fitted.version, reach.now()))) return;
    await dropOldPredictions(tx, fitted.version);
    await moveStages(tx, { asOfDay, ...fitted.night.rhythm });
  });
  return true;
}

/** What a night needs of it. */
type Books = Pick<Reach, 'inTransaction' | 'now'>;

type Fitted = { night: Pick<Night, 'rhythm' | 'fits'>; base: ShopperBase; version: number };

/** The fit of the day that is being written, or a new one. */
async function fitOf(reach: Books, clubId: string, asOfDay: number): Promise<Fitted> {
  const begun = await reach.inTransaction(clubId, async (tx) => {
    const fit = await readFit(tx);
    if (!fit || fit.asOfDay !== asOfDay || fit.finishedAt !== null) return null;
    const night = { rhythm: fit.rhythm, fits: fit.fits } as Fitted['night'];
    return { night, version: fit.version, base: (await readBase(tx, asOfDay)).base };
  });
  if (begun) return begun;
  const input = await reach.inTransaction(clubId, (tx) => readInput(tx, asOfDay));
  const night = input.base.size > MANY ? await workOutBeside(input) : workOut(input);
  const version = await reach.inTransaction(clubId, async (tx) => {
    const { rhythm, cutPoints, fits, holdout } = night;
    const { size } = input.base;
    const made = { asOfDay, madeAt: reach.now(), shoppers: size, horizonDays: HORIZON_DAYS };
    return saveFit(tx, { ...made, rhythm, cutPoints, fits, holdout });
  });
  return { night, base: input.base, version };
}

async function readBase(tx: Tx, asOfDay: number): Promise<{ base: ShopperBase; firstDay: number }> {
  const builder = rolledBuilder(asOfDay);
  let firstDay = asOfDay;
  for await (const rows of readBuyers(tx, PAGE)) {
    for (const row of rows) {
      builder.add(row);
      firstDay = Math.min(firstDay, row.firstDay);
    }
  }
  return { base: builder.done(), firstDay };
}

async function readInput(tx: Tx, asOfDay: number): Promise<NightInput> {
  const { base, firstDay } = await readBase(tx, asOfDay);
  const endDay = calibrationEnd(firstDay, asOfDay);
  return {
    base,
    held: endDay === null ? null : await heldFrom(tx, endDay, asOfDay),
    gaps: await readGaps(tx),
    churnDays: await readChurnDays(tx),
  };
}

async function heldFrom(tx: Tx, endDay: number, toDay: number): Promise<Holdout> {
  const builder = rolledBuilder(endDay);
  const actual: number[] = [];
  for await (const rows of readHeld(tx, endDay, PAGE)) {
    for (const row of rows) {
      builder.add(row);
      actual.push(row.after);
    }
  }
  return { base: builder.done(), days: toDay - endDay, actual: Int32Array.from(actual) };
}

/** In a thread of its own. */
const workOutBeside = (input: NightInput): Promise<Night> =>
  runInThread(new URL('./foreseeThread.ts', import.meta.url), input);

/** A few thousand shoppers a transaction, behind those that are written. False: there was no time for all. */
async function writePredictions(
  reach: Books,
  clubId: string,
  { night, base, version }: Fitted,
  isLate: () => boolean,
): Promise<boolean> {
  const { asOfDay } = base;
  const predict = predictorOf(night.fits, {
    asOfDay,
    horizonDays: HORIZON_DAYS,
    yearlyDiscount: YEARLY_DISCOUNT,
    churnDays: night.rhythm.churnDays,
  });
  const last = await reach.inTransaction(clubId, (tx) => lastForeseen(tx, version));
  const missing = base.shopperIds.findIndex((id) => id > last);
  if (missing < 0) return true;
  for (let from = missing; from < base.size; from += PAGE) {
    if (from > missing && isLate()) return false;
    const rows = base.shopperIds.slice(from, from + PAGE).map((shopperId, n) => {
      return { shopperId, ...predict(rowOf(base, from + n)) };
    });
    await reach.inTransaction(clubId, (tx) => savePredictions(tx, { version, asOfDay }, rows));
  }
  return true;
}
