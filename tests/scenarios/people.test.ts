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

describe('a guest’s points', () => {
  const guest = (email: string, phone: string | null = null) => ({
    kind: 'guest' as const,
    email,
    phone,
    firstName: 'G',
    lastName: 'H',
  });

  test('are not had by typing the address, nor by an account whose email is not verified', async () => {
    const email = someEmail();
    await world.buy({ buyer: guest(email), lines: lines() });
    const thief = newCustomer(someEmail());
    const buyer = { kind: 'customer' as const, customerId: thief.id };
    world.sim.webhooks.faults([{ mode: 'drop' }]);
    await world.buy({ buyer, lines: lines() });
    world.sim.webhooks.faults([]);
    const body = typed(lastBody(world, 'orders/create'), 'email', email);
    expect(await tell(world, { topic: 'orders/create', body })).toBe(200);
    await world.settle();
    expect((await balanceOf(world, thief.id)).pending).toBe(240);
    world.sim.commerce.updateCustomer(SHOP, thief.id, { email, emailVerified: false });
    await world.settle();
    expect((await balanceOf(world, thief.id)).pending).toBe(240);
    await expectSoundBooks(world);
  });

  test('are the customer’s once the platform vouches for the email, order first or account first', async () => {
    const [one, two] = [newCustomer(someEmail()), newCustomer(someEmail())];
    for (const customer of [one, two]) {
      const mine = { kind: 'customer' as const, customerId: customer.id };
      await world.buy({ buyer: mine, lines: lines() });
    }
    const [first, second] = [someEmail(), someEmail()];
    await world.buy({ buyer: guest(first), lines: lines() });
    world.sim.commerce.updateCustomer(SHOP, one.id, { email: first });
    world.sim.commerce.updateCustomer(SHOP, two.id, { email: second });
    await world.settle();
    await world.buy({ buyer: guest(second), lines: lines() });
    expect((await balanceOf(world, one.id)).pending).toBe(480);
    expect((await balanceOf(world, two.id)).pending).toBe(480);
    await expectSoundBooks(world);
  });

  test('are not had by buying with their phone and an email of one’s own', async () => {
    const phone = '+4915100000001';
    await world.buy({ buyer: { ...guest(''), email: null, phone }, lines: lines() });
    const email = someEmail();
    await world.buy({ buyer: guest(email, phone), lines: lines() });
    const thief = newCustomer(email, phone);
    await world.settle();
    expect((await balanceOf(world, thief.id)).pending).toBe(240);
    await expectSoundBooks(world);
  });

  test('do not go to a customer who typed the address before the guest ever bought', async () => {
    const email = someEmail();
    const early = newCustomer(someEmail());
    world.sim.webhooks.faults([{ mode: 'drop' }]);
    await world.buy({ buyer: { kind: 'customer', customerId: early.id }, lines: lines() });
    world.sim.webhooks.faults([]);
    const body = typed(lastBody(world, 'orders/create'), 'email', email);
    await tell(world, { topic: 'orders/create', body });
    await world.settle();
    await world.buy({ buyer: guest(email), lines: lines() });
    expect((await balanceOf(world, early.id)).pending).toBe(240);
    const owner = newCustomer(email);
    await world.settle();
    expect((await balanceOf(world, owner.id)).pending).toBe(240);
    await expectSoundBooks(world);
  });
});
