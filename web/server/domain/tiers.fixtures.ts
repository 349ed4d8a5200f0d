/** Tiers for tests, and a second opinion on who holds which: day by day, nothing clever. */
import { addDays, addMonths, localDay, startOfLocalDay } from './days.ts';
import type { Tier, Tiers } from './program.ts';
import { amountBefore } from './tiersCounted.ts';
import type { Counted } from './tiersCounted.ts';

export const TIME_ZONE = 'America/New_York';

export const aTier = (id: string, from: number, more: Partial<Tier> = {}): Tier => ({
  id,
  name: id,
  from,
  multiplierBasisPoints: 10_000,
  entryPoints: 0,
  birthdayPoints: 0,
  perks: [],
  ...more,
});

/** Silver at 400, gold at 1,000. */
export const someTiers = (more: Partial<Tiers> = {}): Tiers => ({
  by: 'spend',
  over: 'rolling12Months',
  graceDays: 60,
  levels: [aTier('silver', 400), aTier('gold', 1000)],
  ...more,
});

/** Noon of a day at the shop. */
export const noon = (day: string): number => startOfLocalDay(day, TIME_ZONE) + 12 * 3_600_000;

let lastId = 0;
export const counts = (
  day: string,
  amount: number,
  later: readonly [day: string, amount: number][] = [],
): Counted => ({
  platformOrderId: String((lastId += 1)),
  at: noon(day),
  amount: BigInt(amount),
  later: later.map(([on, left]) => ({ after: noon(on), amount: BigInt(left) })),
});

/** Nothing in tests is dated before it. */
export const FIRST = Date.parse('2023-12-20T00:00:00Z');

const TWELVE_MONTHS = 12;

/** What counts at the end of a moment, by looking at everything there is. */
function countBy(tiers: Tiers, counted: readonly Counted[], at: number, known: number): bigint {
  const today = localDay(at, TIME_ZONE);
  const sum = (some: readonly Counted[]) =>
    some.reduce((all, each) => all + amountBefore(each, known), 0n);
  const past = counted.filter((each) => each.at <= at && each.at < known);
  const day = (each: Counted) => localDay(each.at, TIME_ZONE);
  if (tiers.over === 'lifetime') return sum(past);
  if (tiers.over === 'rolling12Months') {
    return sum(past.filter((each) => addMonths(day(each), TWELVE_MONTHS) >= today));
  }
  const year = Number(today.slice(0, 4));
  const of = (wanted: number) =>
    sum(past.filter((each) => Number(day(each).slice(0, 4)) === wanted));
  return of(year) > of(year - 1) ? of(year) : of(year - 1);
}

/** Which level is held, by living through every day and every order up to a moment. */
export function levelByDays(tiers: Tiers, counted: readonly Counted[], at: number): number {
  const { levels, graceDays } = tiers;
  const moments = new Set(counted.map((each) => each.at).filter((each) => each <= at));
  const first = localDay(Math.min(at, FIRST), TIME_ZONE);
  for (let day = first; startOfLocalDay(day, TIME_ZONE) <= at; day = addDays(day, 1)) {
    moments.add(startOfLocalDay(day, TIME_ZONE));
  }
  let level = levels.findLastIndex(({ from }) => from === 0);
  let fellOn: string | null = null;
  const enoughOn = levels.map(() => '');
  for (const moment of [...moments].sort((a, b) => a - b)) {
    const count = countBy(tiers, counted, moment, at);
    const today = localDay(moment, TIME_ZONE);
    levels.forEach(({ from }, i) => {
      if (count >= BigInt(from)) {
        enoughOn[i] = today;
        level = Math.max(level, i);
      }
    });
    // `graceDays` whole days in which too little counted have gone by; the day after them it is lost.
    const graceOver = level >= 0 && addDays(enoughOn[level] ?? '', graceDays + 1) <= today;
    const again = fellOn === null || addMonths(fellOn, TWELVE_MONTHS) <= today;
    if (graceOver && again && moment === startOfLocalDay(today, TIME_ZONE)) {
      level -= 1;
      fellOn = today;
    }
  }
  return level;
}
