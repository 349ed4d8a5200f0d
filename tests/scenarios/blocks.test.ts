/** A shopper is blocked: nothing comes and nothing goes; let be again, they have what was theirs. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ErrorBody } from '../../web/contract/shopper.ts';
import type { ShopperPage } from '../../web/contract/merchantShoppers.ts';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { as, people, withReferral } from './friends.ts';
import type { Advocate } from './friends.ts';
import { codeOf, mailsTo, withNextOrder, worksAtCheckout } from './nextOrderWorld.ts';
import { askToForget } from './forgotten.ts';
import { aTier, someTiers } from './tierWorld.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const HOUR = 60 * MINUTE;

let world: World;
let on: ReturnType<typeof people>;
beforeAll(async () => {
  const { referral = null } = withReferral();
  const perk = { kind: 'tag' as const, tag: 'early' };
  world = await startWorld({
    program: withNextOrder(
      {},
      {
        referral,
        expiry: { kind: 'afterEarning', months: 2 },
        tiers: someTiers({ levels: [aTier('silver', 4000, 10_000, { perks: [perk] })] }),
      },
    ),
  });
  on = people(world);
});
afterAll(() => world?.stop());

const idOf = async ({ id }: { id: string }): Promise<string> => {
  const { rows } = await world.owner.query<{ id: string }>(
    `select shopper_id as id from identities where kind = 'customer' and value like '%:' || $1`,
    [id],
  );
  return rows[0]?.id ?? '';
};
const block = async (who: { id: string }, blocked: boolean, note = 'Many accounts') => {
  const reply = await world.api<ShopperPage>('POST', `/api/shoppers/${await idOf(who)}/block`, {
    blocked,
    note,
  });
  expect(reply.status).toBe(200);
  await world.settle();
  return reply.body;
};
const has = async (who: { id: string }) => {
  const { pending, available, held } = await balanceOf(world, who.id);
  return [pending, available, held];
};
const isSilver = (who: { id: string }) =>
  world.sim.commerce.customer(SHOP, who.id)?.tags.includes('early');

describe('somebody who is blocked', () => {
  let ada: Advocate;
  let code: string;
  let reward: string;
  let late: number;

  test('keeps their points, those of open codes come back, and codes stop working', async () => {
    ada = await on.advocate('Ada', 'ada@example.com');
    const order = await on.buy(as(ada), null, {}, 3);
    await world.pass(15 * DAY);
    code = (await codeOf(world, order))?.code ?? '';
    const redeemed = await world.shopper(ada.id).redeem('off-3', 300);
    reward = redeemed.body.redemption.code ?? '';
    expect(await has(ada)).toEqual([0, 60, 0]);
    expect([worksAtCheckout(world, code), worksAtCheckout(world, reward)]).toEqual([true, true]);
    expect(isSilver(ada)).toBe(true);
    late = world.sim.clock.now() - MINUTE;

    const page = await block(ada, true);
    expect(page.shopper).toMatchObject({ blocked: true, blockedAt: expect.any(String) as string });
    expect(page.notes[0]).toMatchObject({ action: 'blockShopper', note: 'Many accounts' });
    expect(await has(ada)).toEqual([0, 360, 0]);
    expect([worksAtCheckout(world, code), worksAtCheckout(world, reward)]).toEqual([false, false]);
    expect(worksAtCheckout(world, ada.code)).toBe(false);
    expect(isSilver(ada)).toBe(false);
    await block(ada, true, 'Again');
  });

  test('is told so calmly, and cannot spend or invite', async () => {
    const state = await world.shopper(ada.id).state();
    expect(state.notes?.[0]).toBe(
      'You cannot collect or use points at the moment. What you have is safe; please write to the shop.',
    );
    expect(state.invite).toBeNull();
    const page = await world.shopper(ada.id).get('?locale=fa');
    expect(page.text).toContain('فعلاً نمی‌توانید امتیاز جمع یا خرج کنید.');
    const refused = await world.shopper(ada.id).redeem('off-3', 300);
    expect([refused.status, (refused.body as unknown as ErrorBody).error.code]).toEqual([
      409,
      'frozen',
    ]);
    expect(await has(ada)).toEqual([0, 360, 0]);
  });

  test('earns nothing and brings nobody, but for what was placed before', async () => {
    const order = await on.buy(as(ada), null);
    expect(await codeOf(world, order)).toBeNull();
    expect(await has(ada)).toEqual([0, 360, 0]);
    await on.refund(order, 1);
    expect(await has(ada)).toEqual([0, 360, 0]);
    const friend = on.person('Fay');
    await on.buy(as(friend), null, { landingSite: `/?ref=${ada.code}` });
    const { rows } = await world.owner.query(
      'select verdict, points::int from referrals where advocate_id = $1',
      [await idOf(ada)],
    );
    expect(rows).toEqual([{ verdict: 'frozen', points: 0 }]);
    await on.buy(as(ada), null, { placedAt: late }, 1);
    expect(await has(ada)).toEqual([120, 360, 0]);
    await expectSoundBooks(world);
  });

  test('loses no points while they cannot be spent, and is not written to', async () => {
    const before = (await mailsTo(world, ada.email)).length;
    for (let day = 0; day < 80; day += 1) await world.pass(DAY);
    expect(await has(ada)).toEqual([0, 480, 0]);
    expect(await mailsTo(world, ada.email)).toHaveLength(before);
    await expectSoundBooks(world);
  });

  test('has what they had once they are let be, and nothing for the time between', async () => {
    const page = await block(ada, false, 'Talked to her');
    expect(page.shopper).toMatchObject({ blocked: false, blockedAt: null });
    expect(page.notes.map(({ action }) => action).slice(0, 2)).toEqual([
      'unblockShopper',
      'blockShopper',
    ]);
    expect(await has(ada)).toEqual([0, 480, 0]);
    // Its own day has come meanwhile.
    expect(worksAtCheckout(world, code)).toBe(false);
    expect(worksAtCheckout(world, ada.code)).toBe(true);
    expect(isSilver(ada)).toBe(true);
    await on.buy(as(ada), null);
    expect(await has(ada)).toEqual([240, 480, 0]);
    expect((await world.shopper(ada.id).redeem('off-3', 300)).status).toBe(200);
    expect((await world.shopper(ada.id).state()).notes).not.toContain(
      expect.stringContaining('cannot collect'),
    );
    await expectSoundBooks(world);
  });
});

test('codes that rested come back on their old terms; each order counts by when it was placed', async () => {
  const ben = on.person('Ben');
  const order = await on.buy(as(ben), null);
  const code = (await codeOf(world, order))?.code ?? '';
  const end = (await codeOf(world, order))?.ends_at;
  await block(ben, true);
  expect(worksAtCheckout(world, code)).toBe(false);
  const between = world.sim.clock.now() + HOUR;
  await world.pass(2 * HOUR);
  await block(ben, false);
  expect(await codeOf(world, order)).toMatchObject({ status: 'open', code, ends_at: end });
  expect(worksAtCheckout(world, code)).toBe(true);
  await on.buy(as(ben), null, { placedAt: between });
  expect(await has(ben)).toEqual([240, 0, 0]);
  await on.buy(as(ben), null);
  expect(await has(ben)).toEqual([480, 0, 0]);
  await block(ben, true);
  await world.pass(15 * DAY);
  expect(await has(ben)).toEqual([0, 480, 0]);
  await expectSoundBooks(world);
});

test('two who become one are blocked where one of them was, and the codes of both rest', async () => {
  const [kept, gone] = [on.person('Cy'), on.person('Cy')];
  const order = await on.buy(as(kept), null);
  await on.buy(as(gone), null);
  await block(gone, true);
  world.sim.commerce.mergeCustomers(SHOP, kept.id, gone.id);
  await world.settle();
  expect(worksAtCheckout(world, (await codeOf(world, order))?.code ?? '')).toBe(false);
  await on.buy(as(kept), null);
  await on.refund(order, 1);
  expect(await has(kept)).toEqual([360, 0, 0]);
  const { shopper } = (await world.api<ShopperPage>('GET', `/api/shoppers/${await idOf(kept)}`))
    .body;
  expect(shopper.blocked).toBe(true);
  await expectSoundBooks(world);
});

test('who was erased while blocked and buys again is blocked still, and nothing else is known', async () => {
  const dee = on.person('Dee');
  await on.buy(as(dee), null);
  await block(dee, true);
  await askToForget(world, { id: dee.id, email: dee.email, phone: null }, []);
  await world.pass(DAY);
  await on.buy(as(dee), null);
  expect(await has(dee)).toEqual([0, 0, 0]);
  const { rows } = await world.owner.query(
    'select count(*)::int as n from erased_marks where blocked',
  );
  expect(rows).toEqual([{ n: 1 }]);
  await expectSoundBooks(world);
});

test('a shopper of nobody’s is not there, and a reason is needed', async () => {
  const unknown = `/api/shoppers/${crypto.randomUUID()}/block`;
  expect((await world.api('POST', unknown, { blocked: true, note: 'x' })).status).toBe(404);
  const eve = on.person('Eve');
  await world.settle();
  const path = `/api/shoppers/${await idOf(eve)}/block`;
  expect((await world.api('POST', path, { blocked: true, note: ' ' })).status).toBe(422);
});
