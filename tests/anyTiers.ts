/** Any tiers, and anything that they count, for properties. */
import fc from 'fast-check';
import { aTier, FIRST } from '../web/server/domain/tiers.fixtures.ts';
import type { Counted } from '../web/server/domain/tiersCounted.ts';

const DAY_MS = 86_400_000;
const SPAN_DAYS = 1200;
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
