import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allCounted } from '../../../tests/anyTiers.ts';
import { aProgram } from './orderFacts.fixtures.ts';
import type { Program, ProgramVersion, Tiers } from './program.ts';
import { aTier, counts, noon, someTiers, TIME_ZONE } from './tiers.fixtures.ts';
import { entriesAt } from './tiersEntries.ts';
import type { Counted } from './tiersCounted.ts';

const tiersOf = (silver: number, gold: number, more: Partial<Tiers> = {}): Tiers =>
  someTiers({
    levels: [
      aTier('silver', silver, { entryPoints: 10 }),
      aTier('gold', gold, { entryPoints: 100 }),
    ],
    ...more,
  });
const version = (
  number: number,
  from: string,
  tiers: Tiers | null,
  more: Partial<Program> = {},
): ProgramVersion => ({
  version: number,
  effectiveFrom: noon(from),
  program: { ...aProgram(), tiers, ...more },
});
const first = version(1, '2024-01-01', tiersOf(400, 1000));
const entered = (day: string, counted: readonly Counted[], versions = [first]) =>
  entriesAt(versions, () => counted, noon(day), TIME_ZONE).map(
    (each) => `${each.tierId} ${each.points} by ${each.version}`,
  );

describe('entering a tier', () => {
  test('is worth what the tier says, and the ones below it too', () => {
    expect(entered('2025-03-02', [counts('2025-03-01', 400)])).toEqual(['silver 10 by 1']);
    const both = ['silver 10 by 1', 'gold 100 by 1'];
    expect(entered('2025-03-02', [counts('2025-03-01', 1000)])).toEqual(both);
    expect(entered('2025-03-02', [counts('2025-02-01', 400), counts('2025-03-01', 600)])).toEqual(
      both,
    );
  });

  test('happens once, however often it is lost and entered again', () => {
    const counted = [counts('2024-02-01', 1000), counts('2027-02-01', 1000)];
    expect(entered('2027-02-02', counted)).toEqual(['silver 10 by 1', 'gold 100 by 1']);
    expect(
      entriesAt([first], () => counted, noon('2027-02-02'), TIME_ZONE).map((each) => each.at),
    ).toEqual([noon('2024-02-01'), noon('2024-02-01')]);
  });

  test('is undone with the order that brought it, and not by time', () => {
    const bought = [counts('2024-02-01', 400), counts('2024-03-01', 600, [['2024-03-10', 0]])];
    expect(entered('2024-03-10', bought)).toEqual(['silver 10 by 1', 'gold 100 by 1']);
    expect(entered('2024-03-11', bought)).toEqual(['silver 10 by 1']);
    expect(entered('2030-01-01', [counts('2024-02-01', 400)])).toEqual(['silver 10 by 1']);
  });
});

describe('when a program changes', () => {
  const dearer = version(2, '2025-01-01', tiersOf(800, 5000));
  const cheaper = version(2, '2025-01-01', tiersOf(100, 500));

  test('who had entered keeps it', () => {
    const counted = [counts('2024-06-01', 1000)];
    expect(entered('2025-06-01', counted, [first, dearer])).toEqual([
      'silver 10 by 1',
      'gold 100 by 1',
    ]);
  });

  test('who holds more by the new one enters when it begins', () => {
    const counted = [counts('2024-06-01', 500)];
    expect(entered('2024-12-31', counted, [first, cheaper])).toEqual(['silver 10 by 1']);
    expect(entered('2025-01-02', counted, [first, cheaper])).toEqual([
      'silver 10 by 1',
      'gold 100 by 2',
    ]);
  });

  test('who once would have held it, and has lost it by then, does not', () => {
    const late = version(1, '2025-06-01', tiersOf(400, 1000));
    expect(entered('2025-06-02', [counts('2022-01-01', 1000)], [late])).toEqual([]);
    expect(entered('2025-06-02', [counts('2024-08-01', 1000)], [late])).toHaveLength(2);
  });

  test('nothing is entered while it is stopped, or without tiers', () => {
    const stopped = version(2, '2025-01-01', tiersOf(400, 1000), {
      phase: { kind: 'stopped', spendUntil: null },
    });
    const on = version(3, '2025-09-01', tiersOf(400, 1000));
    const counted = [counts('2025-06-01', 400)];
    expect(entered('2025-08-01', counted, [first, stopped])).toEqual([]);
    expect(entered('2025-09-02', counted, [first, stopped, on])).toEqual(['silver 10 by 3']);
    expect(entered('2025-08-01', counted, [version(1, '2024-01-01', null)])).toEqual([]);
  });

  test('a version that another has replaced before its day counts for nothing', () => {
    const planned = version(2, '2026-01-01', tiersOf(1, 2));
    const instead = version(3, '2025-01-01', tiersOf(400, 1000));
    const counted = [counts('2026-02-01', 100)];
    expect(entered('2026-06-01', counted, [first, planned, instead])).toEqual([]);
  });
});

test('whatever was heard of first, and whoever was merged: each tier once, for the same points', () => {
  const dearer = version(2, '2024-09-01', tiersOf(800, 5000));
  const versions = [first, dearer, version(3, '2025-05-01', tiersOf(200, 600))];
  const shuffled = allCounted.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      const at = noon('2026-06-01');
      const entries = entriesAt(versions, () => one, at, TIME_ZONE);
      expect(entriesAt(versions.toReversed(), () => other, at, TIME_ZONE)).toEqual(entries);
      expect(new Set(entries.map(({ tierId }) => tierId)).size).toBe(entries.length);
    }),
  );
});
