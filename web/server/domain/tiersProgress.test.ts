import { describe, expect, test } from 'vitest';
import { progressAt } from './tiersProgress.ts';
import { aTier, counts, noon, someTiers, TIME_ZONE } from './tiers.fixtures.ts';
import type { Tiers } from './program.ts';
import type { Counted } from './tiersCounted.ts';

const on = (day: string, counted: readonly Counted[], tiers: Tiers = someTiers()) => {
  const { next, keep, keptThrough } = progressAt(tiers, counted, noon(day), TIME_ZONE);
  return { next, keep, keptThrough };
};
/** Amounts in cents: silver at 400.00, gold at 1,000.00. */
const cents = someTiers({ levels: [aTier('silver', 40_000), aTier('gold', 100_000)] });

describe('how far it is to the next tier', () => {
  test('84.50 to Gold by 31 March', () => {
    const counted = [counts('2025-03-31', 50_000), counts('2026-02-01', 41_550)];
    expect(on('2026-03-20', counted, cents).next).toEqual({
      tierId: 'gold',
      missing: 8_450n,
      byDay: '2026-03-31',
    });
  });

  test('nothing yet: any day will do', () => {
    expect(on('2026-03-20', [])).toEqual({
      next: { tierId: 'silver', missing: 400n, byDay: null },
      keep: null,
      keptThrough: null,
    });
  });

  test('for life: any day will do, and nothing is lost', () => {
    expect(on('2026-03-20', [counts('2020-01-01', 900)], someTiers({ over: 'lifetime' }))).toEqual({
      next: { tierId: 'gold', missing: 100n, byDay: null },
      keep: null,
      keptThrough: null,
    });
  });

  test('by calendar years: by the end of this one, in which last year does not count', () => {
    const counted = [counts('2025-06-01', 900), counts('2026-02-01', 300)];
    expect(on('2026-03-20', counted, someTiers({ over: 'calendarYear' })).next).toEqual({
      tierId: 'gold',
      missing: 700n,
      byDay: '2026-12-31',
    });
  });

  test('the highest: nothing', () => {
    expect(on('2026-03-20', [counts('2026-03-01', 1000)]).next).toBeNull();
  });
});

describe('until when the present one is kept', () => {
  test('for 60 days after too little counts; what is missing by then is told beforehand', () => {
    const counted = [counts('2025-03-31', 700), counts('2025-09-01', 300)];
    expect(on('2026-03-20', counted)).toEqual({
      next: null,
      keep: { tierId: 'gold', missing: 700n, fromDay: null, byDay: '2026-03-31' },
      keptThrough: '2026-05-30',
    });
  });

  test('in the days of grace: by their end', () => {
    const counted = [counts('2025-03-31', 700), counts('2025-09-01', 300)];
    expect(on('2026-04-20', counted)).toEqual({
      next: null,
      keep: { tierId: 'gold', missing: 700n, fromDay: null, byDay: '2026-05-30' },
      keptThrough: '2026-05-30',
    });
  });

  test('by calendar years: through the next one, kept by what the next one brings', () => {
    const tiers = someTiers({ over: 'calendarYear' });
    const counted = [counts('2026-02-01', 1000)];
    expect(on('2026-03-20', counted, tiers)).toMatchObject({
      keep: { tierId: 'gold', missing: 1000n, fromDay: '2027-01-01', byDay: '2027-12-31' },
      keptThrough: '2028-02-29',
    });
    expect(on('2027-03-20', [...counted, counts('2027-03-01', 100)], tiers).keep).toMatchObject({
      missing: 900n,
      fromDay: null,
    });
  });

  test('what is spent on the very day it all began would be gone with it', () => {
    const counted = [counts('2026-03-20', 400)];
    const at = noon('2026-03-20') + 3_600_000;
    expect(progressAt(someTiers(), counted, at, TIME_ZONE).keep).toEqual({
      tierId: 'silver',
      missing: 400n,
      fromDay: '2026-03-21',
      byDay: '2027-03-20',
    });
  });
});
