/** A share off with an end, "10 %, at most 20.00": told for a cart, taken, and held against the till. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AdviceAnswer } from '../../web/contract/advice.ts';
import type { RedeemAnswer, ShopperState } from '../../web/contract/shopper.ts';
import { SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { richShoppers } from './faultCells.ts';
import { mugOf, refundAll } from './nextOrderWorld.ts';

const MUG = 2400;
let world: World;
let shoppers: string[];
beforeAll(async () => {
  world = await startWorld({
    program: aProgram({
      pendingDays: 0,
      rewards: [
        {
          id: 'tenth',
          points: 100,
          value: { kind: 'percentUpTo', basisPoints: 1000, capMinor: 1000 },
          minimumMinor: 0,
          combinesWith: { order: false, product: false, shipping: true },
          codeDays: 30,
        },
      ],
    }),
  });
  shoppers = await richShoppers(world, 4);
}, 60_000);
afterAll(async () => {
  await expectSoundBooks(world);
  await world.stop();
});

const next = (): string => shoppers.pop() ?? '';
const mugs = (quantity: number) => [{ variantId: mugOf(world), quantity }];

/** What the panel is told that it takes off a cart of so many mugs. */
async function told(id: string, quantity: number): Promise<number | undefined> {
  const found = world.sim.commerce.products(SHOP).find((each) => each.handle === 'harbor-mug');
  const lines = [{ productId: found?.id, amountMinor: MUG * quantity, giftCard: false }];
  const { body } = await world.shopper(id).post<AdviceAnswer>('advice', { lines, taken: [] });
  return body.choices.find(({ rewardId }) => rewardId === 'tenth')?.offMinor;
}

const take = (id: string, amountMinor?: number, redemptionId = crypto.randomUUID()) =>
  world.shopper(id).post<RedeemAnswer>('redemptions', {
    id: redemptionId,
    rewardId: 'tenth',
    points: 100,
    ...(amountMinor === undefined ? {} : { amountMinor }),
  });

const off = (code: string | null, quantity: number): number | null => {
  const cart = { lines: mugs(quantity), codes: [code ?? ''], customerId: null };
  const priced = world.sim.commerce.priceCart(SHOP, cart);
  if (!priced.codes[0]?.applicable) return null;
  return priced.lines
    .flatMap(({ allocations }) => allocations)
    .reduce((sum, each) => sum + each.amountMinor, 0);
};

test('both figures are told before, and the till takes off what was told, from that cart on', async () => {
  const id = next();
  const name = async (locale: string) => {
    const { body } = await world.shopper(id).get<ShopperState>(`state?locale=${locale}`);
    const value = body.program?.rewards[0]?.value;
    return value && 'text' in value ? value.text : null;
  };
  expect([await name('en'), await name('fa'), await name('ar')]).toEqual([
    '10% off, at most $10',
    '۱۰٪ تخفیف، حداکثر ‎$۱۰',
    'خصم ١٠٪؜، بحد أقصى \u200f١٠\u00a0US$',
  ]);
  expect((await world.shopper(null).get('?locale=en')).text).toContain('10% off, at most $10');
  expect((await world.shopper(null).get('terms?locale=en')).text).toContain('at most $10 for 100');
  expect(await told(id, 2)).toBe(480);
  const { body, status } = await take(id, 480);
  expect(status).toBe(200);
  expect(body.redemption).toMatchObject({
    status: 'open',
    value: { kind: 'amountOff', amountMinor: 480 },
    minimumMinor: 4800,
  });
  const { code } = body.redemption;
  // A smaller cart is told what it lacks (`minimumMinor`); a larger one gets no more.
  expect([off(code, 1), off(code, 2), off(code, 5)]).toEqual([null, 480, 480]);
  const before = (await balanceOf(world, id)).available;
  const buyer = { kind: 'customer' as const, customerId: id };
  const order = await world.buy({ buyer, lines: mugs(2), codes: [code ?? ''] });
  refundAll(world, order);
  await world.settle();
  // All of it went back: so do the points that were spent.
  expect((await balanceOf(world, id)).available).toBe(before + 100);
});

test('a large cart gets the end and no more', async () => {
  const id = next();
  expect(await told(id, 6)).toBe(1000);
  const { body } = await take(id, 1000);
  expect(body.redemption).toMatchObject({ minimumMinor: 10_000 });
  expect([off(body.redemption.code, 4), off(body.redemption.code, 6)]).toEqual([null, 1000]);
});

test('without a cart there is no figure, and nothing is spent; nobody can ask for more', async () => {
  const id = next();
  const before = await balanceOf(world, id);
  for (const amount of [undefined, 1001]) {
    const { body } = await take(id, amount);
    expect(body).toMatchObject({ error: { code: 'cartNeeded' } });
  }
  expect(await balanceOf(world, id)).toEqual(before);
  // Whoever claims the end gets a code for the basket of which it is the share.
  const { redemption } = (await take(id, 1000)).body;
  expect(off(redemption.code, 2)).toBeNull();
});

test('the same redemption with another figure is refused: what was told is what is had', async () => {
  const id = next();
  const redemptionId = crypto.randomUUID();
  expect((await take(id, 480, redemptionId)).body.redemption.value).toMatchObject({
    amountMinor: 480,
  });
  expect((await take(id, 480, redemptionId)).status).toBe(200);
  expect((await take(id, 720, redemptionId)).body).toMatchObject({
    error: { code: 'sameIdOtherInput' },
  });
});
