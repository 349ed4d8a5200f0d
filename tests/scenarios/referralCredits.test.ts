/** Money credit for whoever sent a friend: given with the points, taken back with the friend's order. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ShopperPage } from '../../web/contract/merchantShoppers.ts';
import { DAY, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks, findings } from './books.ts';
import { expectNothingLeft } from './faultCells.ts';
import { as, people, withReferral } from './friends.ts';
import type { Advocate } from './friends.ts';
import { walletAt } from './walletWorld.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: World;
let on: ReturnType<typeof people>;
beforeAll(async () => {
  const advocateCredit = { amountMinor: 500, days: 90 };
  world = await startWorld({ program: withReferral({ advocateCredit }) });
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
const wallet = ({ id }: { id: string }): number => walletAt(world, { customerId: id });
const shown = async ({ id }: Advocate) =>
  ((await world.shopper(id).state()).nextOrderCodes ?? []).filter(({ code }) => code === null);

test('comes with the points, is told before and after, and is given once', async () => {
  const sara = await on.advocate('Sara');
  await on.buy(as(on.person('Ann')), sara.code);
  expect(wallet(sara)).toBe(0);
  expect(await shown(sara)).toMatchObject([{ amountMinor: 500, given: false }]);
  await world.pass(30 * DAY);
  expect(wallet(sara)).toBe(500);
  expect((await balanceOf(world, sara.id)).available).toBe(500);
  expect(await shown(sara)).toMatchObject([{ amountMinor: 500, given: true }]);
  const { body } = await world.api<ShopperPage>('GET', `/api/shoppers/${await idOf(sara)}`);
  expect(body.wallet).toMatchObject([{ amountMinor: 500, status: 'open' }]);
  await world.pass(DAY);
  expect(wallet(sara)).toBe(500);
  await expectNothingLeft(world, ['settleWallet']);
  await expectSoundBooks(world);
});

test('is never given for an order that came back, and taken back from one that does later', async () => {
  const [early, late] = [await on.advocate('Eve'), await on.advocate('Lea')];
  const back = await on.buy(as(on.person('Bea')), early.code);
  const kept = await on.buy(as(on.person('Cem')), late.code);
  await on.refund(back);
  await world.pass(30 * DAY);
  expect([wallet(early), wallet(late)]).toEqual([0, 500]);
  await on.refund(kept);
  await world.settle();
  expect([wallet(early), wallet(late)]).toEqual([0, 0]);
  expect(await shown(late)).toEqual([]);
  await expectSoundBooks(world);
});

test('nothing is owed for who is not new, and the audit sees what is wrong', async () => {
  const mia = await on.advocate('Mia');
  const dov = on.person('Dov');
  await on.buy(as(dov), null);
  await on.buy(as(dov), mia.code);
  await world.pass(31 * DAY);
  expect(wallet(mia)).toBe(0);
  const where = `where cause = 'referral' and target_minor = 500`;
  await world.owner.query(`update wallet_credits set target_minor = 700 ${where}`);
  const columns = (await findings(world)).map(({ table, column }) => `${table}.${column}`);
  await world.owner.query(
    `update wallet_credits set target_minor = 500 where cause = 'referral' and target_minor = 700`,
  );
  expect(columns).toContain('referrals.credit');
  await expectSoundBooks(world);
});
