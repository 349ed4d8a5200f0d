/** Rewards that take off the price of chosen products, or of what collections hold, and of nothing else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { aProgram, DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { people } from './friends.ts';

let world: World;
let on: ReturnType<typeof people>;
let mug: { id: string; variantId: string; priceMinor: number };
let plate: typeof mug;
let collectionId: string;

const found = (handle: string): typeof mug => {
  const product = world.sim.commerce.products(SHOP).find((each) => each.handle === handle);
  const variant = product?.variants[0];
  if (!product || !variant) throw new Error(`no ${handle}`);
  return { id: product.id, variantId: variant.id, priceMinor: variant.priceMinor };
};

const bound = (id: string, value: ProgramBody['rewards'][number]['value'], minimumMinor = 0) => ({
  id,
  points: 100,
  value,
  minimumMinor,
  combinesWith: { order: false, product: false, shipping: true },
  codeDays: 30,
});

beforeAll(async () => {
  world = await startWorld({ program: null });
  on = people(world);
  [mug, plate] = [found('harbor-mug'), found('supper-plate')];
  const { commerce } = world.sim;
  collectionId = commerce.createCollection(SHOP, { title: 'Table', productIds: [plate.id] }).id;
  const product = { items: [`product:${mug.id}`], name: 'Harbor mugs' };
  const collection = { items: [`collection:${collectionId}`], name: 'Our <b>{{ table }}</b>' };
  const program = aProgram({
    pendingDays: 0,
    rewards: [
      bound('mug', { kind: 'amountOff', amountMinor: 500, only: product }, mug.priceMinor),
      bound('table', { kind: 'percentOff', basisPoints: 2500, only: collection }),
    ],
  });
  await on.publish(program, 0);
});
afterAll(() => world.stop());

const cart = (code: string, lines: readonly { variantId: string }[]) =>
  world.sim.commerce.priceCart(SHOP, {
    lines: lines.map(({ variantId }) => ({ variantId, quantity: 1 })),
    codes: [code],
    customerId: null,
  });

/** Somebody with points, and the code of the reward they took. */
async function taken(name: string, reward: string) {
  const { id } = on.person(name);
  const buyer = { kind: 'customer' as const, customerId: id };
  await world.buy({ buyer, lines: [{ variantId: plate.variantId, quantity: 4 }] });
  await world.pass(DAY);
  const before = (await balanceOf(world, id)).available;
  const answer = await world.shopper(id).redeem(reward, 100);
  expect(answer.status).toBe(200);
  const { code } = answer.body.redemption;
  if (!code) throw new Error('no code');
  return { id, buyer, code, before };
}

test('a code for a product works on that product alone, and its minimum counts nothing else', async () => {
  const { id, buyer, code, before } = await taken('Mina', 'mug');
  expect(cart(code, [plate]).codes[0]).toMatchObject({ applicable: false });
  expect(cart(code, [plate, mug]).lines.map((each) => each.allocations)).toEqual([
    [],
    [{ code, amountMinor: 500 }],
  ]);
  const lines = [plate, mug].map(({ variantId }) => ({ variantId, quantity: 1 }));
  const order = await world.buy({ buyer, lines, codes: [code] });
  expect(order.codes).toEqual([code]);
  expect((await world.shopper(id).state()).codes).toEqual([]);
  const earned = Math.floor(((plate.priceMinor + mug.priceMinor - 500) * 5) / 100);
  expect((await balanceOf(world, id)).available).toBe(before - 100 + earned);
  await expectSoundBooks(world);
});

test('a code for a collection works on what the collection holds now', async () => {
  const { code } = await taken('Tara', 'table');
  const { commerce } = world.sim;
  expect(cart(code, [mug]).codes[0]).toMatchObject({ applicable: false });
  expect(cart(code, [mug, plate]).lines.map((each) => each.allocations)).toEqual([
    [],
    [{ code, amountMinor: Math.round(plate.priceMinor / 4) }],
  ]);
  commerce.updateCollection(SHOP, collectionId, { productIds: [mug.id] });
  expect(cart(code, [mug]).codes[0]).toMatchObject({ applicable: true });
  commerce.updateCollection(SHOP, collectionId, { productIds: [plate.id] });
});

test('points come back with the goods the code was for, and with no others', async () => {
  const { id, buyer, code } = await taken('Ava', 'table');
  const lines = [plate, mug].map(({ variantId }) => ({ variantId, quantity: 1 }));
  const order = await world.buy({ buyer, lines, codes: [code] });
  const { commerce } = world.sim;
  const spent = async () =>
    (await world.shopper(id).history()).rows.filter(({ kind }) => kind === 'returned');
  const refund = (line: number) =>
    commerce.refund(SHOP, {
      orderId: order.id,
      lines: [{ lineId: order.lines[line]?.id ?? '', quantity: 1 }],
      shipping: false,
    });
  refund(1);
  await world.settle();
  expect(await spent()).toEqual([]);
  refund(0);
  await world.settle();
  expect(await spent()).toMatchObject([{ points: 100 }]);
  await expectSoundBooks(world);
});

test('the shopper is told which goods, in the panel and on the page without scripts', async () => {
  const { id } = await taken('Nika', 'table');
  const { program, codes } = await world.shopper(id).state();
  expect(program?.rewards.map(({ value }) => ('only' in value ? value.only?.name : null))).toEqual([
    'Harbor mugs',
    'Our <b>{{ table }}</b>',
  ]);
  expect(codes).toMatchObject([{ value: { only: { name: 'Our <b>{{ table }}</b>' } } }]);
  const page = await world.shopper(id).get('');
  expect(page.text).toContain('Harbor mugs');
  expect(page.text).toContain('Our &lt;b&gt;&#123;&#123; table &#125;&#125;&lt;/b&gt;');
});
