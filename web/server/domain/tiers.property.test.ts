import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allCounted, anyTiers, someCounted, someDay } from '../../../tests/anyTiers.ts';
import { levelByDays, noon, TIME_ZONE } from './tiers.fixtures.ts';
import { standingAt, tierOfOrder } from './tiers.ts';
import type { Standing } from './tiers.ts';
import type { Tiers } from './program.ts';
import type { Counted } from './tiersCounted.ts';
import { progressAt } from './tiersProgress.ts';

const at = (tiers: Tiers, counted: readonly Counted[], moment: number): Standing =>
  standingAt(tiers, counted, moment, TIME_ZONE);
const withoutRises = ({ level, fallsAt, since }: Standing) => ({ level, fallsAt, since });
const undone = (counted: Counted, after: number): Counted => ({
  ...counted,
  later: [{ after, amount: 0n }],
});
const paid = (amount: bigint, moment: number): Counted => ({
  platformOrderId: null,
  at: moment,
  amount,
  later: [],
});

describe('who holds which tier', () => {
  test('is what living through every day comes to', () => {
    fc.assert(
      fc.property(anyTiers, allCounted, someDay, (tiers, counted, moment) => {
        expect(at(tiers, counted, moment).level).toBe(levelByDays(tiers, counted, moment));
      }),
      { numRuns: 60 },
    );
  });

  test('is the same whatever was heard of first', () => {
    const shuffled = allCounted.chain((counted) =>
      fc.tuple(
        fc.constant(counted),
        fc.shuffledSubarray(counted, { minLength: counted.length, maxLength: counted.length }),
      ),
    );
    fc.assert(
      fc.property(anyTiers, shuffled, someDay, (tiers, [one, other], moment) => {
        expect(at(tiers, one, moment)).toEqual(at(tiers, other, moment));
      }),
    );
  });

  test('of two shoppers who are one is that of all they did, whichever was kept', () => {
    fc.assert(
      fc.property(anyTiers, allCounted, allCounted, someDay, (tiers, one, other, moment) => {
        const kept = at(tiers, [...one, ...other], moment);
        expect(kept).toEqual(at(tiers, [...other, ...one], moment));
        expect(kept.level).toBeGreaterThanOrEqual(at(tiers, one, moment).level);
        expect(kept.level).toBeGreaterThanOrEqual(at(tiers, other, moment).level);
      }),
    );
  });

  test('is never lower for one order more', () => {
    fc.assert(
      fc.property(anyTiers, allCounted, someCounted, someDay, (tiers, counted, more, moment) => {
        const { level } = at(tiers, counted, moment);
        expect(at(tiers, [...counted, more], moment).level).toBeGreaterThanOrEqual(level);
      }),
    );
  });

  test('is as if an order that was undone had never been', () => {
    fc.assert(
      fc.property(anyTiers, allCounted, someCounted, someDay, (tiers, counted, more, moment) => {
        const all = [...counted, undone(more, moment - 1)];
        expect(at(tiers, all, moment)).toEqual(at(tiers, counted, moment));
      }),
    );
  });

  test('in the moment of an order hangs on nothing later', () => {
    fc.assert(
      fc.property(anyTiers, allCounted, allCounted, someCounted, (tiers, counted, more, order) => {
        const placed = { platformOrderId: order.platformOrderId ?? '', placedAt: order.at };
        const later = more.map((each) => ({ ...each, at: order.at + 1 + (each.at % 1e9) }));
        const before = tierOfOrder(tiers, counted, placed, TIME_ZONE);
        const known = [...counted, order, ...later].map((each) => ({
          ...each,
          later: [
            ...each.later.filter(({ after }) => after < order.at),
            { after: order.at, amount: 0n },
          ],
        }));
        expect(tierOfOrder(tiers, known, placed, TIME_ZONE)).toBe(before);
      }),
    );
  });
});

describe('what time alone does', () => {
  test('nothing before the moment that was told, and one level in it', () => {
    fc.assert(
      fc.property(anyTiers, allCounted, someDay, (tiers, counted, moment) => {
        const settled = counted
          .filter((each) => each.at < moment)
          .map((each) => ({ ...each, later: [] }));
        const now = at(tiers, settled, moment);
        const { fallsAt } = now;
        const far = at(tiers, settled, fallsAt ?? moment + 3e11);
        expect(far.level).toBe(fallsAt === null ? now.level : now.level - 1);
        if (fallsAt === null) return;
        expect(fallsAt).toBeGreaterThan(moment);
        const middle = moment + Math.floor((fallsAt - moment) / 2);
        for (const each of [middle, fallsAt - 1]) {
          expect(withoutRises(at(tiers, settled, each))).toEqual(withoutRises(now));
        }
      }),
    );
  });

  test('takes at most one level in a year', () => {
    fc.assert(
      fc.property(anyTiers, allCounted, someDay, (tiers, counted, moment) => {
        const settled = counted
          .filter((each) => each.at < moment)
          .map((each) => ({ ...each, later: [] }));
        let fell = at(tiers, settled, moment).fallsAt;
        while (fell !== null) {
          const next = at(tiers, settled, fell).fallsAt;
          expect((next ?? Infinity) - fell).toBeGreaterThanOrEqual(364.9 * 86_400_000);
          fell = next;
        }
      }),
    );
  });
});

describe('what shoppers are told', () => {
  const goals = (check: (tiers: Tiers, known: Counted[], moment: number) => void) =>
    fc.assert(
      fc.property(anyTiers, allCounted, someDay, (tiers, counted, moment) => {
        check(
          tiers,
          counted.filter((each) => each.at < moment).map((each) => ({ ...each, later: [] })),
          moment,
        );
      }),
    );
  const lastMoment = (byDay: string | null, moment: number) =>
    byDay === null ? moment + 2e9 : Math.max(moment, Date.parse(`${byDay}T22:00:00Z`));

  test('the amount that is missing is enough until the day told, and one less is not', () => {
    goals((tiers, known, moment) => {
      const { next, standing } = progressAt(tiers, known, moment, TIME_ZONE);
      expect(next === null).toBe(standing.level === tiers.levels.length - 1);
      if (!next) return;
      expect(next.missing).toBeGreaterThan(0n);
      const held = (amount: bigint, when: number) =>
        at(tiers, [...known, paid(amount, when)], when + 1).level;
      const last = lastMoment(next.byDay, moment);
      expect(held(next.missing - 1n, moment)).toBe(standing.level);
      expect(held(next.missing, moment)).toBeGreaterThan(standing.level);
      expect(held(next.missing, last)).toBeGreaterThan(at(tiers, known, last).level);
    });
  });

  test('what keeps a tier keeps it, and one less does not', () => {
    goals((tiers, known, moment) => {
      const { keep, standing } = progressAt(tiers, known, moment, TIME_ZONE);
      const { fallsAt, level } = standing;
      expect(keep === null).toBe(fallsAt === null);
      if (!keep || fallsAt === null) return;
      expect(keep.missing).toBeGreaterThan(0n);
      const first = keep.fromDay === null ? moment : noon(keep.fromDay);
      const last = lastMoment(keep.byDay, first);
      const paying = (amount: bigint, when: number) => [...known, paid(amount, when)];
      for (const when of [first, last]) {
        const kept = at(tiers, paying(keep.missing, when), fallsAt);
        expect(kept.level).toBeGreaterThanOrEqual(level);
      }
      const short = at(tiers, paying(keep.missing - 1n, last), last + 1);
      // Nothing is said where even that is enough for a higher tier.
      expect(short.level === level ? short.fallsAt : fallsAt).toBe(fallsAt);
    });
  });
});
