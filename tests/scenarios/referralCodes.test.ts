/** Personal codes at the platform: on the terms in force, and on none when there are none. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { friends as friendsShape } from '../../web/contract/shopper.ts';
import { DAY, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { as, friendGets, people, withReferral } from './friends.ts';
import type { Advocate } from './friends.ts';
import { placesOfText } from './wholeDatabase.ts';

let world: World;
let on: ReturnType<typeof people>;

beforeEach(async () => {
  world = await startWorld({ program: withReferral() });
  on = people(world);
});
afterEach(() => world.stop());

/** What a code takes off two mugs (48.00) now; null: it does not apply. */
function worth(code: string): number | null {
  const { commerce } = world.sim;
  const mug = commerce.products(SHOP).find((p) => !p.giftCard && p.variants[0]?.priceMinor === 2400)
    ?.variants[0]?.id;
  const lines = [{ variantId: mug ?? '', quantity: 2 }];
  const [priced] = commerce.priceCart(SHOP, { lines, codes: [code], customerId: null }).codes;
  return priced?.applicable ? priced.amountMinor : null;
}

const inviteOf = async (advocate: Advocate) => (await world.shopper(advocate.id).state()).invite;

test('a code comes with the first paid order too, and is the same when it is asked for', async () => {
  const fay = on.person('Fay');
  await on.buy(as(fay), null);
  const { invite } = await world.shopper(fay.id).state();
  expect(invite).toMatchObject({ ready: true, advocatePoints: 500, waitDays: 30 });
  expect(invite?.code).toMatch(/^FAY-/);
  expect(worth(invite?.code ?? '')).toBe(480);
  const asked = await world.shopper(fay.id).post<{ invite: unknown }>('invite');
  expect(asked.body.invite).toEqual(invite);
});

test('who has asked for nothing has no code, and sees what inviting would bring', async () => {
  const { invite } = await world.shopper(on.person('Una').id).state();
  expect(invite).toMatchObject({ code: null, link: null, ready: false, advocatePoints: 500 });
});

test('other terms for friends move every code, used ones too; the same terms move none', async () => {
  const [sara, ben] = [await on.advocate(), await on.advocate('Ben')];
  await on.buy(as(on.person('Fay')), sara.code);
  await on.publish(withReferral(friendGets(2000)), 1);
  expect([worth(sara.code), worth(ben.code)]).toEqual([960, 960]);
  expect(await inviteOf(sara)).toMatchObject({ code: sara.code, ready: true });
  await on.publish(withReferral({ ...friendGets(2000), advocatePoints: 900 }), 2);
  expect(worth(sara.code)).toBe(960);
  await on.publish(withReferral(), 3);
  expect([worth(sara.code), worth(ben.code)]).toEqual([480, 480]);
  await expectSoundBooks(world);
});

test('an order is judged by the version it was placed under, whatever came since', async () => {
  const sara = await on.advocate();
  const order = await on.buy(as(on.person('Fay')), sara.code);
  await on.publish(withReferral({ advocatePoints: 900 }), 1);
  await on.buy(as(on.person('Fee')), sara.code);
  const { shopper } = await world.shopper(sara.id).state();
  expect(shopper?.pending).toBe(1400);
  await on.refund(order);
  expect((await world.shopper(sara.id).state()).shopper?.pending).toBe(900);
  await expectSoundBooks(world);
});

test('a version that is planned moves the codes when its time comes', async () => {
  const sara = await on.advocate();
  const from = world.sim.clock.now() + 3 * DAY;
  await on.publish(withReferral(friendGets(1500)), 1, from);
  const late = await on.advocate('Late');
  expect([worth(sara.code), worth(late.code)]).toEqual([480, 480]);
  await world.pass(3 * DAY);
  expect([worth(sara.code), worth(late.code)]).toEqual([720, 720]);
});

test('referral off: no code works, nothing is offered; on again: the same code', async () => {
  const sara = await on.advocate();
  await on.buy(as(on.person('Fay')), sara.code);
  await on.publish(aProgram(), 1);
  expect(worth(sara.code)).toBeNull();
  expect(await inviteOf(sara)).toBeNull();
  expect((await world.shopper(sara.id).post('invite')).status).toBe(409);
  expect((await world.shopper(null).get(`friend?code=${sara.code}`)).status).toBe(404);
  await on.publish(withReferral(), 2);
  expect(worth(sara.code)).toBe(480);
  expect(await inviteOf(sara)).toMatchObject({ code: sara.code, ready: true });
  await expectSoundBooks(world);
});

test('a code that another discount of the shop has becomes a longer one; that one is left alone', async () => {
  const sara = await on.advocate();
  await world.owner.query(
    `update referral_codes set code = 'AUTUMN15', terms_hash = null, confirmed = false`,
  );
  const before = worth('AUTUMN15');
  await world.shopper(sara.id).post('invite');
  await world.settle();
  const invite = await inviteOf(sara);
  expect(invite).toMatchObject({
    code: expect.stringMatching(/^SARA-[2-9A-HJ-NP-Z]{13}$/),
    ready: true,
  });
  expect(worth(invite?.code ?? '')).toBe(480);
  expect([before, worth('AUTUMN15')]).toEqual([720, 720]);
});

test('an erased advocate’s code is gone from the shop and from the books', async () => {
  const zoe = await on.advocate('Zoepriva');
  await on.buy(as(on.person('Fay')), null, { landingSite: `/?ref=none` });
  world.sim.commerce.compliance(SHOP, 'customers/redact', zoe.id);
  await world.settle();
  expect(worth(zoe.code)).toBeNull();
  expect(await placesOfText(world, zoe.code)).toEqual([]);
  const none = await world.shopper(zoe.id).get('friends');
  expect(friendsShape.parse(none.body).friends).toEqual([]);
  await expectSoundBooks(world);
});

test('a frozen advocate’s code rests until they are let go', async () => {
  const sara = await on.advocate();
  const { rows } = await world.owner.query<{ id: string }>(
    'select shopper_id as id from referral_codes',
  );
  const freeze = async (frozen: boolean) => {
    const body = { frozen, note: 'Looks odd' };
    const reply = await world.api('POST', `/api/shoppers/${rows[0]?.id}/freeze`, body);
    expect(reply.status).toBe(200);
    await world.settle();
  };
  await freeze(true);
  expect(worth(sara.code)).toBeNull();
  await freeze(false);
  expect(worth(sara.code)).toBe(480);
});

test('the platform fails before and after its effect: the code works in the end', async () => {
  for (const mode of ['timeoutBefore', 'timeoutAfter', '500', 'throttled'] as const) {
    const customer = on.person('Una');
    await world.settle();
    world.sim.api.faults([{ field: 'discountRedeemCodeBulkAdd', mode, times: 1 }]);
    await world.impatient(() => world.shopper(customer.id).post('invite'));
    await world.pass(2 * DAY);
    const { invite } = await world.shopper(customer.id).state();
    expect([mode, invite?.ready, worth(invite?.code ?? '')]).toEqual([mode, true, 480]);
  }
}, 60_000);
