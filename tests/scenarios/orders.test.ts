/** Every kind of order, from the webhook to the balance, as `semantics` says: one row a kind. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Buyer, PlaceOrder, SimOrderSummary } from '../../simulator/types.ts';
import { DAY, SHOP, SHOP_FA, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';

let world: World;
let mug: string;
let giftCard: string;

beforeAll(async () => {
  world = await startWorld();
  const products = world.sim.commerce.products(SHOP);
  mug =
    products.find((p) => !p.giftCard && p.variants[0]?.priceMinor === 2400)?.variants[0]?.id ?? '';
  giftCard = products.find((p) => p.giftCard)?.variants[0]?.id ?? '';
});
afterAll(() => world.stop());

const newCustomer = (email: string | null = `${crypto.randomUUID()}@example.com`) =>
  world.sim.commerce.createCustomer(SHOP, { email, phone: null, firstName: 'A', lastName: 'B' });

type After = (order: SimOrderSummary) => unknown;
type Row = [
  name: string,
  points: number,
  input: Partial<PlaceOrder>,
  lines?: () => PlaceOrder['cart']['lines'],
  after?: After,
];

const two = () => [{ variantId: mug, quantity: 2 }];
const refund = (order: SimOrderSummary, over: object) =>
  world.sim.commerce.refund(SHOP, { orderId: order.id, lines: [], shipping: false, ...over });
const line = (order: SimOrderSummary, quantity: number) => ({
  lines: [{ lineId: order.lines[0]?.id ?? '', quantity }],
});

const rows: Row[] = [
  ['a paid order', 240, {}],
  ['one that is not paid yet', 0, { paid: false }],
  [
    'one that is paid later, on delivery',
    240,
    { paid: false },
    two,
    (o) => world.sim.commerce.markPaid(SHOP, o.id),
  ],
  ['a test order', 0, { test: true }],
  ['a sale at the till', 240, { source: 'pos' }],
  ['a draft', 0, { source: 'shopify_draft_order' }],
  ['a gift card bought beside', 240, {}, () => [...two(), { variantId: giftCard, quantity: 1 }]],
  ['only a gift card', 0, {}, () => [{ variantId: giftCard, quantity: 1 }]],
  ['a tip', 240, { tipMinor: 900 }],
  ['one unit refunded', 120, {}, two, (o) => refund(o, line(o, 1))],
  ['all refunded', 0, {}, two, (o) => refund(o, line(o, 2))],
  ['goodwill of 5.00 without a line', 215, {}, two, (o) => refund(o, { amountMinor: 500 })],
  ['only the shipping refunded', 240, {}, two, (o) => refund(o, { shipping: true })],
  ['a restocking fee kept', 120, {}, two, (o) => refund(o, { ...line(o, 1), amountMinor: 1000 })],
  [
    'one unit removed by an edit',
    120,
    {},
    two,
    (o) => world.sim.commerce.edit(SHOP, o.id, o.lines[0]?.id ?? '', 1),
  ],
  ['cancelled', 0, {}, two, (o) => world.sim.commerce.cancel(SHOP, o.id, { refund: true })],
  ['15 % off by another code', 204, { cart: { lines: [], codes: ['AUTUMN15'], customerId: null } }],
];

describe('an order earns 5 points for every 1.00 that counts', () => {
  test.each(rows)('%s: %i', async (_, points, input, lines = two, after = () => {}) => {
    const customer = newCustomer();
    const order = await world.buy({
      ...input,
      codes: [...(input.cart?.codes ?? [])],
      buyer: { kind: 'customer', customerId: customer.id },
      lines: lines(),
    });
    world.sim.clock.advance(60_000);
    after(order);
    await world.settle();
    expect(await balanceOf(world, customer.id)).toEqual({ pending: points, available: 0, held: 0 });
    await expectSoundBooks(world);
  });

  test('zero totals earn nothing and break nothing', async () => {
    const customer = newCustomer();
    await world
      .buy({ buyer: { kind: 'customer', customerId: customer.id }, lines: [], codes: [] })
      .catch(() => null);
    expect((await balanceOf(world, customer.id)).pending).toBe(0);
  });
});

describe('who it belongs to', () => {
  test('a guest’s points wait under the email, and are there once the guest has an account', async () => {
    const email = `${crypto.randomUUID()}@example.com`;
    const guest: Buyer = { kind: 'guest', email, phone: null, firstName: 'G', lastName: 'H' };
    await world.buy({ buyer: guest, lines: two() });
    const { rows: shoppers } = await world.owner.query(
      'select pending from shoppers where pending = 240',
    );
    expect(shoppers.length).toBeGreaterThan(0);
    const customer =
      world.sim.commerce.customers(SHOP).find((c) => c.email === email) ?? newCustomer(email);
    await world.settle();
    expect((await balanceOf(world, customer.id)).pending).toBe(240);
  });

  test('a sale to nobody earns nobody anything, and is kept', async () => {
    const before = await world.owner.query('select count(*) from shoppers');
    await world.buy({ buyer: { kind: 'nobody' }, source: 'pos', lines: two() });
    expect((await world.owner.query('select count(*) from shoppers')).rows).toEqual(before.rows);
    await expectSoundBooks(world);
  });
});

describe('time', () => {
  test('points are on the way for 14 days, to the second', async () => {
    const customer = newCustomer();
    await world.buy({ buyer: { kind: 'customer', customerId: customer.id }, lines: two() });
    await world.pass(14 * DAY - 1000);
    expect(await balanceOf(world, customer.id)).toMatchObject({ pending: 240, available: 0 });
    await world.pass(1000);
    expect(await balanceOf(world, customer.id)).toMatchObject({ pending: 0, available: 240 });
  });

  test('an order that comes to our ears late gets the dates of a punctual one', async () => {
    const customer = newCustomer();
    await world.pass(30 * DAY);
    const placedAt = world.sim.clock.now() - 20 * DAY;
    await world.buy({
      buyer: { kind: 'customer', customerId: customer.id },
      lines: two(),
      placedAt,
    });
    expect(await balanceOf(world, customer.id)).toMatchObject({ pending: 0, available: 240 });
    await expectSoundBooks(world);
  });

  test('a refund after the points were spent becomes debt, and the next order pays it back', async () => {
    const customer = newCustomer();
    const buyer: Buyer = { kind: 'customer', customerId: customer.id };
    const order = await world.buy({ buyer, lines: [{ variantId: mug, quantity: 3 }] });
    await world.pass(15 * DAY);
    await world.shopper(customer.id).redeem('off-3', 300);
    world.sim.commerce.refund(SHOP, { orderId: order.id, ...line(order, 3), shipping: false });
    await world.settle();
    expect(await balanceOf(world, customer.id)).toMatchObject({ available: -300 });
    expect((await world.shopper(customer.id).state()).shopper).toMatchObject({
      available: 0,
      debt: 300,
    });
    await world.buy({ buyer, lines: [{ variantId: mug, quantity: 4 }] });
    await world.pass(15 * DAY);
    expect(await balanceOf(world, customer.id)).toMatchObject({ available: 180 });
    await expectSoundBooks(world);
  });
});

test('a shop with tax inside its prices, no decimals and its own calendar', async () => {
  const rial = await startWorld({
    shop: SHOP_FA,
    program: aProgram({
      currency: 'IRR',
      earning: {
        points: 5,
        perMinor: 100_000,
        includeShipping: false,
        includeTips: false,
        includeDuties: false,
      },
      rewards: [],
    }),
  });
  try {
    const [customer] = rial.sim.commerce.customers(SHOP_FA);
    const pot = rial.sim.commerce.products(SHOP_FA).find((p) => !p.giftCard)?.variants[0];
    const order = await rial.buy({
      buyer: { kind: 'customer', customerId: customer?.id ?? '' },
      lines: [{ variantId: pot?.id ?? '', quantity: 1 }],
    });
    const lineTaxInside = order.taxMinor;
    expect(lineTaxInside).toBeGreaterThan(0);
    const { pending } = await balanceOf(rial, customer?.id ?? '');
    const net = (pot?.priceMinor ?? 0) - (await lineTax(rial));
    expect(pending).toBe(Math.floor((net * 5) / 100_000));
    await expectSoundBooks(rial, SHOP_FA);
  } finally {
    await rial.stop();
  }
});

/** The tax inside the only line of the only order, as its facts say. */
async function lineTax(of: World): Promise<number> {
  const { rows: found } = await of.owner.query<{ tax: string }>(
    `select facts #>> '{scalars,lines,0,taxMinor}' as tax from orders`,
  );
  return Number(found[0]?.tax ?? 0);
}
