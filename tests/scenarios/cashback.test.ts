/** Money credit that an order brings for the next one: given on its day, follows refunds, ends, is told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../web/contract/merchant.ts';
import type { ExtOrder } from '../../web/contract/ext.ts';
import type { ShopperPage } from '../../web/contract/merchantShoppers.ts';
import { DAY, SHOP, START, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { extensionToken } from '../signing.ts';
import { expectSoundBooks } from './books.ts';
import { expectNothingLeft } from './faultCells.ts';
import {
  buyMugs,
  codeOf,
  mailsTo,
  mugOf,
  newBuyer,
  refundAll,
  withNextOrder,
} from './nextOrderWorld.ts';
import { tell } from './telling.ts';
import { creditOf, walletAt } from './walletWorld.ts';

let world: World;
const offer = {
  value: { kind: 'cashback', basisPoints: 300, stepMinor: 100, waitDays: 7 },
  minimumMinor: 0,
  days: 90,
  quietDays: 0,
} as const;
beforeAll(async () => {
  world = await startWorld({ program: withNextOrder(offer), backdate: START - 10 * DAY });
});
afterAll(() => world?.stop());

/** 100 days may pass between two looks of the merchant, no more. */
const lookIn = () => world.api('GET', '/api/home');
const home = async () => (await world.api<Home>('GET', '/api/home')).body;

const idOf = async (placed: { id: string }) =>
  (
    await world.owner.query<{ id: string }>(
      'select order_id as id from orders where platform_order_id = $1',
      [placed.id],
    )
  ).rows[0]?.id ?? '';

/** Two mugs, 48.00: 3 % is 1.44, in whole dollars 1.00. */
async function bought(buyer: { id: string }, over: Parameters<typeof buyMugs>[2] = {}) {
  const order = await buyMugs(world, buyer.id, over);
  return { order, key: await idOf(order) };
}

describe('an order that is paid', () => {
  test('brings its share in whole dollars, on its day, told where the shopper looks', async () => {
    const buyer = newBuyer(world);
    const { order, key } = await bought(buyer);
    expect(await creditOf(world, key)).toMatchObject({ target: 100, posted: 0 });
    expect(await codeOf(world, order)).toMatchObject({ status: 'issuing', code: null });
    const thanks = await thankYou(order.checkoutToken, buyer.id);
    expect(thanks.cashback).toMatchObject({ amountMinor: 100, given: false });
    expect(thanks.nextOrderCode).toBeNull();
    expect((await world.shopper(buyer.id).state()).nextOrderCodes).toMatchObject([
      { amountMinor: 100, given: false, endsAt: '2026-06-07T03:59:59.999Z' },
    ]);
    expect(await mailsTo(world, buyer.email)).toEqual([]);

    await world.pass(7 * DAY);
    expect(walletAt(world, { customerId: buyer.id })).toBe(100);
    expect(await codeOf(world, order)).toMatchObject({ status: 'open' });
    expect((await world.shopper(buyer.id).state()).nextOrderCodes).toMatchObject([{ given: true }]);
    const [mail, ...more] = await mailsTo(world, buyer.email);
    expect(more).toEqual([]);
    expect(mail?.subject).toBe('$1 store credit from Northday');
    expect(mail?.text).toContain('until the end of Saturday 6 June');
  });

  test('told again and again, in any order, brings it once', async () => {
    const buyer = newBuyer(world);
    const { order, key } = await bought(buyer);
    await world.pass(7 * DAY);
    const about = world.sim.webhooks.log().filter((d) => d.body.includes(order.id));
    for (const { webhookId } of about.toReversed()) world.sim.webhooks.redeliver(webhookId);
    await world.settle();
    expect(walletAt(world, { customerId: buyer.id })).toBe(100);
    expect(await creditOf(world, key)).toMatchObject({ states: ['done'] });
    expect(await mailsTo(world, buyer.email)).toHaveLength(1);
  });

  test('heard of late, yet before its day, brings it on its day; after that it brings none', async () => {
    const [early, late] = [newBuyer(world), newBuyer(world)];
    const now = world.sim.clock.now();
    const { key } = await bought(early, { placedAt: now - 5 * DAY });
    const { order } = await bought(late, { placedAt: now - 9 * DAY });
    await world.pass(2 * DAY);
    expect(await creditOf(world, key)).toMatchObject({ posted: 100 });
    expect(await codeOf(world, order)).toMatchObject({ status: 'late' });
    expect(walletAt(world, { customerId: late.id })).toBe(0);
  });
});

describe('a refund', () => {
  test('before its day lowers what is given; everything back gives nothing', async () => {
    const [half, all] = [newBuyer(world), newBuyer(world)];
    const first = await world.buy({
      buyer: { kind: 'customer', customerId: half.id },
      lines: [{ variantId: mugOf(world), quantity: 4 }],
    });
    const { order } = await bought(all);
    refundOne(first);
    refundAll(world, order);
    await world.settle();
    expect(await creditOf(world, await idOf(first))).toMatchObject({ target: 200 });
    expect(await codeOf(world, order)).toMatchObject({ status: 'withdrawn' });
    await world.pass(7 * DAY);
    expect(walletAt(world, { customerId: half.id })).toBe(200);
    expect(walletAt(world, { customerId: all.id })).toBe(0);
    expect(await mailsTo(world, all.email)).toEqual([]);
  });

  test('after it takes back what is there; what was spent is unrecovered, on Home, and no debt', async () => {
    const [keeps, spends] = [newBuyer(world), newBuyer(world)];
    const kept = await bought(keeps);
    const spent = await bought(spends);
    await world.pass(7 * DAY);
    await world.buy({
      buyer: { kind: 'customer', customerId: spends.id },
      lines: [{ variantId: mugOf(world), quantity: 1 }],
      storeCredit: true,
    });
    const before = (await home()).nextOrders?.cashback?.[0];
    refundAll(world, kept.order);
    refundAll(world, spent.order);
    await world.settle();
    expect(walletAt(world, { customerId: keeps.id })).toBe(0);
    expect(await creditOf(world, kept.key)).toMatchObject({ posted: 0, unrecovered: 0 });
    expect(await creditOf(world, spent.key)).toMatchObject({ posted: 100, unrecovered: 100 });
    const after = (await home()).nextOrders?.cashback?.[0];
    expect(after).toEqual({
      money: before?.money,
      givenMinor: (before?.givenMinor ?? 0) - 100,
      unrecoveredMinor: (before?.unrecoveredMinor ?? 0) + 100,
    });
    const page = await shopperPage(spends.id);
    expect(page.wallet.at(-1)).toMatchObject({ status: 'withdrawn', unrecoveredMinor: 100 });
  });
});

describe('its end', () => {
  test('is reminded of while something is left, and ends on its day', async () => {
    const [left, spent] = [newBuyer(world), newBuyer(world)];
    const { order } = await bought(left);
    await bought(spent);
    await world.pass(7 * DAY);
    world.sim.commerce.adjustStoreCredit(SHOP, spent.id, -100);
    await world.pass(84 * DAY);
    await lookIn();
    const subjects = (await mailsTo(world, left.email)).map(({ subject }) => subject);
    expect(subjects).toEqual([
      '$1 store credit from Northday',
      '7 days left for your $1 store credit at Northday',
    ]);
    expect(await mailsTo(world, spent.email)).toHaveLength(1);
    await world.pass(5 * DAY);
    expect(await mailsTo(world, left.email)).toHaveLength(3);
    await world.pass(3 * DAY);
    expect(walletAt(world, { customerId: left.id })).toBe(0);
    expect(await codeOf(world, order)).toMatchObject({ status: 'lapsed' });
  });
});

test('a customer who is forgotten keeps nothing here, and nobody asks for their wallet any more', async () => {
  const buyer = newBuyer(world);
  const { key } = await bought(buyer);
  await world.pass(7 * DAY);
  world.sim.commerce.compliance(SHOP, 'customers/redact', buyer.id);
  await world.settle();
  const { rows } = await world.owner.query(
    'select customer_id from wallet_credits where key = $1',
    [key],
  );
  expect(rows).toEqual([{ customer_id: null }]);
});

test('the currency that the buyer paid in is the currency of the credit', async () => {
  const buyer = newBuyer(world);
  // The shop's message of an order that was paid in euros: 51.84 dollars are 47.52 euros.
  const unpaid = await buyMugs(world, buyer.id, { paid: false });
  const told = world.sim.webhooks.log().findLast(({ body }) => body.includes(unpaid.id));
  const inDollars = told?.body ?? '';
  const total = /"total_price":"([\d.]+)"/.exec(inDollars)?.[1] ?? '';
  const inEuros = inDollars
    .replace('"financial_status":"pending"', '"financial_status":"paid"')
    .replace(
      /("total_price_set":\{"shop_money":\{[^}]*\},"presentment_money":)\{[^}]*\}/,
      `$1{"amount":"${((Number(total) * 11) / 12).toFixed(2)}","currency_code":"EUR"}`,
    )
    .replace(
      /"updated_at":"[^"]*"/,
      `"updated_at":"${new Date(world.sim.clock.now() + 1000).toISOString()}"`,
    );
  expect(await tell(world, { topic: 'orders/updated', body: inEuros })).toBe(200);
  await world.settle();
  const { rows } = await world.owner.query(
    'select currency, target_minor::int as target from wallet_credits where key = $1',
    [await idOf(unpaid)],
  );
  expect(rows).toEqual([{ currency: 'EUR', target: 91 }]);
  await world.pass(7 * DAY);
  expect(world.sim.commerce.storeCredit(SHOP, buyer.id, 'EUR').balanceMinor).toBe(91);
  expect(walletAt(world, { customerId: buyer.id })).toBe(0);
});

test('and nothing waits, and the books are sound', async () => {
  await expectNothingLeft(world, ['settleNextOrder', 'mail']);
  await expectSoundBooks(world);
});

function refundOne(order: Parameters<typeof refundAll>[1]): void {
  world.sim.commerce.refund(SHOP, {
    orderId: order.id,
    lines: order.lines.map(({ id }) => ({ lineId: id, quantity: 1 })),
    shipping: false,
  });
}

async function thankYou(checkoutToken: string, customerId: string): Promise<ExtOrder> {
  const answer = await fetch(`${world.app.url}/ext/order?token=${checkoutToken}`, {
    headers: {
      authorization: `Bearer ${extensionToken(SHOP, world.sim.clock.now(), { sub: `gid://shopify/Customer/${customerId}` })}`,
    },
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as ExtOrder;
}

async function shopperPage(customerId: string): Promise<ShopperPage> {
  const { rows } = await world.owner.query<{ id: string }>(
    `select shopper_id as id from identities where kind = 'customer' and value like '%:' || $1`,
    [customerId],
  );
  return (await world.api<ShopperPage>('GET', `/api/shoppers/${rows[0]?.id}`)).body;
}
