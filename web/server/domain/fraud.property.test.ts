import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sent, someone, suspect } from './fraud.fixtures.ts';
import { WEIGHTS, judgeFraud, scoreOf, signalsOf } from './fraud.ts';
import type { OtherSent, Person, Suspect } from './fraud.ts';

const name = fc.constantFrom('ann', 'fay', 'bob', 'cleo', 'dina', 'emil');
const some = (of: string[]) => fc.uniqueArray(fc.constantFrom(...of), { maxLength: 3 });
const places = some(['attic', 'barn', 'cellar', 'device', 'network']);

const person = (id: string): fc.Arbitrary<Person> =>
  fc.record({
    ids: fc.constant([id]),
    mailboxes: some(['m1', 'm2', 'm3']),
    phones: some(['t1', 't2']),
    places,
  });

const other: fc.Arbitrary<OtherSent> = fc
  .tuple(name, name.chain(person), fc.integer({ min: -90, max: 90 }), fc.boolean(), fc.nat(99))
  .map(([advocateId, friend, days, back, n]) => {
    const each = sent(advocateId, friend, days / 3, { orderId: `o${n}` });
    return { ...each, returnedAt: back ? each.placedAt + 31 * 86_400_000 : null };
  });

const anySuspect: fc.Arbitrary<Suspect> = fc
  .record({
    friend: person('fay'),
    advocate: person('ann'),
    throwAwayMail: fc.boolean(),
    boughtAsOther: fc.boolean(),
    eligibleMinor: fc.constantFrom(3000, 3050, 5000),
    publicPlaces: some(['attic', 'barn']),
    others: fc.array(other, { maxLength: 8 }),
  })
  .map(suspect);

/** Not one more friend of the advocate's whose home is known. */
const isAnothers = ({ advocateId, friend }: OtherSent): boolean =>
  advocateId !== 'ann' || friend.places.length === 0;

const adding = (each: OtherSent) => (one: Suspect) => ({ ...one, others: [...one.others, each] });

/** One thing more that speaks against it, or nothing at all. */
const more: fc.Arbitrary<(one: Suspect) => Suspect> = fc.oneof(
  other.filter(isAnothers).map(adding),
  places.map((added) => (one: Suspect) => ({
    ...one,
    friend: { ...one.friend, places: [...one.friend.places, ...added] },
  })),
  places.map((added) => (one: Suspect) => ({
    ...one,
    advocate: { ...one.advocate, places: [...one.advocate.places, ...added] },
  })),
  some(['m1', 'm2']).map((added) => (one: Suspect) => ({
    ...one,
    advocate: { ...one.advocate, mailboxes: [...one.advocate.mailboxes, ...added] },
  })),
  fc.constant((one: Suspect) => ({ ...one, throwAwayMail: true })),
  fc.constant((one: Suspect) => ({ ...one, eligibleMinor: 3001 })),
);

describe('the sum of what speaks against a reward', () => {
  test('is never lowered by anything that is learnt', () => {
    fc.assert(
      fc.property(anySuspect, more, (one, learn) => {
        expect(scoreOf(signalsOf(learn(one)))).toBeGreaterThanOrEqual(scoreOf(signalsOf(one)));
      }),
      { numRuns: 1000 },
    );
  });

  test('is lowered by friends elsewhere by no more than the second one at home adds', () => {
    fc.assert(
      fc.property(anySuspect, other.map(adding), (one, learn) => {
        const least = scoreOf(signalsOf(one)) - WEIGHTS.anotherThere;
        expect(scoreOf(signalsOf(learn(one)))).toBeGreaterThanOrEqual(least);
      }),
      { numRuns: 1000 },
    );
  });

  test('is the same in whichever order it was heard of', () => {
    fc.assert(
      fc.property(anySuspect, fc.infiniteStream(fc.nat()), (one, keys) => {
        const shuffled = one.others
          .map((each) => ({ each, key: keys.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(signalsOf({ ...one, others: shuffled })).toEqual(signalsOf(one));
      }),
    );
  });

  test('of one household is 40 in all, and holds nothing by itself', () => {
    fc.assert(
      fc.property(places, places, (mine, theirs) => {
        const one = suspect({
          friend: someone('fay', { places: mine }),
          advocate: someone('ann', { places: theirs }),
        });
        const { score, opinion } = judgeFraud(one, []);
        expect([0, 40]).toContain(score);
        expect(opinion).toBe('clear');
      }),
    );
  });

  test('that somebody was asked about once is not asked about again', () => {
    fc.assert(
      fc.property(anySuspect, fc.boolean(), (one, pays) => {
        const { signals } = judgeFraud(one, []);
        const kinds = signals.map(({ kind }) => kind);
        const again = judgeFraud(one, [{ decidedAt: 1, pays, kinds, friend: one.friend }]);
        expect(again.opinion).not.toBe('held');
      }),
    );
  });
});
