/**
 * A person is forgotten, and stays so: the whole database is searched for everything that names them,
 * before, after, and after all that could bring them back.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import {
  askToForget,
  guestOf,
  hashesOf,
  marksOf,
  readPastAgain,
  tellAllAgain,
  textsOf,
} from './forgotten.ts';
import type { Names } from './forgotten.ts';
import { liveAsAdvocate } from './advocateLife.ts';
import { as, people, withReferral } from './friends.ts';
import { mailsTo, mugOf, withNextOrder } from './nextOrderWorld.ts';
import { tell } from './telling.ts';
import { countsOf, placesOfAny } from './wholeDatabase.ts';

// Busy machines get their time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let world: World;
const log: string[] = [];
const cast = {} as Record<'advocate' | 'friend' | 'mailGuest' | 'phoneGuest', Names>;
const orderIds = {} as Record<keyof typeof cast, string[]>;
let bystander: string;
let untold: string;

const PHONE = '+14155550143';
const allNames = () => Object.values(cast);
const everyText = () => new Map(allNames().flatMap((who) => [...textsOf(who)]));
const hashes = async () => {
  const each = await Promise.all(allNames().map((who) => hashesOf(world, who)));
  return new Map(each.flatMap((found) => [...found]));
};

const customer = (
  firstName: string,
  lastName: string,
  email: string,
  phone: string | null = null,
) => world.sim.commerce.createCustomer(SHOP, { email, phone, firstName, lastName });

async function buy(
  buyer: Parameters<World['buy']>[0]['buyer'],
  quantity = 2,
  codes: string[] = [],
) {
  const lines = [{ variantId: mugOf(world), quantity }];
  return world.buy({ ...(buyer ? { buyer } : {}), lines, codes });
}

beforeAll(async () => {
  const program = withReferral({}, withNextOrder({}, { holdOut: false }));
  const referral = withReferral().referral ?? null;
  world = await startWorld({
    program: { ...program, referral },
    healing: true,
    env: { LOG_LEVEL: 'debug' },
    hands: { logTo: { write: (line) => void log.push(line) } },
  });
  bystander = customer('Sancho', 'Panza', 'sancho@example.org').id;
  const advocate = await liveAsAdvocate(world, bystander);
  cast.advocate = advocate.names;
  orderIds.advocate = advocate.orderIds;
  const host = await people(world).advocate('Rosin');
  const friend = customer('Dulcinea', 'Toboso', 'dulcinea@example.net', '+14155550177');
  const bought = await buy(as(friend), 2, [host.code]);
  orderIds.friend = [bought.id];
  cast.friend = {
    customerIds: [friend.id],
    emails: ['dulcinea@example.net'],
    phones: ['+14155550177'],
    words: ['Dulcinea', 'Toboso'],
  };
  const mail = await buy(guestOf('cardenio@example.edu', null, ['Cardenio', 'Sierra']));
  orderIds.mailGuest = [mail.id];
  cast.mailGuest = {
    customerIds: [],
    emails: ['cardenio@example.edu'],
    phones: [],
    words: ['Cardenio'],
  };
  const phone = await buy(guestOf(null, PHONE, ['Altisidora', 'Duquesa']));
  orderIds.phoneGuest = [phone.id];
  cast.phoneGuest = { customerIds: [], emails: [], phones: [PHONE], words: ['Altisidora'] };
  // An order that we never hear of: it will be found by reading the past.
  world.sim.webhooks.faults([{ mode: 'drop' }]);
  untold = (await buy(as({ id: cast.advocate.customerIds[0] ?? '' }))).id;
  orderIds.advocate.push(untold);
  world.sim.webhooks.faults([]);
});
afterAll(() => world.stop());

async function expectForgotten(): Promise<void> {
  expect(await placesOfAny(world, everyText())).toEqual([]);
  expect(await placesOfAny(world, await hashes())).toEqual([]);
  const said = log.join('').toLowerCase();
  expect([...everyText().values()].filter((text) => said.includes(text.toLowerCase()))).toEqual([]);
  await expectSoundBooks(world);
}

/** All that names somebody else but messages: those that name an erased person too lose their words. */
const bystanders = async () => {
  const places = await placesOfAny(world, new Map([['sancho', 'sancho@example.org']]));
  return places.filter((place) => !place.includes(' in public.inbox: '));
};

test('everybody is in the database before: the search finds each of their texts and hashes', async () => {
  const counts = [...(await countsOf(world, everyText()))];
  expect(counts.filter(([, count]) => count === 0)).toEqual([]);
  const found = await placesOfAny(world, await hashes());
  const kinds = ['email', 'phone', 'typedEmail', 'typedPhone'];
  for (const text of [...cast.mailGuest.emails, ...cast.phoneGuest.phones]) {
    expect(found.filter((place) => place.includes(text)).length).toBeGreaterThan(0);
  }
  for (const who of [cast.advocate, cast.friend]) {
    const theirs = found.filter((place) =>
      kinds.some((kind) => place.includes(`${kind} ${who.emails[0]}`)),
    );
    expect(theirs.length).toBeGreaterThan(0);
  }
});

test('asked to forget them, nothing is left of anybody but amounts; others are as they were', async () => {
  const others = await bystanders();
  const { advocate, friend } = cast;
  for (const [who, ids] of [
    [advocate, orderIds.advocate],
    [friend, orderIds.friend],
  ] as const) {
    const [id = '', email = null, phone = null] = [
      who.customerIds[0],
      who.emails[0],
      who.phones[0],
    ];
    await askToForget(world, { id, email, phone }, ids);
  }
  // "In some cases, a customer record contains only the customer's email address."
  await askToForget(world, { email: 'cardenio@example.edu', phone: null }, orderIds.mailGuest);
  await askToForget(world, { id: '990001', email: null, phone: PHONE }, orderIds.phoneGuest);
  await expectForgotten();
  expect(await bystanders()).toEqual(others);
  expect((await world.owner.query('select from erasures')).rowCount).toBe(0);
});

test('their codes work no more at the shop, their cards are empty, and no mail follows', async () => {
  const [id = ''] = cast.advocate.customerIds;
  const card = world.sim.commerce.metafield(
    SHOP,
    `gid://shopify/Customer/${id}`,
    '$app:regulars',
    'card',
  );
  expect(card).toBe('{}');
  const open = await world.owner.query(
    `select from redemptions r join shoppers s using (club_id, shopper_id)
     where s.erased_at is not null and r.status in ('issuing', 'open', 'closing')
     union all select from next_order_codes n join shoppers s using (club_id, shopper_id)
     where s.erased_at is not null and n.status in ('issuing', 'open', 'closing')
     union all select from referral_codes c join shoppers s using (club_id, shopper_id)
     where s.erased_at is not null`,
  );
  expect(open.rowCount).toBe(0);
  const before = (await mailsTo(world, 'zelda.quixote@example.com')).length;
  await world.pass(29 * DAY);
  expect(await mailsTo(world, 'zelda.quixote@example.com')).toHaveLength(before);
  await expectForgotten();
});

test('what they were asked for once is a row without them, and its file is empty', async () => {
  const { body } = await world.api<{ requests: { id: string; kept: string }[] }>(
    'GET',
    '/api/data-requests',
  );
  expect(body.requests).toMatchObject([{ kept: 'erased' }]);
  const place = `/api/data-requests/${body.requests[0]?.id}/file`;
  const file = await world.api('POST', place, {});
  expect(file.body).toMatchObject({ kept: 'erased', shoppers: [], orders: [], points: [] });
});

test('a friend who was forgotten has no name in what the advocate sees, who keeps the points', async () => {
  const { rows } = await world.owner.query(
    `select friend_id, friend_erased, verdict, points from referrals where friend_erased`,
  );
  expect(rows).toEqual([
    { friend_id: null, friend_erased: true, verdict: 'friend', points: '500' },
  ]);
  expect(
    (
      await world.owner.query(
        `select from referral_friends f join shoppers s using (club_id, shopper_id) where s.erased_at is not null`,
      )
    ).rowCount,
  ).toBe(0);
});

describe('stays forgotten', () => {
  test('when every message comes again under a new id', async () => {
    expect(await tellAllAgain(world, world.sim.clock.now())).toBeGreaterThan(20);
    await expectForgotten();
  });

  test('when messages that were late come only now, and one that nobody can read', async () => {
    const [id = ''] = cast.advocate.customerIds;
    const [orderId = ''] = orderIds.friend;
    for (const body of [
      `{"id":${id},"email":"zelda.quixote@example.com"`,
      `{"order":${orderId},"Toboso`,
    ]) {
      await tell(world, { topic: 'orders/updated', body });
    }
    await world.settle();
    await expectForgotten();
    const parked = await world.owner.query(`select from inbox where state = 'parked'`);
    expect(parked.rowCount).toBe(0);
  });

  test('when their orders change at the shop, by message and by looking for what changed', async () => {
    world.sim.webhooks.faults([{ mode: 'drop' }]);
    for (const [orderId = ''] of Object.values(orderIds)) {
      const order = world.sim.commerce.order(SHOP, orderId);
      const lines = [{ lineId: order?.lines[0]?.id ?? '', quantity: 1 }];
      world.sim.commerce.refund(SHOP, { orderId, lines, shipping: false, note: 'for Zelda' });
    }
    world.sim.webhooks.faults([]);
    await world.settle();
    await world.pass(61 * MINUTE);
    await expectForgotten();
    const looked = await world.owner.query(
      `select sum(repaired)::int as n from order_readings where kind = 'recent'`,
    );
    // What was looked at once is known: nothing is found again and again.
    await world.pass(61 * MINUTE);
    const again = await world.owner.query(
      `select sum(repaired)::int as n from order_readings where kind = 'recent'`,
    );
    expect(again.rows).toEqual(looked.rows);
  });

  test('when the shop’s whole past is read, an order that we had never heard of too', async () => {
    await readPastAgain(world);
    await expectForgotten();
    const { rows } = await world.owner.query(
      'select shopper_id, buyer_erased_at is not null as marked from orders where platform_order_id = $1',
      [untold],
    );
    expect(rows).toEqual([{ shopper_id: null, marked: true }]);
  });

  test('when somebody asks what is kept of them: nothing', async () => {
    const [id = ''] = cast.friend.customerIds;
    world.sim.commerce.compliance(SHOP, 'customers/data_request', id);
    await world.settle();
    await expectForgotten();
    const { body } = await world.api<{ requests: { kept: string }[] }>('GET', '/api/data-requests');
    expect(body.requests.map(({ kept }) => kept).sort()).toEqual(['erased', 'nothing']);
  });

  test('when a merge of before is told late, of the forgotten one or into them', async () => {
    const [kept = ''] = cast.advocate.customerIds;
    const merge = (keptId: string, deletedId: string) =>
      tell(world, {
        topic: 'customers/merge',
        triggeredAt: world.sim.clock.now() - 60 * DAY,
        body: JSON.stringify({
          admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${keptId}`,
          admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${deletedId}`,
          status: 'completed',
        }),
      });
    await merge(kept, '880002');
    await merge(bystander, kept);
    await world.settle();
    expect(await placesOfAny(world, new Map([['merged away', '880002']]))).toEqual([]);
    await expectForgotten();
  });

  test('but for keyed marks of the ids, in the one table that is there for them', async () => {
    for (const who of [cast.advocate, cast.friend]) {
      const places = await placesOfAny(world, await marksOf(world, who));
      expect(places).toHaveLength(who.customerIds.length);
      expect(places.every((place) => place.includes(' in public.erased_marks: '))).toBe(true);
    }
  });
});

test('who buys again after that begins anew: a new shopper, with this order’s points alone', async () => {
  await world.pass(MINUTE);
  const [id = ''] = cast.friend.customerIds;
  await buy(as({ id }));
  expect(await balanceOf(world, id)).toEqual({ pending: 240, available: 0, held: 0 });
  await expectSoundBooks(world);
});
