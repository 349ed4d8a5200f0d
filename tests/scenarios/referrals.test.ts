/** Friends who come by an advocate's code or link: who earns what, until when, and why not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../web/contract/merchant.ts';
import { home } from '../../web/contract/merchant.ts';
import { friendOffer, shopperState } from '../../web/contract/shopper.ts';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks, findings } from './books.ts';
import { as, guest, people, withReferral } from './friends.ts';

let world: World;
let on: ReturnType<typeof people>;

beforeAll(async () => {
  world = await startWorld({ program: withReferral() });
  on = people(world);
});
afterAll(() => world.stop());

const nothing = { pending: 0, available: 0, held: 0 };
const onTheWay = { pending: 500, available: 0, held: 0 };

async function verdicts(advocateId: string): Promise<string[]> {
  const { rows } = await world.owner.query<{ verdict: string }>(
    `select r.verdict from referrals r join identities i on i.shopper_id = r.advocate_id
     where i.kind = 'customer' and i.value like '%:' || $1 order by r.placed_at, r.order_id`,
    [advocateId],
  );
  return rows.map(({ verdict }) => verdict);
}

describe('a friend who is new', () => {
  test('gets the discount; the points are on the way for 30 days, and then there', async () => {
    const sara = await on.advocate();
    expect(sara.code).toMatch(/^SARA-[2-9A-HJ-NP-Z]{4}$/);
    const order = await on.buy(as(on.person('Fay')), sara.code);
    expect(order.codes).toEqual([sara.code]);
    expect(await balanceOf(world, sara.id)).toEqual(onTheWay);
    const [friend] = await on.friendsOf(sara);
    expect(friend).toMatchObject({ name: 'Fay', status: 'waiting', points: 500, reason: null });
    const state = shopperState.parse((await world.shopper(sara.id).get('state')).body);
    expect(state.shopper?.onTheWay).toEqual([{ points: 500, day: friend?.day }]);
    await world.pass(29 * DAY);
    expect(await balanceOf(world, sara.id)).toEqual(onTheWay);
    await world.pass(DAY);
    expect(await balanceOf(world, sara.id)).toEqual({ ...nothing, available: 500 });
    expect((await on.friendsOf(sara))[0]?.status).toBe('got');
    const { rows } = await world.shopper(sara.id).history();
    expect(rows).toMatchObject([
      { kind: 'friendEarned', points: 500, orderName: null, friendName: 'Fay', yoursOn: null },
    ]);
    await expectSoundBooks(world);
  });

  test('who came by the link and bought without the code counts as well', async () => {
    const sara = await on.advocate();
    const landingSite = new URL(sara.link).searchParams.get('redirect') ?? '';
    await on.buy(as(on.person('Lin')), null, { landingSite });
    expect(await balanceOf(world, sara.id)).toEqual(onTheWay);
    await on.buy(as(on.person('Lou')), null, {
      landingSite: sara.link.slice(sara.link.indexOf('/discount')),
    });
    expect((await balanceOf(world, sara.id)).pending).toBe(1000);
    await expectSoundBooks(world);
  });

  test('refunded while on the way, the points are gone; below the minimum as well', async () => {
    const sara = await on.advocate();
    const whole = await on.buy(as(on.person('Fay')), sara.code);
    const part = await on.buy(as(on.person('Fee')), sara.code);
    expect((await balanceOf(world, sara.id)).pending).toBe(1000);
    await on.refund(whole);
    await on.refund(part, 1);
    expect(await balanceOf(world, sara.id)).toEqual(nothing);
    const told = (await on.friendsOf(sara)).map(({ status, reason }) => [status, reason]);
    expect(told).toEqual([
      ['none', 'returned'],
      ['none', 'returned'],
    ]);
    const { rows } = await world.shopper(sara.id).history();
    expect(rows.map(({ kind }) => kind)).toContain('friendReduced');
    await expectSoundBooks(world);
  });

  test('refunded after they were spent, the points are owed', async () => {
    const sara = await on.advocate();
    const order = await on.buy(as(on.person('Fay')), sara.code);
    await world.pass(31 * DAY);
    const taken = await world.shopper(sara.id).redeem('off-5', 500);
    expect(taken.status).toBe(200);
    await on.refund(order);
    expect(await balanceOf(world, sara.id)).toEqual({ ...nothing, available: -500 });
    await expectSoundBooks(world);
  });

  test('pays later, on delivery: nothing until then', async () => {
    const sara = await on.advocate();
    const order = await on.buy(as(on.person('Cod')), sara.code, { paid: false });
    expect(await balanceOf(world, sara.id)).toEqual(nothing);
    expect(await on.friendsOf(sara)).toMatchObject([{ status: 'waiting', reason: 'notPaid' }]);
    await world.pass(MINUTE);
    world.sim.commerce.markPaid(SHOP, order.id);
    await world.settle();
    expect(await balanceOf(world, sara.id)).toEqual(onTheWay);
    await expectSoundBooks(world);
  });
});

describe('uses that earn nobody anything', () => {
  test('the advocate’s own, logged in or as a guest with the same email', async () => {
    const sara = await on.advocate();
    await on.buy(as(sara), sara.code);
    const landingSite = `/?ref=${sara.code}`;
    await on.buy(guest(sara.email?.toUpperCase() ?? ''), null, { landingSite });
    expect(await verdicts(sara.id)).toEqual(['own', 'own']);
    const { rows } = await world.owner.query(`select 1 from transfers where reason = 'refer'
      and to_shopper_id = (select shopper_id from identities where value like '%:' || '${sara.id}')`);
    expect(rows).toEqual([]);
    expect(await on.friendsOf(sara)).toEqual([]);
    await expectSoundBooks(world);
  });

  test('a known shopper, and a friend’s second order', async () => {
    const [sara, ben] = [await on.advocate(), await on.advocate('Ben')];
    const old = on.person('Old');
    await on.buy(as(old), null);
    await world.pass(MINUTE);
    await on.buy(as(old), sara.code);
    await world.pass(MINUTE);
    const fay = on.person('Fay');
    await on.buy(as(fay), sara.code);
    await world.pass(MINUTE);
    await on.buy(as(fay), ben.code);
    expect(await verdicts(sara.id)).toEqual(['known', 'friend']);
    expect(await verdicts(ben.id)).toEqual(['known']);
    expect(await balanceOf(world, sara.id)).toEqual(onTheWay);
    expect(await balanceOf(world, ben.id)).toEqual(nothing);
    const told = (await on.friendsOf(sara)).map(({ name, reason }) => [name, reason]);
    expect(told).toEqual([
      ['Fay', null],
      ['Old', 'known'],
    ]);
    await expectSoundBooks(world);
  });

  test('an order below the minimum, and a test order', async () => {
    const sara = await on.advocate();
    const landingSite = `/?ref=${sara.code}`;
    await on.buy(as(on.person('Low')), null, { landingSite }, 1);
    await on.buy(as(on.person('Tess')), sara.code, { test: true });
    expect(await verdicts(sara.id)).toEqual(['belowMinimum']);
    expect(await balanceOf(world, sara.id)).toEqual(nothing);
    await expectSoundBooks(world);
  });

  test('a guest is a friend once; the same email later is a known shopper', async () => {
    const sara = await on.advocate();
    const email = `${crypto.randomUUID()}@example.com`;
    await on.buy(guest(email), sara.code);
    expect(await balanceOf(world, sara.id)).toEqual(onTheWay);
    await world.pass(MINUTE);
    const later = on.person('Gus', email);
    await on.buy(as(later), null, { landingSite: `/?ref=${sara.code}` });
    expect(await verdicts(sara.id)).toEqual(['friend', 'known']);
    expect(await balanceOf(world, sara.id)).toEqual(onTheWay);
    await expectSoundBooks(world);
  });

  test('an advocate whom a person froze', async () => {
    const sara = await on.advocate();
    await world.owner.query(
      `update shoppers set frozen_at = $2 where shopper_id =
         (select shopper_id from identities where value like '%:' || $1)`,
      [sara.id, new Date(world.sim.clock.now()).toISOString()],
    );
    await on.buy(as(on.person('Fay')), sara.code);
    expect(await verdicts(sara.id)).toEqual(['frozen']);
    expect(await balanceOf(world, sara.id)).toEqual(nothing);
    await expectSoundBooks(world);
  });

  test('all of it is measured for the merchant', async () => {
    const { referrals } = home.parse((await world.api<Home>('GET', '/api/home')).body);
    expect(referrals?.leakage).toEqual({ own: 2, known: 3, belowMinimum: 1 });
    expect(referrals?.orders).toBeGreaterThan(3);
    expect(referrals?.pointsGiven).toBe((referrals?.orders ?? 0) * 500);
    expect(referrals?.salesMinor).toBeGreaterThan(0);
    expect(referrals?.discountMinor).toBeGreaterThan(0);
  });
});

describe('an earlier order that arrives late', () => {
  test('makes the friend a known one, and takes the points back', async () => {
    const sara = await on.advocate();
    const fay = on.person('Fay');
    const placedAt = world.sim.clock.now() - DAY;
    await on.buy(as(fay), sara.code);
    expect(await balanceOf(world, sara.id)).toEqual(onTheWay);
    const before = await on.buy(as(fay), null, { placedAt });
    expect(await verdicts(sara.id)).toEqual(['known']);
    expect(await balanceOf(world, sara.id)).toEqual(nothing);
    await expectSoundBooks(world);
    await world.pass(MINUTE);
    world.sim.commerce.cancel(SHOP, before.id, { refund: true });
    await world.settle();
    expect(await verdicts(sara.id)).toEqual(['known']);
    await expectSoundBooks(world);
  });

  test('by an email that belongs to another account', async () => {
    const sara = await on.advocate();
    const email = `${crypto.randomUUID()}@example.com`;
    await on.buy(guest(email), null);
    const fay = on.person('Fay');
    await world.settle();
    await world.pass(MINUTE);
    world.sim.commerce.updateCustomer(SHOP, fay.id, { email });
    await on.buy(as(fay), null, { landingSite: `/?ref=${sara.code}` });
    expect(await verdicts(sara.id)).toEqual(['known']);
    await expectSoundBooks(world);
  });
});

describe('the audit', () => {
  test.each([
    ['points that were never posted', 'points = points + 1', 'points'],
    ['points on the way that are not', 'pending = pending - 1', 'pending'],
    [
      'a friend who is called a known one',
      `verdict = 'known', points = 0, pending = 0, worth = 0`,
      'verdict',
    ],
    ['what an order is not worth', 'worth = worth + 1', 'worth'],
    ['a step that nobody made', 'step_points = 1', 'step_points'],
    ['a reason to hold that nobody had', `hold_reasons = '["cap"]'`, 'hold_reasons'],
    ['another advocate', 'advocate_id = gen_random_uuid()', 'advocate_id'],
  ])('finds %s', async (_, change, column) => {
    const sara = await on.advocate();
    const order = await on.buy(as(on.person('Fay')), sara.code);
    const mine = `where order_id = (select order_id from orders where platform_order_id = '${order.id}')`;
    const referrals = () => world.owner.query(`select * from referrals ${mine}`);
    const [kept] = (await referrals()).rows as Record<string, unknown>[];
    await world.owner.query(`update referrals set ${change} ${mine}`);
    const columns = (await findings(world)).map(({ table, column: at }) => `${table}.${at}`);
    await world.owner.query(
      `update referrals set advocate_id = $1, verdict = $2, points = $3, pending = $4, worth = $5,
         step_points = 0, hold_reasons = '[]' ${mine}`,
      ['advocate_id', 'verdict', 'points', 'pending', 'worth'].map((column) => kept?.[column]),
    );
    expect(columns).toContain(`referrals.${column}`);
    await expectSoundBooks(world);
  });
});

describe('the landing', () => {
  const offer = (code: string) => world.shopper(null).get(`friend?code=${code}`);

  test('anybody with the code sees who invites and what they get, and nothing else', async () => {
    const sara = await on.advocate();
    const reply = await offer(sara.code.toLowerCase());
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      firstName: 'Sara',
      friend: { value: { kind: 'percentOff', basisPoints: 1000 }, minimumMinor: 3000 },
    });
    friendOffer.parse(reply.body);
  });

  test('what is nobody’s code is refused with the same bytes, whatever it is', async () => {
    const replies = await Promise.all(['NOBODY-2222', '', 'x'.repeat(500), '%00'].map(offer));
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  });

  test('a code is nobody’s business: other people’s friends are not told', async () => {
    expect((await world.shopper(null).get('friends')).status).toBe(401);
    expect((await world.shopper(null).post('invite')).status).toBe(401);
    expect(await on.friendsOf(on.person('New'))).toEqual([]);
  });
});
