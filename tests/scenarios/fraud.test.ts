/** Rewards for friends that look made up: found, held with reasons, decided, remembered, appealed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks, findings } from './books.ts';
import { aStreet, guestAt, kindsOf, neighbours, of } from './fraudWorld.ts';
import { as, people, withReferral } from './friends.ts';
import type { Advocate } from './friends.ts';
import { mailsTo } from './nextOrderWorld.ts';

let world: World;
let on: ReturnType<typeof people>;

beforeAll(async () => {
  world = await startWorld({ program: withReferral() });
  on = people(world);
});
afterAll(() => world.stop());

const { memberAt, friendAt, friendBuys, asked, decide, own, fromFriends } = neighbours(() => world);

describe('a household', () => {
  test('with one signal is paid', async () => {
    const street = aStreet();
    const hana = await memberAt(street, 'Hana');
    await friendBuys(hana, guestAt(street, 'Hugo'));
    expect(await fromFriends(hana)).toBe(500);
    expect(of((await asked()).waiting, hana)).toEqual([]);
    await expectSoundBooks(world);
  });

  test('is asked about once, and the answer holds for the next one there', async () => {
    const street = aStreet();
    const olga = await memberAt(street, 'Olga');
    await friendBuys(olga, guestAt(street, 'Otto'));
    await friendBuys(olga, friendAt(`${street} `, 'Ole'));
    expect(await fromFriends(olga)).toBe(500);
    const [waiting] = of((await asked()).waiting, olga);
    expect(kindsOf(waiting)).toEqual(['sameHousehold', 'anotherThere']);
    expect(waiting).toMatchObject({ points: 500, state: 'waiting', friend: { name: 'Ole Doe' } });
    expect((await on.friendsOf(olga))[0]).toMatchObject({
      name: 'Ole',
      reason: 'held',
      since: '2026-03-01',
      mayAppeal: false,
    });
    await expectSoundBooks(world);
    await decide(waiting, true, 'Mother and sons');
    expect(await fromFriends(olga)).toBe(1000);
    await friendBuys(olga, guestAt(street, 'Ove'));
    expect(await fromFriends(olga)).toBe(1500);
    const { waiting: left, decided } = await asked();
    expect(of(left, olga)).toEqual([]);
    expect(of(decided, olga)).toMatchObject([{ state: 'paid', note: 'Mother and sons' }]);
    await expectSoundBooks(world);
  });

  test('that was refused is not asked about again either, and any of it can be decided anew', async () => {
    const street = aStreet();
    const rita = await memberAt(street, 'Rita');
    await friendBuys(rita, guestAt(street, 'Rob'));
    await friendBuys(rita, guestAt(street, 'Ron'));
    await decide(of((await asked()).waiting, rita)[0], false, 'One parcel, one name');
    await friendBuys(rita, guestAt(street, 'Roy'));
    expect(await fromFriends(rita)).toBe(500);
    const { waiting, decided } = await asked();
    expect(of(waiting, rita)).toEqual([]);
    const mine = of(decided, rita);
    expect(new Map(mine.map(({ state, remembered }) => [state, remembered]))).toEqual(
      new Map([
        ['refused', false],
        ['refusedByRules', true],
      ]),
    );
    await decide(
      mine.find(({ remembered }) => remembered),
      true,
    );
    expect(await fromFriends(rita)).toBe(1000);
    await expectSoundBooks(world);
  });
});

describe('one person under several names', () => {
  test('a member’s own plus-address is refused, and they can ask for a look once', async () => {
    const pia = await memberAt(aStreet(), 'Pia', `pia-${crypto.randomUUID()}@example.com`);
    const other = (pia.email ?? '').replace('@', '+new@');
    await friendBuys(pia, guestAt(aStreet(), 'Pia', other));
    expect(await fromFriends(pia)).toBe(0);
    const refused = of((await asked()).decided, pia);
    expect(refused).toMatchObject([{ state: 'refusedByRules' }]);
    expect(kindsOf(refused[0])).toEqual(['sameEmail']);
    const [line] = await on.friendsOf(pia);
    expect(line).toMatchObject({ status: 'none', reason: 'refused', mayAppeal: true });
    const appeal = () => world.shopper(pia.id).post(`friends/${line?.id}/appeal`);
    expect(
      (await world.shopper(on.person('Eve').id).post(`friends/${line?.id}/appeal`)).status,
    ).toBe(404);
    expect((await appeal()).status).toBe(200);
    expect((await appeal()).status).toBe(200);
    expect((await on.friendsOf(pia))[0]).toMatchObject({ reason: 'held', mayAppeal: false });
    const [waiting] = of((await asked()).waiting, pia);
    expect(waiting?.appealedAt).not.toBeNull();
    await decide(waiting, false);
    expect((await on.friendsOf(pia))[0]).toMatchObject({ reason: 'refused', mayAppeal: false });
    expect((await appeal()).status).toBe(404);
    await expectSoundBooks(world);
  });

  test('somebody who bought before by another spelling is no new friend', async () => {
    const email = `f.e.n.${crypto.randomUUID().slice(0, 8)}@gmail.com`;
    await on.buy(guestAt(aStreet(), 'Fen', email), null);
    await world.pass(MINUTE);
    const kim = await memberAt(aStreet(), 'Kim');
    await friendBuys(
      kim,
      guestAt(aStreet(), 'Fen', email.replaceAll('.', '').replace('com', '.com')),
    );
    const [refused] = of((await asked()).decided, kim);
    expect(kindsOf(refused)).toEqual(['boughtAsOther']);
    expect(await fromFriends(kim)).toBe(0);
    await expectSoundBooks(world);
  });
});

describe('a ring of three', () => {
  test('is found, whichever of its orders is heard of last', async () => {
    const names = ['Una', 'Vic', 'Wim'];
    for (const last of [0, 1, 2]) {
      const members: Advocate[] = [];
      // All three have joined and have a code before anybody bought.
      for (const name of names) members.push(await on.advocate(`${name}${last}`));
      const at = world.sim.clock.now();
      const order = [0, 1, 2].filter((i) => i !== last).concat(last);
      for (const i of order) {
        const [from, to] = [members[i], members[(i + 1) % 3]];
        if (!from || !to) throw new Error('a ring has three');
        await on.buy(as(to), from.code, { placedAt: at - (3 - i) * MINUTE }, 3);
        await world.settle();
      }
      const waiting = (await asked()).waiting.filter(({ member }) =>
        members.some(({ firstName }) => member.name === `${firstName} Doe`),
      );
      expect(waiting.map((each) => kindsOf(each))).toEqual([['circle'], ['circle'], ['circle']]);
      const [first] = waiting;
      expect(first?.circle).toHaveLength(4);
      expect(first?.circle[0]).toBe(first?.circle[3]);
      for (const member of members) expect(await fromFriends(member)).toBe(0);
    }
    await expectSoundBooks(world);
  });
});

describe('friends who come too fast', () => {
  test('by throw-away mail are held, the first of them as well', async () => {
    const zoe = await memberAt(aStreet(), 'Zoe');
    for (const name of ['Abe', 'Bob', 'Cal', 'Dan']) {
      const email = `${crypto.randomUUID()}@mailinator.com`;
      await friendBuys(zoe, guestAt(aStreet(), name, email));
    }
    const waiting = of((await asked()).waiting, zoe);
    expect(waiting.map(kindsOf)).toEqual(waiting.map(() => ['manyInADay', 'throwAwayMail']));
    expect(waiting).toHaveLength(4);
    expect(await fromFriends(zoe)).toBe(0);
    await expectSoundBooks(world);
  });
});

describe('friends who send everything back once the reward was paid', () => {
  test('hold the next one: one of them is chance, two are a pattern', async () => {
    const rae = await memberAt(aStreet(), 'Rae');
    const before = await fromFriends(rae);
    for (const name of ['Ann', 'Art']) {
      const order = await friendBuys(rae, guestAt(aStreet(), name));
      await world.pass(31 * DAY);
      expect(await fromFriends(rae)).toBe(before + 500);
      await on.refund(order, 3);
      expect(await fromFriends(rae)).toBe(before);
    }
    const sid = await memberAt(aStreet(), 'Sid');
    const lone = await friendBuys(sid, guestAt(aStreet(), 'Ada'));
    await world.pass(31 * DAY);
    await on.refund(lone, 3);
    await friendBuys(rae, guestAt(aStreet(), 'Abe'));
    await friendBuys(sid, guestAt(aStreet(), 'Al'));
    const { waiting } = await asked();
    expect(of(waiting, rae).map(kindsOf)).toEqual([['friendsReturned']]);
    expect(of(waiting, rae)[0]?.reasons).toMatchObject([{ kind: 'friendsReturned', n: 2 }]);
    expect(of(waiting, sid)).toEqual([]);
    expect([await fromFriends(rae), await fromFriends(sid)]).toEqual([before, 500]);
    await expectSoundBooks(world);
  });
});

describe('what nobody decides', () => {
  test('is not paid after 30 days; both are told, and another look can be asked for', async () => {
    const street = aStreet();
    const lena = await memberAt(street, 'Lena');
    await friendBuys(lena, guestAt(street, 'Lars'));
    const lutz = friendAt(street, 'Lutz');
    await friendBuys(lena, lutz);
    const before = await fromFriends(lena);
    await world.pass(29 * DAY);
    expect(of((await asked()).waiting, lena)).toHaveLength(1);
    await world.pass(2 * DAY);
    const { waiting, decided } = await asked();
    expect(of(waiting, lena)).toEqual([]);
    expect(of(decided, lena)).toMatchObject([{ state: 'late', decidedBy: null }]);
    expect(await fromFriends(lena)).toBe(before);
    const mails = await mailsTo(world, lena.email);
    expect(mails.map(({ subject }) => subject)).toEqual(['Your reward for a friend at Northday']);
    const friend = world.sim.commerce.customer(
      SHOP,
      lutz.kind === 'customer' ? lutz.customerId : '',
    );
    const told = (await mailsTo(world, friend?.email ?? null)).at(-1);
    expect(told?.subject).toBe('About the invitation that brought you to Northday');
    expect(told?.text).toContain('Lena invited you to Northday and was to get a reward');
    expect(told?.text).toContain('Your order, your own discount and your points stay as they are');
    const line = (await on.friendsOf(lena)).find(({ name }) => name === 'Lutz');
    expect(line).toMatchObject({ reason: 'late', mayAppeal: true });
    expect((await world.shopper(lena.id).post(`friends/${line?.id}/appeal`)).status).toBe(200);
    const [again] = of((await asked()).waiting, lena);
    await decide(again, true, 'Her brother');
    expect((await balanceOf(world, lena.id)).available).toBe((await own(lena)) + 1000);
    await expectSoundBooks(world);
  });
});

describe('the audit', () => {
  test('finds a reward that is paid although it is held', async () => {
    const street = aStreet();
    const mia = await memberAt(street, 'Mia');
    await friendBuys(mia, guestAt(street, 'Max'));
    await friendBuys(mia, guestAt(street, 'Moe'));
    const [waiting] = of((await asked()).waiting, mia);
    const where = `where order_id = '${waiting?.id}'`;
    await world.owner.query(`update referrals set hold_reasons = '[]' ${where}`);
    const columns = (await findings(world)).map(({ table, column }) => `${table}.${column}`);
    await world.owner.query(`update referrals set hold_reasons = '["signals"]' ${where}`);
    expect(columns).toContain('referrals.hold_reasons');
    expect(columns).toContain('referrals.points');
    await expectSoundBooks(world);
  });
});
