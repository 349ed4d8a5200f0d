/**
 * Next-order codes, with every call of them failing in every way: an order has one code that works, or
 * none and a reason; a withdrawn one is dead.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import type { SimOrderSummary } from '../../simulator/types.ts';
import { expectSoundBooks } from './books.ts';
import { codesUnderFaults, endOfCode, endsOf } from './codesOfOrders.ts';
import { expectNothingLeft, lost, nameOf, reading, writing } from './faultCells.ts';
import { codeOf, withNextOrder } from './nextOrderWorld.ts';

const endOf = async (world: World, placed: SimOrderSummary): Promise<string> =>
  endOfCode(world, await codeOf(world, placed));

describe('a code for the next order, while its calls fail', () => {
  const cells = [
    ...writing('AddCodes', ['bulkCodeFails', 'jobStalls', 'jobStallsBefore']),
    ...reading('PollCreation'),
    ...reading('ReadCreation'),
    ...reading('FindCode', [lost('AddCodes')]),
  ];
  const taken = [
    ...reading('FindCode'),
    ...writing('DeleteCodes', ['jobStalls', 'jobStallsBefore']),
    ...reading('PollJob'),
    ...reading('FindParent'),
  ];
  let world: World;
  let given: SimOrderSummary[];
  let undone: SimOrderSummary[];
  beforeAll(async () => {
    world = await startWorld({ program: withNextOrder(), simulator: { jobDelayMs: 10 } });
    ({ given, undone } = await codesUnderFaults(world, { cells, taken }));
  }, 120_000);
  afterAll(() => world?.stop());

  test.each(cells.map((cell, n) => [nameOf(cell), cell, n] as const))('%s', async (_, cell, n) => {
    const placed = given[n];
    expect(endsOf(cell)).toContain(placed && (await endOf(world, placed)));
  });

  test.each(taken.map((cell, n) => [nameOf(cell), n] as const))('taken back, %s', async (_, n) => {
    const placed = undone[n];
    expect(placed && (await endOf(world, placed))).toBe('withdrawn, dead');
  });

  test('and nothing waits, the books are sound, and each ends on its day', async () => {
    await expectNothingLeft(world, ['settleNextOrder']);
    await world.pass(32 * DAY);
    const ends = await Promise.all(given.map((placed) => endOf(world, placed)));
    expect(ends.filter((end) => !/^(lapsed|refused), dead$/.test(end))).toEqual([]);
    await expectSoundBooks(world);
  });
});
