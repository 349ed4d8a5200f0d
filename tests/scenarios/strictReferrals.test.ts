/** Strict shops: a friend proves an address by a mail, and gets a code of their own, used once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { friendOffer } from '../../web/contract/shopper.ts';
import type { FriendCodeAnswer } from '../../web/contract/shopper.ts';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { as, guest, people, withReferral } from './friends.ts';
import type { Advocate } from './friends.ts';
import { mailsTo } from './nextOrderWorld.ts';

let world: World;
let on: ReturnType<typeof people>;
let sara: Advocate;

beforeAll(async () => {
  world = await startWorld({ program: withReferral({ strict: true }) });
  on = people(world);
  sara = await on.advocate();
});
afterAll(() => world.stop());

const anAddress = () => `${crypto.randomUUID()}@example.com`;

async function ask(email: string, ref = sara.code, locale = 'en') {
  const reply = await world.shopper(null).post(`friend/check?locale=${locale}`, { ref, email });
  await world.settle();
  return reply;
}
const claim = (email: string, code: string, ref = sara.code) =>
  world.shopper(null).post<FriendCodeAnswer>('friend/code', { ref, email, code });

/** The digits of the newest mail to an address. */
async function digitsFor(email: string): Promise<string> {
  const mails = await mailsTo(world, email);
  return /[2-9]{6}/.exec(mails.at(-1)?.subject ?? '')?.[0] ?? '';
}

async function codeFor(email: string, ref = sara.code): Promise<string> {
  await ask(email, ref);
  const reply = await claim(email, await digitsFor(email), ref);
  expect([reply.status, reply.text]).toEqual([200, expect.stringContaining('"ready":true')]);
  return reply.body.code;
}

describe('a friend of a strict shop', () => {
  test('is sent to the shop without a discount, and offered one for an address', async () => {
    const link = new URL(sara.link);
    expect([link.pathname, link.search]).toEqual(['/', `?ref=${sara.code}`]);
    const { body } = await world.shopper(null).get(`friend?code=${sara.code}`);
    expect(friendOffer.parse(body)).toMatchObject({ firstName: 'Sara', strict: true });
    expect((await on.buy(guest(anAddress()), sara.code)).codes).toEqual([]);
  });

  test('reads six digits in a mail, gets a code, buys, and the advocate is rewarded', async () => {
    const email = anAddress();
    const code = await codeFor(email);
    const again = await claim(email, await digitsFor(email));
    expect(again.body).toMatchObject({ code, ready: true, minimumMinor: 3000 });
    const order = await on.buy(guest(email), code);
    expect(order.codes).toEqual([code]);
    expect(await balanceOf(world, sara.id)).toEqual({ pending: 500, available: 0, held: 0 });
    const { rows } = await world.owner.query(
      `select g.status, g.cost_minor::int as cost, r.discount_minor::int as discount
       from given_codes g join referrals r on r.order_id = g.used_order_id where g.code = $1`,
      [code],
    );
    expect(rows).toEqual([{ status: 'used', cost: 480, discount: 480 }]);
    await expectSoundBooks(world);
    await world.pass(31 * DAY);
    expect((await balanceOf(world, sara.id)).available).toBe(500);
    await ask(email);
    const used = await claim(email, await digitsFor(email));
    expect([used.status, used.text]).toEqual([409, expect.stringContaining('notNew')]);
  });

  test('is written to in their language, and the address is gone once the mail is out', async () => {
    const [persian, arabic] = [anAddress(), anAddress()];
    await ask(persian, sara.code, 'fa');
    await ask(arabic, sara.code, 'ar');
    expect((await mailsTo(world, persian))[0]?.subject).toContain('کد شما برای');
    expect((await mailsTo(world, arabic))[0]?.subject).toContain('هو رمزك في');
    const rows = () => world.owner.query('select email from friend_checks');
    const { rows: left } = await rows();
    expect(left.map(({ email }) => email as unknown)).not.toContainEqual(expect.any(String));
    await world.pass(80 * MINUTE);
    expect((await rows()).rows).toEqual([]);
  });

  test('who comes by the link alone and proves nothing brings nobody anything', async () => {
    const ben = await on.advocate('Ben');
    await on.buy(as(on.person('Lin')), null, { landingSite: `/?ref=${ben.code}` });
    expect(await balanceOf(world, ben.id)).toEqual({ pending: 0, available: 0, held: 0 });
    expect(await on.friendsOf(ben)).toEqual([]);
  });
});

describe('what a stranger can learn', () => {
  test('is the same for an address that is known here, one that is not, and one too often asked', async () => {
    const known = on.person('Old');
    await on.buy(as(known), null);
    const email = known.email ?? '';
    const replies = [await ask(email), await ask(anAddress())];
    for (let n = 0; n < 4; n += 1) replies.push(await ask(email));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['202 {"sent":true}']),
    );
    expect(await mailsTo(world, email)).toHaveLength(3);
    // A wrong answer says as little; the right one is for who reads the mail.
    const wrong = [await claim(email, '222222'), await claim(anAddress(), '222222')];
    expect(new Set(wrong.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const told = await claim(email, await digitsFor(email));
    expect([told.status, told.text]).toEqual([409, expect.stringContaining('notNew')]);
  });

  test('five wrong answers and the digits are worth nothing; nor are they after a quarter of an hour', async () => {
    const email = anAddress();
    await ask(email);
    const digits = await digitsFor(email);
    const other = digits === '333333' ? '444444' : '333333';
    for (let n = 0; n < 5; n += 1) expect((await claim(email, other)).status).toBe(409);
    expect((await claim(email, digits)).text).toContain('checkFailed');
    await ask(email);
    const fresh = await digitsFor(email);
    expect(fresh).not.toBe(digits);
    await world.pass(15 * MINUTE);
    expect((await claim(email, fresh)).text).toContain('checkFailed');
    await ask(email);
    expect((await claim(email, ` ${(await digitsFor(email)).split('').join(' ')}`)).status).toBe(
      200,
    );
  });

  test('the advocate’s own address, and somebody’s who is frozen, get none', async () => {
    const own = sara.email ?? '';
    await ask(own);
    expect((await claim(own, await digitsFor(own))).text).toContain('notNew');
    const ben = await on.advocate('Ben');
    await world.owner.query(
      `update shoppers set frozen_at = now() where shopper_id =
         (select shopper_id from identities where kind = 'customer' and value like '%:' || $1)`,
      [ben.id],
    );
    const email = anAddress();
    const frozen = await ask(email, ben.code);
    const nobody = await ask(email, 'NOBODY-2222');
    expect([frozen.status, frozen.text]).toEqual([404, nobody.text]);
    expect(await mailsTo(world, email)).toEqual([]);
  });

  test('what is no address, and a call without our header, are refused', async () => {
    expect((await ask('nobody')).status).toBe(422);
    expect((await ask('a@b@c.example')).status).toBe(422);
  });
});

describe('who asks to be forgotten', () => {
  test('loses the code that their address got, here and at the shop', async () => {
    const email = anAddress();
    const fay = on.person('Fay', email);
    await world.settle();
    const code = await codeFor(email);
    world.sim.commerce.compliance(SHOP, 'customers/redact', fay.id);
    await world.settle();
    const { rows } = await world.owner.query(
      `select status, about = given_id::text as nobodys from given_codes where code = $1`,
      [code],
    );
    expect(rows).toEqual([{ status: 'withdrawn', nobodys: true }]);
    expect((await on.buy(guest(anAddress()), code)).codes).toEqual([]);
  });
});
