import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderPoints } from './earning.ts';
import { canonical, mergeRefund, mergeSnapshot } from './mergeFacts.ts';
import type { OrderFacts, OrderSnapshot, RefundFacts } from './orderFacts.ts';
import { aLine, anOrder, aProgram, aRefund, aSnapshot, back } from './orderFacts.fixtures.ts';

const NOTHING: OrderFacts = { scalars: null, refunds: [] };

type Told = { snapshot: OrderSnapshot } | { refund: RefundFacts };

const mergeAll = (told: readonly Told[]): OrderFacts =>
  told.reduce<OrderFacts>(
    (facts, each) =>
      'snapshot' in each
        ? mergeSnapshot(facts, each.snapshot).facts
        : mergeRefund(facts, each.refund),
    NOTHING,
  );

describe('any order of any duplicates', () => {
  const small = fc.integer({ min: 0, max: 3 });
  const line = fc.record({
    id: fc.constantFrom('9', '10', '11'),
    left: small,
    off: fc.constantFrom(0, 150),
  });
  const refund = fc
    .record({
      id: small,
      line: fc.constantFrom('9', '10', '11'),
      units: small,
      money: fc.constantFrom(0, 500, 1700),
    })
    .map((r) =>
      aRefund([back(r.line, r.units, r.units * 500)], {
        id: String(99 + r.id),
        moneyMinor: r.money,
      }),
    );
  const snapshot = fc
    .record({
      lines: fc.uniqueArray(line, { selector: (l) => l.id, minLength: 1, maxLength: 3 }),
      refunds: fc.array(refund, { maxLength: 3 }),
      updatedAt: small,
      triggeredAt: small,
      asked: fc.boolean(),
      paid: fc.boolean(),
      cancelledAt: fc.option(small, { freq: 5 }),
      dispute: fc.option(fc.record({ lost: fc.boolean(), toldAt: small }), { freq: 2 }),
    })
    .map(({ lines, dispute, ...told }) => {
      const more = { ...told, ...(dispute ? { dispute } : {}) };
      return aSnapshot(
        anOrder(
          lines.map((l) =>
            aLine(l.id, 700, {
              quantity: 3,
              currentQuantity: l.left,
              discounts: [{ code: 'C', amountMinor: l.off }],
            }),
          ),
        ),
        more,
      );
    });
  const told = fc.oneof(
    snapshot.map((s): Told => ({ snapshot: s })),
    refund.map((r): Told => ({ refund: r })),
  );
  const deck = fc.array(told, { minLength: 1, maxLength: 8 }).chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc
        .tuple(
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.array(fc.constantFrom(...all), { maxLength: 6 }),
        )
        .chain(([turned, again]) => {
          const both = [...turned, ...again];
          return fc.shuffledSubarray(both, { minLength: both.length });
        }),
    ),
  );

  test('ends in the same facts, the same text and the same points', () => {
    fc.assert(
      fc.property(deck, ([straight, shuffled]) => {
        const one = mergeAll(straight);
        const two = mergeAll(shuffled);
        expect(two).toEqual(one);
        expect(JSON.stringify(two)).toBe(JSON.stringify(one));
        expect(canonical(two)).toBe(canonical(one));
        const points = (facts: OrderFacts) => orderPoints(facts, aProgram()).points;
        expect(points(two)).toBe(points(one));
      }),
      { numRuns: 1000 },
    );
  });

  test('passing over what has the same text ends the same, unless we had to ask', () => {
    const passingOver = (all: readonly Told[]) => {
      let facts = NOTHING;
      let asks = 0;
      for (const each of all) {
        const merged =
          'snapshot' in each
            ? mergeSnapshot(facts, each.snapshot)
            : { facts: mergeRefund(facts, each.refund), ask: false };
        if (merged.ask) asks += 1;
        if (canonical(merged.facts) !== canonical(facts)) facts = merged.facts;
      }
      return { text: canonical(facts), asks };
    };
    // Only two contents, so that one often comes back after the other.
    const few = fc.array(
      fc
        .record({ paid: fc.boolean(), updatedAt: small, triggeredAt: small, asked: fc.boolean() })
        .map((more): Told => ({ snapshot: aSnapshot(anOrder([aLine('9', 700)]), more) })),
      { minLength: 1, maxLength: 6 },
    );
    const turned = few.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(turned, ([straight, shuffled]) => {
        const [one, two] = [passingOver(straight), passingOver(shuffled)];
        fc.pre(one.asks + two.asks === 0);
        expect(two.text).toBe(one.text);
        expect(two.text).toBe(canonical(mergeAll(straight)));
      }),
      { numRuns: 1000, maxSkipsPerRun: 100 },
    );
  });

  test('merging again what is known changes nothing', () => {
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 6 }), (all) => {
        const facts = mergeAll(all);
        for (const each of all) {
          const again =
            'snapshot' in each
              ? mergeSnapshot(facts, each.snapshot).facts
              : mergeRefund(facts, each.refund);
          expect(again).toEqual(facts);
        }
      }),
    );
  });
});
