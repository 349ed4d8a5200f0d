/** Tiers for tests, and a second opinion on who holds which: day by day, nothing clever. */
import fc from 'fast-check';
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

const DAY_MS = 86_400_000;
const FIRST = Date.parse('2023-12-20T00:00:00Z');
export const SPAN_DAYS = 1200;
export const someDay = fc.integer({ min: 0, max: SPAN_DAYS }).map((days) => FIRST + days * DAY_MS);

/** An order at any hour, now and then taken back in part or whole. */
export const someCounted = fc
  .record({
    id: fc.integer({ min: 1, max: 1_000_000 }),
    day: someDay,
    hours: fc.integer({ min: 0, max: 23 }),
    amount: fc.constantFrom(0, 1, 200, 400, 600, 1000),
    back: fc.option(
      fc.record({ days: fc.integer({ min: 0, max: 300 }), left: fc.constantFrom(0, 200) }),
    ),
  })
  .map(({ id, day, hours, amount, back }): Counted => {
    const at = day + hours * 3_600_000;
    const later = back
      ? [{ after: at + back.days * DAY_MS + 1, amount: BigInt(Math.min(back.left, amount)) }]
      : [];
    return { platformOrderId: String(id), at, amount: BigInt(amount), later };
  });

export const allCounted = fc.uniqueArray(someCounted, {
  selector: ({ platformOrderId }) => platformOrderId,
  maxLength: 8,
});

export const anyTiers = fc.record({
  by: fc.constant('spend' as const),
  over: fc.constantFrom('lifetime' as const, 'rolling12Months' as const, 'calendarYear' as const),
  graceDays: fc.constantFrom(0, 1, 60, 365),
  levels: fc.constantFrom(
    [aTier('silver', 400), aTier('gold', 1000)],
    [aTier('member', 0), aTier('silver', 200), aTier('gold', 600), aTier('top', 1400)],
    [aTier('one', 1)],
  ),
});

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
