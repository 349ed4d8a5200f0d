import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, MINUTE, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';

const combinesWith = { order: false, product: false, shipping: true };
const tenth = (points: number) => ({
  id: 'tenth',
  points,
  combinesWith,
  codeDays: 30,
  minimumMinor: 0,
  value: { kind: 'amountOff' as const, amountMinor: 100 },
});

let world: World;
let buyer: string;
let points: number;

beforeAll(async () => {
  world = await startWorld({ program: aProgram({ maxOpenCodes: 50, rewards: [tenth(48)] }) });
  buyer = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  // 96.00 at 5 points each: 480, which is ten times 48.
  const quantity = 9600 / (mug?.priceMinor ?? 1);
  await world.buy({
    buyer: { kind: 'customer', customerId: buyer },
    lines: [{ variantId: mug?.id ?? '', quantity }],
  });
  await world.pass(15 * DAY);
  points = (await balanceOf(world, buyer)).available;
});
afterAll(() => world.stop());

describe('a shopper who can afford ten', () => {
  test('redeems 200 times at once: 10 codes, balance 0, 190 clear refusals', async () => {
    expect(points).toBe(480);
    const shopper = world.shopper(buyer);
    const replies = await Promise.all(
      Array.from({ length: 200 }, () => shopper.redeem('tenth', 48)),
    );
    // Codes that were not made within the request's patience are made by the worker.
    await world.pass(10 * MINUTE);
    const good = replies.filter((r) => r.status === 200 || r.status === 202);
    const refused = replies.filter((r) => r.status === 409);
    expect([good.length, refused.length]).toEqual([10, 190]);
    for (const reply of refused) {
      expect(reply.body).toMatchObject({ error: { code: 'notEnoughPoints' } });
      expect((reply.body as unknown as { error: { message: string } }).error.message).not.toBe('');
    }
    const codes = (await shopper.state()).codes.map((c) => c.code);
    expect(new Set(codes).size).toBe(10);
    expect(codes).not.toContain(null);
    expect(await balanceOf(world, buyer)).toEqual({ pending: 0, available: 0, held: 0 });
    await expectSoundBooks(world);
  });

  test('every one of the ten codes works at checkout, and each by itself', async () => {
    const { codes } = await world.shopper(buyer).state();
    const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
    for (const { code } of codes) {
      const cart = world.sim.commerce.priceCart(SHOP, {
        lines: [{ variantId: mug?.id ?? '', quantity: 1 }],
        codes: [code ?? ''],
        customerId: buyer,
      });
      expect(cart.codes).toMatchObject([{ applicable: true, amountMinor: 100 }]);
    }
  });
});

test('one redemption id sent 200 times at once is one code', async () => {
  const shopper = world.shopper(buyer);
  const [first] = (await shopper.state()).codes;
  await shopper.putBack(first?.id ?? '');
  await world.settle();
  expect((await balanceOf(world, buyer)).available).toBe(48);
  const id = crypto.randomUUID();
  const replies = await Promise.all(
    Array.from({ length: 200 }, () => shopper.redeem('tenth', 48, id)),
  );
  await world.pass(10 * MINUTE);
  expect(new Set(replies.map((r) => r.status))).toSatisfy((all: Set<number>) =>
    [...all].every((status) => status === 200 || status === 202),
  );
  const mine = (await shopper.state()).codes.filter((c) => c.id === id);
  expect(mine).toHaveLength(1);
  const answered = new Set(replies.map((r) => r.body.redemption.code).filter((c) => c !== null));
  expect([...answered]).toEqual([mine[0]?.code]);
  expect(await balanceOf(world, buyer)).toMatchObject({ available: 0 });
  await expectSoundBooks(world);
});

test('the same id for another reward is refused, and spends nothing', async () => {
  const shopper = world.shopper(buyer);
  const [known] = (await shopper.state()).codes;
  const reply = await shopper.redeem('other', 48, known?.id);
  expect(reply.status).toBe(409);
  expect(reply.body).toMatchObject({ error: { code: 'sameIdOtherInput' } });
});
