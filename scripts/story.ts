/**
 * `npm run story`: one shopper's life over HTTP against the demo that runs, each step printed with the
 * balance after it. `-- --shop khanesofal.myshopify.com` plays it in the Persian shop.
 */
import { parseArgs } from 'node:util';
import type {
  Customer,
  PricedCart,
  Product,
  SimOrderSummary,
  SimShop,
} from '../simulator/types.ts';
import type { RedeemAnswer, ShopperState } from '../web/contract/shopper.ts';
import { inWords } from './inWords.ts';
import { wantedPorts } from './start/ports.ts';

const DAY_MS = 86_400_000;
const sim = `http://127.0.0.1:${wantedPorts(process.env).simulator.port}`;

type Json = Record<string, unknown>;

/** One visitor of the storefront, with a cookie jar of one cookie. */
type Visitor = { shop: SimShop; cookie: string };

type Call = { method?: string; headers?: Record<string, string>; body?: string };

async function ask<Body>(shop: string, place: string, init: Call = {}): Promise<Body> {
  const headers = { 'x-sim-shop': shop, 'content-type': 'application/json', ...init.headers };
  const response = await fetch(`${sim}${place}`, { redirect: 'manual', ...init, headers }).catch(
    () => {
      throw new Error('The demo does not run. Start it with `npm start` in another window.');
    },
  );
  if (response.status >= 400) throw new Error(`${place}: ${await response.text()}`);
  return (await response.json()) as Body;
}

const lever = <Body>(shop: string, verb: string, args: Json = {}): Promise<Body> =>
  ask<Body>(shop, `/__sim/commerce/${verb}`, {
    method: 'POST',
    body: JSON.stringify({ shop, ...args }),
  });

async function logIn(shop: SimShop, customer: Customer): Promise<Visitor> {
  const response = await fetch(`${sim}/account/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'x-sim-shop': shop.domain },
    body: new URLSearchParams({ customer_id: customer.id, return_url: '/' }),
  });
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { shop, cookie };
}

const proxy = <Body>(visitor: Visitor, place: string, body?: Json): Promise<Body> =>
  ask<Body>(visitor.shop.domain, `/apps/regulars/${place}`, {
    headers: {
      cookie: visitor.cookie,
      'x-regulars': '1',
      origin: `https://${visitor.shop.domain}`,
    },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });

async function pass(days: number): Promise<void> {
  await ask('', '/__sim/clock', {
    method: 'POST',
    body: JSON.stringify({ advanceMs: days * DAY_MS }),
  });
}

/** Everything that was sent has been heard once the clock has moved a little. */
const heard = () => pass(1 / 1440);

async function say(visitor: Visitor, step: string): Promise<void> {
  const { shopper } = await proxy<ShopperState>(visitor, 'state');
  const balance = shopper
    ? `${shopper.available} points, ${shopper.pending} on the way` +
      (shopper.debt > 0 ? `, ${shopper.debt} owed` : '')
    : 'nobody';
  console.log(`  ${step.padEnd(58)} ${balance}`);
}

async function buy(
  visitor: Visitor,
  customer: Customer,
  product: Product,
  codes: string[],
  units: number,
) {
  const lines = [{ variantId: product.variants[0]?.id ?? '', quantity: units }];
  const cart = { lines, codes, customerId: customer.id };
  const priced = await lever<PricedCart>(visitor.shop.domain, 'priceCart', { cart });
  const input = {
    cart,
    buyer: { kind: 'customer', customerId: customer.id },
    source: 'web',
    paid: true,
    test: false,
  };
  const order = await lever<SimOrderSummary>(visitor.shop.domain, 'placeOrder', { input });
  await heard();
  return { order, priced };
}

async function live(domain: string): Promise<void> {
  const shop = await lever<SimShop>(domain, 'shop');
  const products = await lever<Product[]>(domain, 'products');
  const thing = products.find((product) => !product.giftCard);
  if (!thing) throw new Error('The shop has nothing to sell.');
  const customer = await lever<Customer>(domain, 'createCustomer', {
    input: {
      email: `nora-${Date.now()}@example.com`,
      phone: null,
      firstName: 'Nora',
      lastName: 'Lind',
    },
  });
  const nora = await logIn(shop, customer);
  console.log(`\nNora at ${shop.name}\n`);
  await heard();
  await say(nora, 'opens an account');
  await buy(nora, customer, thing, [], 5);
  await say(nora, `buys 5 × ${thing.title}`);
  await pass(15);
  await say(nora, '15 days later the return time is over');
  const { program } = await proxy<ShopperState>(nora, 'state');
  const reward = program?.rewards[0];
  if (!reward) throw new Error('The program has no rewards.');
  const first = await take(nora, reward);
  await say(nora, `takes ${reward.id} for ${reward.points} points: ${first.redemption.code}`);
  const { order, priced } = await buy(nora, customer, thing, [first.redemption.code ?? ''], 2);
  const off = priced.codes[0]?.applicable ? 'works' : 'does not work';
  await say(nora, `uses it on ${order.name} (2 units): it ${off}`);
  const lines = [{ lineId: order.lines[0]?.id ?? '', quantity: 1 }];
  await lever(domain, 'refund', { input: { orderId: order.id, lines, shipping: false } });
  await heard();
  await say(nora, 'sends one of the two back: half the points return');
  const second = await take(nora, reward).catch(() => null);
  if (second) {
    await say(nora, `takes ${reward.id} again: ${second.redemption.code}`);
    await proxy(nora, `redemptions/${second.redemption.id}/cancel`, {});
    await heard();
    await say(nora, 'thinks again and puts it back');
  }
  await lever(domain, 'cancel', { id: order.id, orderId: order.id, refund: true });
  await heard();
  await say(nora, `${order.name} is cancelled: the rest returns`);
  console.log('');
}

const take = (visitor: Visitor, reward: { id: string; points: number }): Promise<RedeemAnswer> =>
  proxy<RedeemAnswer>(visitor, 'redemptions', {
    id: crypto.randomUUID(),
    rewardId: reward.id,
    points: reward.points,
  });

await inWords(async () => {
  const { values } = parseArgs({
    options: { shop: { type: 'string', default: 'northday.myshopify.com' } },
  });
  await live(values.shop);
});
