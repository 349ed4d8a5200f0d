/** Shoppers as a merchant finds, understands and corrects them, asked of a real app. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopperPage, shoppersAnswer } from '../../../contract/merchantShoppers.ts';
import type { LedgerRow, ShopperPage } from '../../../contract/merchantShoppers.ts';
import type { ErrorBody } from '../../../contract/shopper.ts';
import { DAY, MINUTE, SHOP, SHOP_FA, aProgram, startWorld } from '../../../../tests/world.ts';
import type { World } from '../../../../tests/world.ts';
import { sessionToken } from '../../../../tests/signing.ts';

let world: World;
let customerId: string;
let guestOrder: string;
let order: string;

beforeAll(async () => {
  world = await startWorld();
  // Who connected the shop is a manager, who may give and take more than these stories are about.
  await world.owner.query("update staff set role = 'support'");
  const [customer] = world.sim.commerce.customers(SHOP);
  if (!customer) throw new Error('the shop has no customers');
  customerId = customer.id;
  const lines = [{ variantId: variant(), quantity: 10 }];
  const bought = await world.buy({ buyer: { kind: 'customer', customerId }, lines });
  order = bought.id;
  const email = 'guest.ali@example.com';
  const buyer = { kind: 'guest' as const, email, phone: null, firstName: 'A', lastName: 'B' };
  guestOrder = (await world.buy({ buyer, lines: [{ variantId: variant(), quantity: 1 }] })).name;
});
afterAll(() => world.stop());

const variant = () =>
  world.sim.commerce.products(SHOP).find((each) => !each.giftCard)?.variants[0]?.id ?? '';

const find = async (q: string) => {
  const reply = await world.api('GET', `/api/shoppers?q=${encodeURIComponent(q)}`);
  expect(reply.status).toBe(200);
  return shoppersAnswer.parse(reply.body).shoppers;
};
const idOf = async (q: string): Promise<string> => {
  const [found, ...more] = await find(q);
  expect(more).toEqual([]);
  return found?.id ?? 'nobody';
};
const open = async (id: string, more = ''): Promise<ShopperPage> => {
  const reply = await world.api('GET', `/api/shoppers/${id}${more}`);
  expect(reply.status).toBe(200);
  return shopperPage.parse(reply.body);
};
const post = (id: string, verb: string, body: unknown) =>
  world.api<ShopperPage & ErrorBody>('POST', `/api/shoppers/${id}/${verb}`, body);
const kinds = (rows: readonly LedgerRow[]) => rows.map(({ kind, points }) => [kind, points]);

describe('finding', () => {
  test('by name, email, order, guest’s address; everybody, newest first', async () => {
    const person = world.sim.commerce.customers(SHOP)[0];
    const member = await idOf(person?.email ?? '');
    expect(await idOf(`${person?.firstName} ${person?.lastName}`.toUpperCase())).toBe(member);
    const guest = await idOf('guest.ali@example.com');
    expect(guest).not.toBe(member);
    expect(await idOf(guestOrder)).toBe(guest);
    expect(await idOf(guestOrder.replace('#', ''))).toBe(guest);
    const all = await find('');
    expect(all.map(({ id }) => id)).toEqual([guest, member]);
    expect(all[0]).toMatchObject({ name: null, email: 'guest.ali@example.com', orders: 1 });
    expect(await find('nobody at all')).toEqual([]);
    expect(await find('%')).toEqual([]);
  });

  test('Persian and Arabic spellings and digits are one', async () => {
    await world.owner.query(
      `update shoppers set first_name = 'علی', last_name = 'کریمی', phone = '+989121234567'
       where email is null or shopper_id = (select max(shopper_id::text)::uuid from shoppers)`,
    );
    const ali = await idOf('علي كريمي');
    expect(await idOf('۰۹۱۲ ۱۲۳')).toBe(ali);
    expect(await idOf('٠٩١٢١٢٣')).toBe(ali);
  });

  test('page after page, nobody twice', async () => {
    await world.owner.query(
      `insert into shoppers (club_id, shopper_id, first_seen_at)
       select club_id, gen_random_uuid(), now() from clubs, generate_series(1, 65)
       where club_id = (select club_id from shoppers limit 1)`,
    );
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const reply = await world.api('GET', `/api/shoppers${after && `?after=${after}`}`);
      const page = shoppersAnswer.parse(reply.body);
      seen.push(...page.shoppers.map(({ id }) => id));
      after = page.after;
    }
    expect(seen).toHaveLength(67);
    expect(new Set(seen).size).toBe(67);
    await world.owner.query('delete from shoppers where last_activity_at is null');
  });

  test.each(['?after=x', `?q=${'x'.repeat(201)}`])('%s is no question', async (query) => {
    expect((await world.api('GET', `/api/shoppers${query}`)).status).toBe(422);
  });
});

describe('one shopper', () => {
  test('every row says why, and the sum is the same today', async () => {
    const id = await idOf(customerId);
    const page = await open(id);
    expect(page.story).toMatchObject({ orders: 1, usualDays: null, cameThrough: null });
    // No night has passed.
    expect(page.expected).toBeNull();
    const [row, ...more] = page.ledger.rows;
    expect(more).toEqual([]);
    expect(row).toMatchObject({ kind: 'orderEarned', balance: 0 });
    expect(row?.waitingUntil).toBe(page.onTheWay[0]?.at);
    const told = row?.explained;
    const spent = told?.eligibleMinor ?? 0;
    expect(told).toMatchObject({ version: 1, points: 5, perMinor: 100, before: 0 });
    expect(told?.lines?.map(({ valueMinor }) => valueMinor)).toEqual([spent]);
    expect(told?.exact).toBe((spent * 5) / 100);
    expect([row?.points, told?.now, told?.recomputed]).toEqual(
      Array(3).fill(Math.floor((spent * 5) / 100)),
    );
    expect(page.story.spentMinor).toBe(spent);
  });

  test('after a refund the first sum still stands with its own lines, and the second is told', async () => {
    const id = await idOf(customerId);
    const before = (await open(id)).ledger.rows[0]?.explained;
    const line = world.sim.commerce.order(SHOP, order)?.lines[0];
    const lines = [{ lineId: line?.id ?? '', quantity: 2 }];
    world.sim.commerce.refund(SHOP, { orderId: order, lines, shipping: false });
    await world.settle();
    const { rows } = (await open(id)).ledger;
    expect(rows.map(({ kind }) => kind)).toEqual(['orderReduced', 'orderEarned']);
    expect(rows[1]?.explained).toEqual(before);
    const back = rows[0]?.explained;
    expect(back).toMatchObject({ before: before?.now, recomputed: back?.now });
    expect(back?.lines?.[0]?.otherMinor).toBeGreaterThan(0);
    expect(back?.eligibleMinor).toBe(((before?.eligibleMinor ?? 0) * 8) / 10);
  });

  test('a changed program judges nothing anew', async () => {
    const program = aProgram({ earning: { ...aProgram().earning, points: 50 } });
    await world.api('PUT', '/api/program', { baseVersion: 1, program });
    const { rows } = (await open(await idOf(customerId))).ledger;
    expect(rows.map(({ explained }) => explained?.version)).toEqual([1, 1]);
    for (const { explained } of rows) expect(explained?.recomputed).toBe(explained?.now);
  });

  test('the balance runs through what was given, taken, spent and put back', async () => {
    await world.pass(15 * DAY);
    const id = await idOf(customerId);
    const start = (await open(id)).shopper.available;
    await post(id, 'adjust', { points: 900, note: 'Sorry', key: crypto.randomUUID() });
    const taken = await world.shopper(customerId).redeem('off-3', 300);
    expect(taken.status).toBe(200);
    const redemption = taken.body.redemption;
    expect(await idOf((redemption.code ?? '').toLowerCase())).toBe(id);
    await world.shopper(customerId).putBack(redemption.id);
    await world.settle();
    const page = await open(id);
    expect(kinds(page.ledger.rows).slice(0, 4)).toEqual([
      ['putBack', 300],
      ['spent', -300],
      ['adjusted', 900],
      ['matured', 0],
    ]);
    expect(page.ledger.rows.slice(0, 4).map(({ balance }) => balance)).toEqual([
      start + 900,
      start + 600,
      start + 900,
      start,
    ]);
    expect(page.ledger.rows[2]).toMatchObject({ note: 'Sorry', by: 'staff 42' });
    expect(page.ledger.rows.at(-1)?.balance).toBe(0);
    expect(page.codes[0]).toMatchObject({ status: 'cancelled', kind: 'reward' });
  });

  test('older rows go on where the page ended', async () => {
    const id = await idOf(customerId);
    for (let i = 0; i < 22; i += 1) {
      const points = i % 2 === 0 ? 7 : -7;
      await post(id, 'adjust', { points, note: `${i}`, key: crypto.randomUUID() });
    }
    const first = (await open(id)).ledger;
    expect(first.rows).toHaveLength(20);
    const second = (await open(id, `?before=${first.older}`)).ledger;
    const all = [...first.rows, ...second.rows];
    expect(new Set(all.map((row) => row.id)).size).toBe(all.length);
    const moves = all.slice(0, -1).map((row, i) => row.balance - (all[i + 1]?.balance ?? 0));
    const told = all.map((row) => (row.waitingUntil ? 0 : row.points + (row.matured ?? 0)));
    expect(moves.slice(0, 24)).toEqual(told.slice(0, 24));
    expect((await world.api('GET', `/api/shoppers/${id}?before=x`)).status).toBe(404);
  });
});

describe('by hand', () => {
  test('once for a key, never below zero, never too much', async () => {
    await world.pass(DAY);
    const id = await idOf(guestOrder);
    const key = crypto.randomUUID();
    const gift = { points: 1000, note: 'A late parcel', key };
    const { available } = (await open(id)).shopper;
    for (const reply of [await post(id, 'adjust', gift), await post(id, 'adjust', gift)]) {
      expect(reply.status).toBe(200);
      expect(reply.body.shopper.available).toBe(available + 1000);
    }
    const other = await post(id, 'adjust', { ...gift, points: 999 });
    expect([other.status, other.body.error.code]).toEqual([409, 'sameIdOtherInput']);
    const much = await post(id, 'adjust', { points: 1001, note: 'x', key: crypto.randomUUID() });
    expect([much.status, much.body.error.code]).toEqual([409, 'tooMuch']);
    expect(much.body.error.message).toContain('1,000');
    await world.pass(MINUTE);
    const take = { points: -1000, note: 'x', key: crypto.randomUUID() };
    expect((await post(id, 'adjust', take)).status).toBe(200);
    const below = await post(id, 'adjust', { ...take, key: crypto.randomUUID() });
    expect([below.status, below.body.error.code]).toEqual([409, 'notEnoughPoints']);
    const { notes } = await open(id);
    expect(notes.map(({ points, note }) => [points, note])).toEqual([
      [-1000, 'x'],
      [1000, 'A late parcel'],
    ]);
  });

  test('5,000 a day, also when everything comes at once', async () => {
    await world.pass(DAY);
    const id = await idOf(guestOrder);
    const replies = await Promise.all(
      Array.from({ length: 7 }, () =>
        post(id, 'adjust', { points: 1000, note: 'x', key: crypto.randomUUID() }),
      ),
    );
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      ...Array(5).fill(200),
      409,
      409,
    ]);
    await world.pass(DAY);
    const next = await post(id, 'adjust', { points: -1000, note: 'x', key: crypto.randomUUID() });
    expect(next.status).toBe(200);
  });

  test.each([
    [{ points: 0, note: 'x', key: crypto.randomUUID() }, 'points'],
    [{ points: 1.5, note: 'x', key: crypto.randomUUID() }, 'points'],
    [{ points: 1, note: '  ', key: crypto.randomUUID() }, 'note'],
    [{ points: 1, note: 'x'.repeat(501), key: crypto.randomUUID() }, 'note'],
    [{ points: 1, note: 'x', key: 'key' }, 'key'],
  ])('%j is refused at its field', async (body, field) => {
    const reply = await post(await idOf(guestOrder), 'adjust', body);
    expect([reply.status, reply.body.error.field]).toEqual([422, field]);
  });

  test('a frozen shopper cannot spend, earns on, and may be let go again', async () => {
    const id = await idOf(customerId);
    const frozen = await post(id, 'freeze', { frozen: true, note: 'Two accounts' });
    expect(frozen.body.shopper).toMatchObject({ frozen: true });
    const refused = await world.shopper(customerId).redeem('off-3', 300);
    const { error } = refused.body as unknown as ErrorBody;
    expect([refused.status, error.code]).toEqual([409, 'frozen']);
    const { pending } = frozen.body.shopper;
    const lines = [{ variantId: variant(), quantity: 1 }];
    await world.buy({ buyer: { kind: 'customer', customerId }, lines });
    expect((await open(id)).shopper.pending).toBeGreaterThan(pending);
    await post(id, 'freeze', { frozen: false, note: 'Same person' });
    expect((await world.shopper(customerId).redeem('off-3', 300)).status).toBe(200);
    expect((await open(id)).notes.slice(0, 2).map(({ action }) => action)).toEqual([
      'unfreezeShopper',
      'freezeShopper',
    ]);
  });

  test('another club’s shopper and nobody are refused with the same bytes', async () => {
    const id = await idOf(customerId);
    const authorization = `Bearer ${sessionToken(SHOP_FA, world.sim.clock.now())}`;
    const headers = { authorization, 'content-type': 'application/json' };
    const ask = async (who: string, verb: string, body?: unknown) => {
      const init = body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers };
      const response = await fetch(`${world.app.url}/api/shoppers/${who}${verb}`, init);
      return `${response.status} ${await response.text()}`;
    };
    const gift = { points: 1, note: 'x', key: crypto.randomUUID() };
    const calls = [
      ['', undefined],
      ['/adjust', gift],
      ['/freeze', { frozen: true, note: 'x' }],
    ];
    for (const [verb, body] of calls as [string, unknown][]) {
      const theirs = await ask(id, verb, body);
      expect(theirs).toBe(await ask(crypto.randomUUID(), verb, body));
      expect(theirs).toBe(await ask('not-an-id', verb, body));
      expect(theirs.slice(0, 3)).toBe('404');
    }
  });
});

test('what models foresaw last night is told', async () => {
  await world.pass(2 * DAY);
  const { expected } = await open(await idOf(customerId));
  expect(expected).toMatchObject({ mayHaveLeft: false, nextOrderOn: null, months: 12 });
});
