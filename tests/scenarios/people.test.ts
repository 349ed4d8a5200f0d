/** Who an order belongs to, when people type what is not theirs, share a phone or come to be known. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { lastBody, tell } from './telling.ts';

let world: World;
let mug: string;

beforeAll(async () => {
  world = await startWorld();
  const products = world.sim.commerce.products(SHOP);
  const found = products.find((p) => !p.giftCard && p.variants[0]?.priceMinor === 2400);
  mug = found?.variants[0]?.id ?? '';
});
afterAll(() => world.stop());

const newCustomer = (email: string | null, phone: string | null = null) =>
  world.sim.commerce.createCustomer(SHOP, { email, phone, firstName: 'A', lastName: 'B' });

const someEmail = () => `${crypto.randomUUID()}@example.com`;
const lines = () => [{ variantId: mug, quantity: 2 }];

/** The simulator's ids exceed 2^53, so bodies are changed as text. */
const typed = (body: string, field: 'email' | 'phone', value: string): string =>
  body.replace(new RegExp(`"${field}":("[^"]*"|null)`, 'g'), `"${field}":${JSON.stringify(value)}`);

describe('a customer who types somebody else’s address at the checkout', () => {
  test.each(['email', 'phone'] as const)('by %s: has points of their own', async (field) => {
    const address = field === 'email' ? someEmail() : '+4915112345678';
    const victim = newCustomer(
      field === 'email' ? address : someEmail(),
      field === 'phone' ? address : null,
    );
    await world.buy({ buyer: { kind: 'customer', customerId: victim.id }, lines: lines() });
    world.sim.webhooks.faults([{ mode: 'drop' }]);
    const other = newCustomer(someEmail());
    world.sim.commerce.placeOrder(SHOP, {
      cart: { lines: lines(), codes: [], customerId: other.id },
      buyer: { kind: 'customer', customerId: other.id },
      source: 'web',
      paid: true,
      test: false,
    });
    world.sim.webhooks.faults([]);
    const body = typed(lastBody(world, 'orders/create'), field, address);
    expect(await tell(world, { topic: 'orders/create', body })).toBe(200);
    await world.settle();
    expect((await balanceOf(world, victim.id)).pending).toBe(240);
    expect((await balanceOf(world, other.id)).pending).toBe(240);
    await expectSoundBooks(world);
  });

  test('and a request to erase one of two who share a phone leaves the other', async () => {
    const phone = '+4915187654321';
    const first = newCustomer(someEmail(), phone);
    await world.buy({ buyer: { kind: 'customer', customerId: first.id }, lines: lines() });
    const second = newCustomer(someEmail());
    await world.buy({ buyer: { kind: 'customer', customerId: second.id }, lines: lines() });
    const customer = { id: second.id, email: second.email, phone };
    const body = JSON.stringify({
      shop_id: '1',
      shop_domain: SHOP,
      customer,
      orders_to_redact: [],
    });
    expect(await tell(world, { topic: 'customers/redact', body })).toBe(200);
    await world.settle();
    expect((await balanceOf(world, first.id)).pending).toBe(240);
    expect((await world.shopper(second.id).state()).shopper).toMatchObject({ pending: 0 });
  });
});
