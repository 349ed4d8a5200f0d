/**
 * What a shop is asked about what it sells, with every call of it failing in every way: in the end the
 * mirror says what the shop says, and nothing waits.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { mirror, productsAt } from './catalogueWorld.ts';
import { expectNothingLeft, letTimePass, reading, strike, writing } from './faultCells.ts';
import type { Cell } from './faultCells.ts';
import { healingOf } from './pastWorld.ts';

const HOUR = 60 * MINUTE;

type Deed = (world: World, n: number) => Promise<unknown>;

/** A product that is in more collections than one answer holds. */
async function changeProduct(world: World, n: number): Promise<void> {
  const { commerce } = world.sim;
  const [mug] = commerce.products(SHOP);
  world.sim.clock.advance(1000);
  commerce.updateProduct(SHOP, mug?.id ?? '', { tags: [`tag ${n}`] });
  await world.settle();
  await world.pass(2 * MINUTE);
}

async function changeCollection(world: World, n: number): Promise<void> {
  const { commerce } = world.sim;
  const [table] = commerce.collections(SHOP);
  const ids = commerce.products(SHOP).map(({ id }) => id);
  commerce.updateCollection(SHOP, table?.id ?? '', { productIds: ids.slice(n % 7, 9) });
  await world.settle();
  await world.pass(2 * MINUTE);
}

/** It fits the rules of a collection from then on, and nobody says so. */
async function loseMessage(world: World, n: number): Promise<void> {
  const { commerce } = world.sim;
  const products = commerce.products(SHOP);
  world.sim.webhooks.faults([{ mode: 'drop' }]);
  world.sim.clock.advance(1000);
  commerce.updateProduct(SHOP, products[n % products.length]?.id ?? '', { tags: ['gift', `${n}`] });
  world.sim.webhooks.faults([]);
  await world.pass(DAY + 6 * HOUR);
}

const COPY = [...writing('StartBulk'), ...reading('LookAtBulk')];
const ASKED: [name: string, cells: Cell[], deed: Deed][] = [
  ['a product', [...reading('FetchProducts'), ...reading('MoreCollections')], changeProduct],
  ['a collection', reading('ListMembers'), changeCollection],
  ['everything', [...reading('ListCollections'), ...COPY], loseMessage],
];

describe.each(ASKED)('%s that is asked about', (_, cells, deed) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ healing: true });
    const rules = [{ column: 'VENDOR' as const, condition: 'Northday' }];
    for (let n = 0; n < 25; n += 1) {
      world.sim.commerce.createCollection(SHOP, { title: `Shelf ${n}`, rules });
    }
    await world.settle();
    await world.pass(2 * MINUTE);
    await world.pass(2 * MINUTE);
    for (const [n, cell] of cells.entries()) await strike(world, cell, () => deed(world, n));
    await letTimePass(world);
  }, 120_000);
  afterAll(() => world?.stop());

  test('is known as it is, whatever failed', async () => {
    expect(await mirror(world, SHOP)).toEqual(productsAt(world, SHOP));
  });

  test('and nothing waits, and no reading has a reason not to go on', async () => {
    await expectNothingLeft(world, ['lookUpProduct', 'lookUpCollection']);
    const { state, reason } = (await healingOf(world)).catalogue;
    expect({ state, reason }).toEqual({ state: 'done', reason: null });
  });
});
