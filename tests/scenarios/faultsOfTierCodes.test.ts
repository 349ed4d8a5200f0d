/**
 * Codes that come with tiers, with every call that makes one failing in every way: whoever entered has one
 * code that works, or none and a reason; undone, it is dead.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import type { SimOrderSummary } from '../../simulator/types.ts';
import { expectSoundBooks } from './books.ts';
import { codesUnderFaults, endOfCode, endsOf } from './codesOfOrders.ts';
import type { CodeRow } from './codesOfOrders.ts';
import { expectNothingLeft, nameOf, reading, writing } from './faultCells.ts';
import { aTier, someTiers } from './tierWorld.ts';

const offer = {
  value: { kind: 'percentOff' as const, basisPoints: 1000 },
  minimumMinor: 0,
  combinesWith: { order: false, product: false, shipping: true },
};
const levels = [aTier('silver', 4000, 10_000, { perks: [{ kind: 'code', offer, days: 30 }] })];

async function endOf(world: World, { customerId }: SimOrderSummary): Promise<string> {
  const { rows } = await world.owner.query<CodeRow>(
    `select n.status, n.code, n.reason from next_order_codes n
     join identities i using (club_id, shopper_id)
     where i.kind = 'customer' and i.value like '%:' || $1 and n.tier_key = 'silver/0'`,
    [customerId],
  );
  expect(rows).toHaveLength(1);
  return endOfCode(world, rows[0]);
}

describe('a code for entering a tier, while its calls fail', () => {
  const cells = [
    ...writing('AddCodes', ['bulkCodeFails', 'jobStalls']),
    ...reading('ReadCreation'),
  ];
  const taken = writing('DeleteCodes', ['jobStalls']);
  let world: World;
  let given: SimOrderSummary[];
  let undone: SimOrderSummary[];
  beforeAll(async () => {
    world = await startWorld({
      program: aProgram({ holdOut: false, tiers: someTiers({ levels }) }),
      simulator: { jobDelayMs: 10 },
    });
    ({ given, undone } = await codesUnderFaults(world, { cells, taken }));
  }, 120_000);
  afterAll(() => world?.stop());

  test.each(cells.map((cell, n) => [nameOf(cell), cell, n] as const))('%s', async (_, cell, n) => {
    const placed = given[n];
    expect(endsOf(cell)).toContain(placed && (await endOf(world, placed)));
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
