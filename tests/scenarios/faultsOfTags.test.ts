/** Early access, taken and put back while each call about tags fails in each way. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aProgram, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import {
  expectNothingLeft,
  letTimePass,
  nameOf,
  reading,
  richShoppers,
  strike,
  writing,
} from './faultCells.ts';

const TAKING = [...writing('AddTags'), ...reading('ReadTags')];
const PUTTING_BACK = writing('RemoveTags');
const CELLS = [...TAKING, ...PUTTING_BACK];
const WEALTH = 480;

let world: World;
let shoppers: string[];
beforeAll(async () => {
  world = await startWorld({
    program: aProgram({
      rewards: [
        {
          id: 'early',
          points: 100,
          value: { kind: 'earlyAccess', tag: 'early', name: 'Early access', forGood: false },
          minimumMinor: 0,
          combinesWith: { order: false, product: false, shipping: true },
          codeDays: 300,
        },
      ],
    }),
  });
  shoppers = await richShoppers(world, CELLS.length);
  const ids = CELLS.map(() => crypto.randomUUID());
  const at = (n: number) => world.shopper(shoppers[n] ?? '');
  for (const [n, cell] of TAKING.entries()) {
    await strike(world, cell, () => at(n).redeem('early', 100, ids[n]));
  }
  for (const [n, cell] of CELLS.entries()) {
    if (n < TAKING.length) continue;
    await at(n).redeem('early', 100, ids[n]);
    await strike(world, cell, () => at(n).putBack(ids[n] ?? ''));
  }
  await letTimePass(world);
}, 120_000);
afterAll(() => world?.stop());

async function endOf(n: number): Promise<string> {
  const id = shoppers[n] ?? '';
  const { available, held } = await balanceOf(world, id);
  const { tags } = world.sim.commerce.customer(SHOP, id) ?? { tags: ['nobody'] };
  return `${tags.join() || 'no tag'}, ${available} + ${held}`;
}
const OPEN = `early, ${WEALTH - 100} + 0`;
const BACK = `no tag, ${WEALTH} + 0`;

describe('a tag and its points are never both there', () => {
  test.each(CELLS.map((cell, n) => [nameOf(cell), cell, n] as const))('%s', async (_, cell, n) => {
    const refusable = cell.mode === 'userError' && n < TAKING.length;
    const wanted = n < TAKING.length ? [OPEN, ...(refusable ? [BACK] : [])] : [BACK];
    expect(wanted).toContain(await endOf(n));
  });

  test('and nothing waits, and the books are sound', async () => {
    await expectNothingLeft(world, ['settleTags', 'shopperCard']);
    await expectSoundBooks(world);
  });
});
