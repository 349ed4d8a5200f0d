/**
 * Codes that come with tiers, with every call that makes one failing in every way: whoever entered has one
 * code that works, or none and a reason; undone, it is dead.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import type { SimOrderSummary } from '../../simulator/types.ts';
import { expectSoundBooks } from './books.ts';
import {
  expectNothingLeft,
  letTimePass,
  mugIn,
  nameOf,
  reading,
  strike,
  works,
  writing,
} from './faultCells.ts';
import { newBuyer, refundAll } from './nextOrderWorld.ts';
import { aTier, someTiers } from './tierWorld.ts';

const offer = {
  value: { kind: 'percentOff' as const, basisPoints: 1000 },
  minimumMinor: 0,
  combinesWith: { order: false, product: false, shipping: true },
};
const levels = [aTier('silver', 4000, 10_000, { perks: [{ kind: 'code', offer, days: 30 }] })];

/** Somebody new enters silver with two mugs; the shop's message is on its way. */
function enter(world: World): SimOrderSummary {
  const { id } = newBuyer(world);
  return world.sim.commerce.placeOrder(SHOP, {
    cart: { lines: [{ variantId: mugIn(world), quantity: 2 }], codes: [], customerId: id },
    buyer: { kind: 'customer', customerId: id },
    source: 'web',
    paid: true,
    test: false,
  });
}

type CodeRow = { status: string; code: string; reason: string | null };

async function endOf(world: World, { customerId }: SimOrderSummary): Promise<string> {
  const { rows } = await world.owner.query<CodeRow>(
    `select n.status, n.code, n.reason from next_order_codes n
     join identities i using (club_id, shopper_id)
     where i.kind = 'customer' and i.value like '%:' || $1 and n.tier_key = 'silver/0'`,
    [customerId],
  );
  expect(rows).toHaveLength(1);
  const [row] = rows;
  const alive = works(world, row?.code ?? '') ? 'works' : 'dead';
  return `${row?.status}, ${alive}${row?.status === 'refused' && !row.reason ? ', why?' : ''}`;
}

describe('a code for entering a tier, while its calls fail', () => {
  const cells = [
    ...writing('AddCodes', ['bulkCodeFails', 'jobStalls']),
    ...reading('ReadCreation'),
  ];
  const taken = writing('DeleteCodes', ['jobStalls']);
  let world: World;
  const given: SimOrderSummary[] = [];
  const undone: SimOrderSummary[] = [];
  beforeAll(async () => {
    world = await startWorld({
      program: aProgram({ holdOut: false, tiers: someTiers({ levels }) }),
      simulator: { jobDelayMs: 10 },
    });
    for (const cell of cells) {
      await strike(world, cell, async () => {
        given.push(enter(world));
        await world.settle();
      });
    }
    undone.push(...taken.map(() => enter(world)));
    await letTimePass(world);
    for (const [n, cell] of taken.entries()) {
      const placed = undone[n];
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

  test.each(taken.map((cell, n) => [nameOf(cell), n] as const))('undone, %s', async (_, n) => {
    const placed = undone[n];
    expect(placed && (await endOf(world, placed))).toBe('withdrawn, dead');
  });

  test('and nothing waits, and the books are sound', async () => {
    await expectNothingLeft(world, ['settleNextOrder']);
    await expectSoundBooks(world);
  });
});
