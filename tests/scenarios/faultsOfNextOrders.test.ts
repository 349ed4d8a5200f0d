/**
 * Next-order codes, with every call of them failing in every way: an order has one code that works, or
 * none and a reason; a withdrawn one is dead.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import type { SimOrderSummary } from '../../simulator/types.ts';
import { expectSoundBooks } from './books.ts';
import {
  expectNothingLeft,
  letTimePass,
  lost,
  mugIn,
  nameOf,
  reading,
  strike,
  works,
  writing,
} from './faultCells.ts';
import { codeOf, newBuyer, refundAll, withNextOrder } from './nextOrderWorld.ts';

/** Somebody new buys two mugs; the shop's message is on its way. */
function order(world: World): SimOrderSummary {
  const { id } = newBuyer(world);
  return world.sim.commerce.placeOrder(SHOP, {
    cart: { lines: [{ variantId: mugIn(world), quantity: 2 }], codes: [], customerId: id },
    buyer: { kind: 'customer', customerId: id },
    source: 'web',
    paid: true,
    test: false,
  });
}

async function endOf(world: World, placed: SimOrderSummary): Promise<string> {
  const row = await codeOf(world, placed);
  const alive = works(world, row?.code ?? '') ? 'works' : 'dead';
  return `${row?.status}, ${alive}${row?.status === 'refused' && !row.reason ? ', why?' : ''}`;
}

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
  const given: SimOrderSummary[] = [];
  const withdrawn: SimOrderSummary[] = [];
  beforeAll(async () => {
    world = await startWorld({ program: withNextOrder(), simulator: { jobDelayMs: 10 } });
    for (const cell of cells) {
      await strike(world, cell, async () => {
        given.push(order(world));
        await world.settle();
      });
    }
    withdrawn.push(...taken.map(() => order(world)));
    await letTimePass(world);
    for (const [n, cell] of taken.entries()) {
      const placed = withdrawn[n];
      await strike(world, cell, async () => {
        if (placed) refundAll(world, placed);
        await world.settle();
      });
    }
    await letTimePass(world);
  }, 120_000);
  afterAll(() => world?.stop());

  test.each(cells.map((cell, n) => [nameOf(cell), cell, n] as const))('%s', async (_, cell, n) => {
    const placed = given[n];
    const surely = cell.mode === 'userError' || cell.mode === 'bulkCodeFails';
    const ends = surely ? ['open, works', 'refused, dead'] : ['open, works'];
    expect(ends).toContain(placed && (await endOf(world, placed)));
  });

  test.each(taken.map((cell, n) => [nameOf(cell), n] as const))('taken back, %s', async (_, n) => {
    const placed = withdrawn[n];
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
