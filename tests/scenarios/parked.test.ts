/**
 * A message with a good signature is never lost: what cannot be read or recorded is set aside, where
 * the merchant sees it and can ask for another try, and nothing else waits for it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../web/contract/merchant.ts';
import { SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { lastBody, tell } from './telling.ts';

const PERSON = { email: 'sara.secret@example.com', firstName: 'Saraswati', lastName: 'Verborgen' };

let world: World;
let mug: string;

beforeAll(async () => {
  world = await startWorld();
  mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0]?.id ?? '';
});
afterAll(() => world.stop());

async function parked(): Promise<Home['parked']> {
  const reply = await world.api<Home>('GET', '/api/home');
  expect(reply.status).toBe(200);
  return reply.body.parked;
}

const newCustomer = (email = `${crypto.randomUUID()}@example.com`) =>
  world.sim.commerce.createCustomer(SHOP, { ...PERSON, email, phone: null });

type Lost = { orderId: string; customerId: string; body: string };

/** An order that the shop has placed and whose messages all got lost: told by hand, or never. */
function lostOrder(email?: string): Lost {
  const customerId = newCustomer(email).id;
  world.sim.webhooks.faults([{ mode: 'drop' }]);
  const { id: orderId } = world.sim.commerce.placeOrder(SHOP, {
    cart: { lines: [{ variantId: mug, quantity: 2 }], codes: [], customerId },
    buyer: { kind: 'customer', customerId },
    source: 'web',
    paid: true,
    test: false,
  });
  world.sim.webhooks.faults([]);
  return { orderId, customerId, body: lastBody(world, 'orders/create') };
}

/** Keeps the worker away from the club until all of `send` is in the inbox: one batch for sure. */
async function inOneBatch(send: () => Promise<unknown>): Promise<void> {
  await world.owner.query('begin');
  await world.owner.query(
    `select pg_advisory_xact_lock(hashtextextended('club work ' || club_id, 0)) from clubs`,
  );
  await send();
  await world.owner.query('commit');
  await world.app.drain();
}

describe('a message that cannot be read', () => {
  const refund = JSON.stringify({
    id: 7,
    order_id: 8,
    created_at: '2026-03-01T12:00:00Z',
    note: `for ${PERSON.firstName} ${PERSON.lastName}`,
    refund_line_items: [],
    transactions: [],
  });
  const cases = (): [name: string, topic: string, body: string, reason: RegExp][] => {
    const order = lostOrder(PERSON.email).body;
    const shaped = JSON.parse(order) as Record<string, unknown>;
    const json = (over: object) => JSON.stringify({ ...shaped, ...over });
    return [
      ['half of its JSON', 'orders/create', order.slice(0, order.length / 2), /^not JSON$/],
      ['nothing at all', 'orders/paid', '', /^not JSON$/],
      ['bytes that are no text', 'orders/updated', '\u{fffd}\0', /^not JSON$/],
      ['a list', 'orders/create', '[]', /^\w+: \w+$/],
      ['no lines', 'orders/create', json({ line_items: PERSON.email }), /^line_items: \w+$/],
      [
        'a price in words',
        'orders/create',
        json({ total_price: PERSON.email, total_price_set: null }),
        /total/,
      ],
      ['a refund', 'orders/create', refund, /^\w+: \w+$/],
      ['a refund without money', 'refunds/create', refund, /^refund: no currency$/],
      ['an order', 'refunds/create', order, /^\w+: \w+$/],
      ['an order', 'shop/redact', order, /^\w+: \w+$/],
      ['an order', 'inventory/shipped', order, /^unknown topic$/],
    ];
  };

  test('is 200 at the door, set aside with a reason that names nobody, and holds up nothing', async () => {
    const bad = cases();
    const ids = bad.map(() => crypto.randomUUID());
    const good = lostOrder();
    await inOneBatch(async () => {
      for (const [i, [name, topic, body]] of bad.entries()) {
        const status = await tell(world, { topic, body, webhookId: ids[i] ?? '' });
        expect([name, topic, status]).toEqual([name, topic, 200]);
      }
      expect(await tell(world, { topic: 'orders/create', body: good.body })).toBe(200);
    });
    expect(await balanceOf(world, good.customerId)).toMatchObject({ pending: 240 });
    const shown = new Map((await parked()).map((each) => [each.id, each]));
    expect([...shown.keys()].sort()).toEqual([...ids].sort());
    for (const [i, [name, topic, , reason]] of bad.entries()) {
      const row = shown.get(ids[i] ?? '');
      expect([name, row]).toEqual([name, expect.objectContaining({ topic, attempts: 1 })]);
      expect(row?.reason).toMatch(reason);
    }
    const told = JSON.stringify([...shown.values()]);
    for (const word of Object.values(PERSON)) expect(told).not.toContain(word);
    await expectSoundBooks(world);
  });

  test('can be tried again by hand, and comes back as long as it is bad', async () => {
    const [before] = await parked();
    if (!before) throw new Error('nothing is parked');
    const reply = await world.api<Home>('POST', `/api/parked/${before.id}/retry`);
    expect(reply.status).toBe(200);
    await world.app.drain();
    expect(await parked()).toContainEqual(before);
    await expectSoundBooks(world);
  });

  test('keeps its bytes, and what is asked of one that is not parked is refused', async () => {
    const kept = await world.owner.query(
      `select 1 from inbox where state = 'parked' and payload is null`,
    );
    expect(kept.rowCount).toBe(0);
    for (const id of [crypto.randomUUID(), 'x', '%00', `${(await parked())[0]?.id}x`]) {
      expect((await world.api('POST', `/api/parked/${id}/retry`)).status).toBe(404);
    }
  });

  test('is recorded once what was wrong with us is mended', async () => {
    const order = lostOrder();
    const webhookId = crypto.randomUUID();
    await tell(world, { topic: 'orders/create', body: order.body.slice(1), webhookId });
    await world.app.drain();
    await world.owner.query('update inbox set payload = $1 where webhook_id = $2', [
      Buffer.from(order.body),
      webhookId,
    ]);
    await world.api('POST', `/api/parked/${webhookId}/retry`);
    await world.app.drain();
    expect(await balanceOf(world, order.customerId)).toMatchObject({ pending: 240 });
    expect((await parked()).map(({ id }) => id)).not.toContain(webhookId);
  });
});

describe('a message that cannot be written', () => {
  type Row = { state: string; attempts: number; wait: number; reason: string };
  const WAITS_MS = [1_000, 10_000, 60_000, 600_000];

  /** The database itself refuses this order, as a constraint that we forgot would. */
  async function refuse(orderId: string): Promise<void> {
    await world.owner.query(
      `create function no_such_order() returns trigger language plpgsql as
       $$ begin raise check_violation using message = 'no ${PERSON.email}'; end $$`,
    );
    await world.owner.query(
      `create trigger no_such_order before insert or update on orders for each row
       when (new.platform_order_id = '${orderId}') execute function no_such_order()`,
    );
  }
  const allow = () => world.owner.query('drop function no_such_order() cascade');

  async function rowOf(webhookId: string): Promise<Row | undefined> {
    const { rows } = await world.owner.query<Row>(
      `select state, attempts, reason,
         (extract(epoch from due_at) * 1000)::float8 - $2::float8 as wait
       from inbox where webhook_id = $1`,
      [webhookId, world.sim.clock.now()],
    );
    return rows[0];
  }

  test('is tried again after longer and longer waits, then set aside; the others go on', async () => {
    const bad = lostOrder(`x${PERSON.email}`);
    const [before, after] = [lostOrder(), lostOrder()];
    const webhookId = crypto.randomUUID();
    await refuse(bad.orderId);
    const topic = 'orders/create';
    await inOneBatch(async () => {
      await tell(world, { topic, body: before.body });
      await tell(world, { topic, body: bad.body, webhookId });
      await tell(world, { topic, body: after.body });
    });
    for (const { customerId } of [before, after]) {
      expect(await balanceOf(world, customerId)).toMatchObject({ pending: 240 });
    }
    for (const [n, waitMs] of WAITS_MS.entries()) {
      const row = await rowOf(webhookId);
      expect(row).toMatchObject({ state: 'new', attempts: n + 1, wait: waitMs });
      await world.pass(waitMs - 1);
      expect(await rowOf(webhookId)).toMatchObject({ attempts: n + 1, wait: 1 });
      await world.pass(1);
    }
    expect(await rowOf(webhookId)).toMatchObject({ state: 'parked', attempts: 5 });
    const shown = (await parked()).find(({ id }) => id === webhookId);
    expect(shown).toMatchObject({ topic, attempts: 5 });
    expect(shown?.reason).not.toContain('@');
    expect(await balanceOf(world, bad.customerId)).toMatchObject({ pending: 0 });
    await expectSoundBooks(world);

    await allow();
    await world.api('POST', `/api/parked/${webhookId}/retry`);
    await world.app.drain();
    expect(await rowOf(webhookId)).toMatchObject({ state: 'handled', reason: null });
    expect(await balanceOf(world, bad.customerId)).toMatchObject({ pending: 240 });
    expect((await parked()).map(({ id }) => id)).not.toContain(webhookId);
    await expectSoundBooks(world);
  });
});
