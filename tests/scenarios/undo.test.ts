/**
 * Whatever the program: once all that somebody did is undone, they stand where they stood before. Random
 * programs, orders and refunds from a seed that is printed; what happens otherwise is told by tests/model.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SimOrderSummary } from '../../simulator/types.ts';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { DAY, MINUTE, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { newBuyer } from './nextOrderWorld.ts';
import { someTiers } from './tierWorld.ts';

const SEED = Number(process.env.UNDO_SEED ?? 20_261_201);
const PROGRAMS = 6;
const SHOPPERS = 4;

const points = fc.integer({ min: 1, max: 90 });
const minimumMinor = fc.constantFrom(0, 3000);
const by = fc.constantFrom(12_500, 15_000, 33_300);
const rule = fc.oneof(
  fc.record({ points, minimumMinor }).map((args) => ({ rule: 'perOrder', args })),
  fc.record({ points, minimumMinor }).map((args) => ({ rule: 'firstOrder', args })),
  fc.record({ by, minimumMinor }).map((args) => ({ rule: 'orderTimes', args })),
);
const campaign = fc
  .tuple(rule, fc.option(fc.integer({ min: 1, max: 200 })), fc.option(fc.constant(3)))
  .map(([use, budgetPoints, firstShoppers]) => {
    return { ...use, name: 'C', from: null, until: null, tiers: [], budgetPoints, firstShoppers };
  });
const programs = fc
  .record({
    rules: fc.array(rule, { maxLength: 3 }),
    campaigns: fc.array(campaign, { maxLength: 2 }),
    by: fc.constantFrom('points' as const, 'spend' as const, 'orders' as const),
    over: fc.constantFrom('lifetime' as const, 'rolling12Months' as const),
    tiers: fc.boolean(),
    rate: fc.integer({ min: 1, max: 9 }),
    pendingDays: fc.constantFrom(0, 0, 14),
    includeShipping: fc.boolean(),
  })
  .map(({ rules, campaigns, by: what, over, tiers, rate, includeShipping, pendingDays }) => {
    const { earning } = aProgram();
    return aProgram({
      holdOut: false,
      pendingDays,
      earning: { ...earning, points: rate, includeShipping },
      rules: rules.map((use, i) => ({ ...use, id: `r${i}` })),
      campaigns: campaigns.map((use, i) => ({ ...use, id: `c${i}` })),
      tiers: tiers ? someTiers({ by: what, over }) : null,
    });
  });
const deeds = fc.array(
  fc.record({
    product: fc.nat({ max: 50 }),
    quantity: fc.integer({ min: 1, max: 4 }),
    days: fc.constantFrom(0, 1, 20),
    redeem: fc.boolean(),
    first: fc.constantFrom('none' as const, 'units' as const, 'goodwill' as const),
    end: fc.constantFrom('refund' as const, 'refund' as const, 'cancel' as const),
  }),
  { minLength: 1, maxLength: 3 },
);
const stories = fc.record({
  program: programs,
  lives: fc.array(deeds, { minLength: SHOPPERS, maxLength: SHOPPERS }),
});
type Story = typeof stories extends fc.Arbitrary<infer T> ? T : never;
type Deed = Story['lives'][number][number];

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** What the stories really did: one that never spends anything would prove little. */
const happened = new Set<string>();

let versions = 1;
async function publish(program: ProgramBody): Promise<void> {
  // The shop's clock may have gone ahead of the app's.
  await world.pass(MINUTE);
  const put = { baseVersion: versions, program };
  const { status, text } = await world.api('PUT', '/api/program', put);
  if (status !== 200) throw new Error(text);
  versions += 1;
}

const variantOf = (n: number): string => {
  const goods = world.sim.commerce.products(SHOP).filter(({ giftCard }) => !giftCard);
  return goods[n % goods.length]?.variants[0]?.id ?? '';
};

const buy = (customerId: string, deed: Pick<Deed, 'product' | 'quantity'>, codes: string[] = []) =>
  world.buy({
    buyer: { kind: 'customer', customerId },
    lines: [{ variantId: variantOf(deed.product), quantity: deed.quantity }],
    codes,
  });

/** What an order that is undone must leave as it was. */
async function standing(customerId: string): Promise<unknown> {
  const { rows } = await world.owner.query<{ owed: number }>(
    `select coalesce(sum(d.open), 0)::int as owed from debts d join identities i
       using (club_id, shopper_id) where i.kind = 'customer' and i.value like '%:' || $1`,
    [customerId],
  );
  return { ...(await balanceOf(world, customerId)), owed: rows[0]?.owed };
}

type Done = { order: SimOrderSummary; end: Deed['end']; redemptionId: string | null };

/** An order, with a code where points are enough for one, and perhaps part of it given back. */
async function act(customerId: string, deed: Deed): Promise<Done> {
  let redemptionId: string | null = null;
  let codes: string[] = [];
  const { available } = await balanceOf(world, customerId);
  if (deed.redeem && available >= 300) {
    redemptionId = crypto.randomUUID();
    const taken = await world.shopper(customerId).redeem('off-3', 300, redemptionId);
    if (taken.status !== 200) throw new Error(taken.text);
    codes = [taken.body.redemption.code ?? ''];
  }
  const order = await buy(customerId, deed, codes);
  await world.pass(deed.days * DAY);
  giveSomeBack(order, deed.first);
  await world.settle();
  return { order, end: deed.end, redemptionId };
}

function giveSomeBack(order: SimOrderSummary, what: Deed['first']): void {
  const { commerce } = world.sim;
  const [line] = order.lines;
  if (order.codes.length > 0) happened.add('a code was used');
  if (what === 'units' && line && line.quantity > 1) {
    const lines = [{ lineId: line.id, quantity: 1 }];
    commerce.refund(SHOP, { orderId: order.id, lines, shipping: false });
    happened.add('a unit went back first');
  }
  if (what === 'goodwill') {
    const money = { lines: [], shipping: false, amountMinor: 150 };
    commerce.refund(SHOP, { orderId: order.id, ...money });
    happened.add('money was given back without goods');
  }
}

/** Takes it all back: what is left of the order, and the code if no order took it. */
async function undo(customerId: string, { order, end, redemptionId }: Done): Promise<void> {
  const { commerce } = world.sim;
  const now = commerce.orders(SHOP).find(({ id }) => id === order.id);
  const left = (now?.lines ?? []).flatMap(({ id, currentQuantity: quantity }) =>
    quantity > 0 ? [{ lineId: id, quantity }] : [],
  );
  happened.add(end);
  if (end === 'cancel') commerce.cancel(SHOP, order.id, { refund: true });
  else if (now) {
    const amountMinor = now.totalMinor - now.refundedMinor;
    commerce.refund(SHOP, { orderId: order.id, lines: left, shipping: true, amountMinor });
  }
  await world.settle();
  if (redemptionId !== null && order.codes.length === 0) {
    await world.shopper(customerId).putBack(redemptionId);
    happened.add('a code was put back');
    await world.settle();
  }
}

const told = fc.sample(stories, { seed: SEED, numRuns: PROGRAMS });

test.each(told.map((story, n) => ({ n, story })))(
  `what is undone leaves nothing behind (seed ${SEED}, program no. $n)`,
  async ({ story: { program, lives } }) => {
    await publish(program);
    for (const deedsOfOne of lives) {
      const { id } = newBuyer(world);
      // Something that stays, so that there is something to spend.
      await buy(id, { product: 1, quantity: 3 });
      await world.pass(15 * DAY);
      const before = await standing(id);
      const done: Done[] = [];
      for (const deed of deedsOfOne) done.push(await act(id, deed));
      for (const each of done.toReversed()) await undo(id, each);
      await world.pass(15 * DAY);
      // What was done stands beside it, so that a difference tells its story.
      const now = await standing(id);
      expect({ now, program, deedsOfOne }).toEqual({ now: before, program, deedsOfOne });
    }
    await expectSoundBooks(world);
  },
  120_000,
);

test('the stories spend, give back in part, cancel and put back', () => {
  expect([...happened].sort()).toEqual(
    [
      'a code was put back',
      'a code was used',
      'a unit went back first',
      'cancel',
      'money was given back without goods',
      'refund',
    ].sort(),
  );
});
