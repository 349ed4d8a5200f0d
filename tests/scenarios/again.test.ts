/** No proof counts twice: what comes again is answered, and changes nothing. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { lastBody, tell } from './telling.ts';
import { everyRow } from './wholeDatabase.ts';

let world: World;
let ada: string;
let ben: string;
let open: string;
let untouched: Record<string, string[]>;

const snapshot = (except: readonly string[] = []) => everyRow(world.owner, except);

beforeAll(async () => {
  world = await startWorld();
  const [first, second] = world.sim.commerce.customers(SHOP);
  ada = first?.id ?? '';
  ben = second?.id ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: mug?.id ?? '', quantity: 8 }];
  for (const customerId of [ada, ben]) {
    const { id: orderId } = await world.buy({ buyer: { kind: 'customer', customerId }, lines });
    world.sim.clock.advance(60_000);
    world.sim.commerce.refund(SHOP, { orderId, lines: [], shipping: false, amountMinor: 500 });
    await world.settle();
  }
  await world.pass(15 * DAY);
  open = crypto.randomUUID();
  const reply = await world.shopper(ada).redeem('off-3', 300, open);
  if (reply.status !== 200) throw new Error(reply.text);
  await world.settle();
});
afterAll(() => world.stop());
beforeEach(async () => {
  untouched = await snapshot();
});

const TOPICS = [
  'orders/create',
  'orders/paid',
  'orders/updated',
  'orders/cancelled',
  'refunds/create',
  'customers/create',
  'customers/update',
  'app/uninstalled',
  'customers/data_request',
  'customers/redact',
  'shop/redact',
];
/** Where messages and what follows from them wait; everything else is the books. */
const mail = ['inbox', 'deliveries', 'shop_contacts'];

test('a message under its own id is 200, and not a byte changes', async () => {
  const told = world.sim.webhooks.log();
  for (const { topic, body, webhookId } of told) {
    expect(await tell(world, { topic, body, webhookId })).toBe(200);
  }
  await world.settle();
  expect(await snapshot()).toEqual(untouched);
});

test.each(['orders/create', 'orders/updated', 'refunds/create', 'customers/update'])(
  'the body of %s under a new id, and under every other topic, is 200 and changes no books',
  async (topic) => {
    const before = await snapshot(mail);
    const body = lastBody(world, topic);
    for (const under of [topic, ...TOPICS]) {
      expect([under, await tell(world, { topic: under, body })]).toEqual([under, 200]);
    }
    await world.settle();
    expect(await snapshot(mail)).toEqual(before);
    await expectSoundBooks(world);
  },
);

test('a redemption gets its first answer again, and spends nothing', async () => {
  const id = crypto.randomUUID();
  const shopper = world.shopper(ben);
  const first = await shopper.redeem('ship', 400, id);
  await world.settle();
  const before = await snapshot();
  for (const way of [id, id.toUpperCase()]) {
    const again = await shopper.redeem('ship', 400, way);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
  }
  const looked = await shopper.get(`redemptions/${id}`);
  expect(looked.text).toBe(first.text);
  expect(await snapshot()).toEqual(before);
  const other = await shopper.redeem('off-5', 500, id);
  expect(other.status).toBe(409);
  expect(await snapshot()).toEqual(before);
});

test('another’s redemption and one that is not there are refused with the same bytes', async () => {
  const shopper = world.shopper(ben);
  for (const after of ['', '/cancel']) {
    const ask = (id: string) => {
      const place = `redemptions/${id}${after}`;
      return after === '' ? shopper.get(place) : shopper.post(place);
    };
    const [missing, others] = [await ask(crypto.randomUUID()), await ask(open)];
    expect([missing.status, others.status]).toEqual([404, 404]);
    expect(others.text).toBe(missing.text);
  }
  expect(await snapshot()).toEqual(untouched);
});
