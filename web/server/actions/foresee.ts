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
  saveFit,
  savePredictions,
} from '../store/buyers.ts';
import { rollUpSome } from '../store/rollups.ts';
import { readShop } from '../store/shops.ts';
import { runInThread } from '../store/threads.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { nextNight } from './nextNight.ts';

const BATCH = 500;
const PAGE = 5_000;
/** So many shoppers are worked out beside this thread: they would hold up its calls. */
const MANY = 5_000;

/** The delivery: rolls up what is left, works everything out, and comes again the next night. */
export async function foresee(reach: Reach, job: Job): Promise<Outcomes> {
  const outcome = await foreseeShop(reach, job);
  return new Map(job.claimed.map(({ key }) => [key, outcome]));
}

async function foreseeShop(reach: Reach, { clubId, shopId }: Job): Promise<Outcome> {
  const shop = await reach.inTransaction(clubId, (tx) => readShop(tx, shopId));
  if (!shop || shop.uninstalledAt !== null) return 'done';
  for (let whole = false; !whole;) {
    const done = await reach.inTransaction(clubId, (tx) => rollUpSome(tx, reach.now(), BATCH));
    whole = done.whole;
  }
  await foreseeClub(reach, clubId, dayNumber(localDay(reach.now(), shop.timeZone)));
  return { kind: 'again', dueAt: nextNight(reach.now(), shop.timeZone, shopId) };
}

/** Once more on the same day replaces what was written then. */
export async function foreseeClub(reach: Reach, clubId: string, asOfDay: number): Promise<void> {
  const input = await reach.inTransaction(clubId, (tx) => readInput(tx, asOfDay));
  const night = input.base.size > MANY ? await workOutBeside(input) : workOut(input);
  const version = await reach.inTransaction(clubId, async (tx) => {
    const { rhythm, cutPoints, fits, holdout } = night;
    const { size } = input.base;
    const made = { asOfDay, madeAt: reach.now(), shoppers: size, horizonDays: HORIZON_DAYS };
    return saveFit(tx, { ...made, rhythm, cutPoints, fits, holdout });
  });
  await writePredictions(reach, clubId, { night, base: input.base, version });
  await reach.inTransaction(clubId, async (tx) => {
    await dropOldPredictions(tx, version);
    await moveStages(tx, { asOfDay, ...night.rhythm });
  });
}

async function readInput(tx: Tx, asOfDay: number): Promise<NightInput> {
  const builder = rolledBuilder(asOfDay);
  let firstDay = asOfDay;
  for await (const rows of readBuyers(tx, PAGE)) {
    for (const row of rows) {
      builder.add(row);
      firstDay = Math.min(firstDay, row.firstDay);
    }
  }
  const endDay = calibrationEnd(firstDay, asOfDay);
  return {
    base: builder.done(),
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

type Written = { night: Night; base: ShopperBase; version: number };

/** A few thousand shoppers a transaction. */
async function writePredictions(
  reach: Reach,
  clubId: string,
  { night, base, version }: Written,
): Promise<void> {
  const { asOfDay } = base;
  const predict = predictorOf(night.fits, {
    asOfDay,
    horizonDays: HORIZON_DAYS,
    yearlyDiscount: YEARLY_DISCOUNT,
    churnDays: night.rhythm.churnDays,
  });
  for (let from = 0; from < base.size; from += PAGE) {
    const rows = base.shopperIds.slice(from, from + PAGE).map((shopperId, n) => {
      return { shopperId, ...predict(rowOf(base, from + n)) };
    });
    await reach.inTransaction(clubId, (tx) => savePredictions(tx, { version, asOfDay }, rows));
  }
}
