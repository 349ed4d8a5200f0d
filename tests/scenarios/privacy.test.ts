/** A person leaves and nothing of them stays but amounts; a shop leaves, comes back, leaves for good. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, MINUTE, SHOP, SHOP_FA, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { lastBody, tell } from './telling.ts';
import { startTwoShops } from './twoShops.ts';
import { countsOf, everyRow, placesOfAny, placesOfText } from './wholeDatabase.ts';

type Person = { email: string; phone: string; firstName: string; lastName: string };
const ZELDA: Person = {
  email: 'Zelda.Quixote@example.com',
  phone: '+14155550199',
  firstName: 'Zelda',
  lastName: 'Quixote-Marrow',
};
const OLD_EMAIL = 'dulcinea@example.net';
const BYSTANDER = {
  email: 'sancho@example.org',
  phone: '+14155550188',
  firstName: 'Sancho',
  lastName: 'Panza',
};

const shopper = (world: World, customerId: string) =>
  world.owner.query<{ id: string; pending: string; available: string; held: string }>(
    `select shopper_id as id, pending, available, held from shoppers s
     where shopper_id in (select shopper_id from identities
       where kind = 'customer' and value like '%:' || $1)`,
    [customerId],
  );

const entries = async (world: World, action: string) =>
  (await world.owner.query('select details from audit_log where action = $1', [action])).rows;

async function expectNowhere(world: World, words: readonly string[]): Promise<void> {
  for (const word of words) expect(await placesOfText(world, word)).toEqual([]);
}

describe('a person who asks to be forgotten', () => {
  let world: World;
  let zelda: string;
  let sancho: string;
  const words = () => [...Object.values(ZELDA), OLD_EMAIL, zelda, ZELDA.phone.slice(1)];

  beforeAll(async () => {
    world = await startWorld();
    const { commerce, clock } = world.sim;
    const mug = commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0]?.id ?? '';
    const lines = [{ variantId: mug, quantity: 5 }];
    const guest = { kind: 'guest' as const, ...ZELDA, email: OLD_EMAIL, phone: null };
    await world.buy({ buyer: guest, lines });
    zelda = commerce.createCustomer(SHOP, { ...ZELDA, email: OLD_EMAIL }).id;
    sancho = commerce.createCustomer(SHOP, BYSTANDER).id;
    for (const customerId of [zelda, sancho]) {
      const buyer = { kind: 'customer' as const, customerId };
      const order = await world.buy({ buyer, lines });
      await world.buy({ buyer, lines, test: true });
      clock.advance(MINUTE);
      const given = { orderId: order.id, lines: [], shipping: false, amountMinor: 500 };
      commerce.refund(SHOP, { ...given, note: `for ${order.customerName}` });
      await world.settle();
    }
    clock.advance(MINUTE);
    commerce.updateCustomer(SHOP, zelda, { email: ZELDA.email });
    await world.pass(15 * DAY);
    const reply = await world.shopper(zelda).redeem('off-3', 300);
    if (reply.status !== 200) throw new Error(reply.text);
    const half = (topic: string) => lastBody(world, topic).slice(0, -1);
    await tell(world, { topic: 'customers/update', body: half('customers/update') });
    await world.settle();
  });
  afterAll(() => world.stop());

  test('is in the database before, in more places than one', async () => {
    for (const word of words()) {
      expect([word, (await placesOfText(world, word)).length > 0]).toEqual([word, true]);
    }
  });

  test('asks what is kept: put down for the merchant, without a word about the person', async () => {
    const except = ['inbox', 'audit_log', 'data_requests', 'shop_contacts'];
    const before = await everyRow(world.owner, except);
    const [row] = (await shopper(world, zelda)).rows;
    world.sim.commerce.compliance(SHOP, 'customers/data_request', zelda);
    await world.settle();
    const { rows: requests } = await world.owner.query<{ id: string; ids: string }>(
      'select request_id as id, shopper_ids::text as ids from data_requests',
    );
    expect(requests).toMatchObject([{ ids: `{${row?.id}}` }]);
    expect(await entries(world, 'dataRequest')).toEqual([
      { details: { requestId: requests[0]?.id } },
    ]);
    expect(await everyRow(world.owner, except)).toEqual(before);
  });

  test('leaves nothing behind but amounts, and the books stay sound', async () => {
    const { rows: before } = await shopper(world, zelda);
    expect(before).toMatchObject([{ available: '875' }]);
    const others = await placesOfText(world, sancho);
    // Told in the same breath: read, recorded, and forgotten with the rest.
    world.sim.commerce.updateCustomer(SHOP, zelda, { firstName: `${ZELDA.firstName}!` });
    world.sim.commerce.compliance(SHOP, 'customers/redact', zelda);
    await world.settle();
    await expectNowhere(world, words());
    const kept = await world.owner.query(
      `select shopper_id as id, pending, available, held from shoppers where erased_at is not null`,
    );
    // The code that was still open is closed, and what it cost is theirs, whoever they were.
    expect(kept.rows).toEqual([{ ...before[0], available: '1175' }]);
    expect(await entries(world, 'eraseShopper')).toEqual([
      { details: { shopperId: before[0]?.id } },
    ]);
    expect(await placesOfText(world, sancho)).toEqual(others);
    await expectSoundBooks(world);
  });

  test('stays forgotten when old messages come again', async () => {
    const mine = world.sim.webhooks.log().filter(({ body }) => body.includes(zelda));
    expect(mine.length).toBeGreaterThan(5);
    for (const { webhookId } of mine) world.sim.webhooks.redeliver(webhookId);
    await world.settle();
    await expectNowhere(world, words());
    await expectSoundBooks(world);
  });

  test('whom we have never heard of, is no trouble', async () => {
    const nobody = { id: 77_700_001, email: 'nobody@example.com', phone: null };
    const body = { shop_id: 1, shop_domain: SHOP, customer: nobody, orders_to_redact: [] };
    const except = ['inbox', 'shop_contacts', 'deliveries', 'erased_marks'];
    const before = await everyRow(world.owner, except);
    await tell(world, { topic: 'customers/redact', body: JSON.stringify(body) });
    await world.settle();
    expect(await everyRow(world.owner, except)).toEqual(before);
    await expectNowhere(world, [nobody.email]);
    await expectSoundBooks(world);
  });
});

describe('a shop that leaves', () => {
  let world: World;
  let ours: string;
  let theirs: string;

  beforeAll(async () => {
    ({ world, ours, theirs } = await startTwoShops());
    world.sim.commerce.createCustomer(SHOP, ZELDA);
    world.sim.commerce.createCustomer(SHOP_FA, BYSTANDER);
    await world.settle();
    await tell(world, { topic: 'customers/update', body: `{"email":"${ZELDA.email}"` });
    await world.settle();
  });
  afterAll(() => world.stop());

  /** Every row of one club in the tables that hold it (ids are unique to a club). */
  async function rowsOf(club: string, except: readonly string[] = []): Promise<unknown> {
    const all = Object.entries(await everyRow(world.owner, except));
    return all.map(([table, rows]) => [table, rows.filter((row) => row.includes(club))]);
  }

  async function shopRow() {
    const { rows } = await world.owner.query<{ gone: Date | null; tokens: number }>(
      `select uninstalled_at as gone,
         (select count(*)::int from shop_tokens t where t.club_id = s.club_id) as tokens
       from shops s where domain = $1`,
      [SHOP],
    );
    return rows[0];
  }

  /** What the shop is called and known by; not its time zone, which is everybody's. */
  async function namesOf(club: string): Promise<string[]> {
    const { rows } = await world.owner.query<{ names: string[] }>(
      `select array[domain, name, platform_shop_id, storefront_origin] as names
       from shops where club_id = $1`,
      [club],
    );
    return rows[0]?.names ?? [];
  }

  async function undone(): Promise<number> {
    const sql = `select from deliveries where club_id = $1 and state <> 'done'`;
    return (await world.owner.query(sql, [ours])).rowCount ?? 0;
  }

  /** What a shop's leaving and coming back may touch; the rest must stay. */
  /** A night passes meanwhile, in which shoppers are foreseen. */
  const nightly = ['rollup_marks', 'model_fits', 'predictions', 'stages', 'stage_moves'];
  const moving = ['inbox', 'deliveries', 'shops', 'shop_tokens', 'shop_contacts', ...nightly];
  const buy = async () => {
    const customerId = world.sim.commerce.customers(SHOP)[1]?.id ?? '';
    const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
    const lines = [{ variantId: mug?.id ?? '', quantity: 5 }];
    await world.buy({ buyer: { kind: 'customer', customerId }, lines });
    return customerId;
  };
  const reopen = async () => {
    expect((await world.api('GET', '/api/home')).status).toBe(200);
    await world.settle();
  };

  test('takes its token with it and is marked; its books wait', async () => {
    const before = await rowsOf(ours, moving);
    expect(await shopRow()).toEqual({ gone: null, tokens: 1 });
    world.sim.commerce.uninstall(SHOP);
    await world.settle();
    expect(await shopRow()).toEqual({ gone: new Date(world.app.now()), tokens: 0 });
    expect(await rowsOf(ours, moving)).toEqual(before);
  });

  test('comes back to the same books, and works', async () => {
    const before = await rowsOf(ours, moving);
    await world.pass(DAY);
    await reopen();
    expect(await shopRow()).toEqual({ gone: null, tokens: 1 });
    expect(await rowsOf(ours, moving)).toEqual(before);
    const customerId = await buy();
    await world.pass(15 * DAY);
    const reply = await world.shopper(customerId).redeem('off-3', 300);
    expect(reply.body).toMatchObject({ redemption: { status: 'open' } });
    await world.settle();
    await expectSoundBooks(world);
  });

  test('is not sent away, nor erased, by what was meant for its first leaving', async () => {
    const before = await rowsOf(ours, ['inbox', 'shop_contacts']);
    const left = world.sim.webhooks.log().findLast(({ topic }) => topic === 'app/uninstalled');
    const triggeredAt = left?.triggeredAt ?? 0;
    for (const [topic, body] of [
      ['app/uninstalled', left?.body ?? ''],
      ['shop/redact', JSON.stringify({ shop_id: 1, shop_domain: SHOP })],
    ] as const) {
      expect(await tell(world, { topic, body, triggeredAt })).toBe(200);
    }
    await world.settle();
    expect(await rowsOf(ours, ['inbox', 'shop_contacts'])).toEqual(before);
  });

  test('is erased 48 hours after it left for good, and the other club is as it was', async () => {
    await buy();
    await world.pass(13 * DAY);
    world.sim.commerce.uninstall(SHOP);
    await world.settle();
    await world.pass(2 * DAY - 1);
    expect(await placesOfText(world, ZELDA.email)).not.toEqual([]);
    // Points have become available meanwhile, and nobody could be told.
    expect(await undone()).toBeGreaterThan(0);
    const namesOfShop = await namesOf(ours);
    const before = await countsOf(world, new Map(namesOfShop.map((name) => [name, name])));
    expect([...before.values()].filter((count) => count === 0)).toEqual([]);
    const others = await rowsOf(theirs);
    await world.pass(1);
    expect(await undone()).toBe(0);
    const people = world.sim.commerce.customers(SHOP).flatMap(({ id, email }) => [id, email ?? id]);
    const words = [...Object.values(ZELDA), ...people, ...namesOfShop];
    expect(await placesOfAny(world, new Map(words.map((word) => [word, word])))).toEqual([]);
    // One entry says what was done, about a club whose id nobody can tell without the address.
    const left = Object.entries(await everyRow(world.owner)).flatMap(([table, rows]) =>
      rows.filter((row) => row.includes(ours)).map(() => table),
    );
    expect(left).toEqual(['audit_log']);
    expect(await entries(world, 'eraseBooks')).toEqual([
      { details: { transfers: expect.any(Number) } },
    ]);
    expect(await rowsOf(theirs)).toEqual(others);
    await expectSoundBooks(world, SHOP_FA);
  });

  test('is then a shop like any that we do not know: what is told of it again is kept nowhere', async () => {
    const before = await everyRow(world.owner);
    for (const { topic, body } of world.sim.webhooks.log().filter(({ shop }) => shop === SHOP)) {
      expect(await tell(world, { topic, body })).toBe(200);
    }
    // Let in by a door that had looked the shop up a moment before.
    await world.owner.query(
      `insert into inbox (club_id, shop_id, webhook_id, topic, triggered_at, received_at, payload,
         due_at) values ($1, gen_random_uuid(), 'late', 'orders/create', $2, $2, 'Zelda', $2)`,
      [ours, new Date(world.app.now())],
    );
    await world.settle();
    expect(await everyRow(world.owner)).toEqual(before);
  });

  test('may begin anew after that', async () => {
    await reopen();
    expect(await shopRow()).toEqual({ gone: null, tokens: 1 });
    const home = await world.api('GET', '/api/home');
    expect(home.body).toMatchObject({ points: { issued: 0, outstanding: 0 }, booksBalance: true });
  });
});
