/**
 * "Reward past orders: none, since a date, all." What the preview promises is what is posted, to the
 * point; it is done once, goes on after a crash, and sends nothing.
 */
import { afterEach, expect, test, vi } from 'vitest';
import type { PastRewardAnswer, PreviewAnswer } from '../../web/contract/healing.ts';
import { DAY, SHOP, START, startWorld } from '../world.ts';
import type { Reply, World } from '../world.ts';
import { balanceOf, expectSoundBooks, findings } from './books.ts';
import {
  NOTHING,
  countOf,
  crashAt,
  healingOf,
  holdUp,
  one,
  open,
  publish,
  startWithPast,
  talkativeProgram,
  untilPastIs,
  whatWasSent,
} from './pastWorld.ts';

// Busy machines get their time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let world: World;
let beside: World | null = null;
afterEach(async () => {
  await beside?.stop();
  beside = null;
  await world.stop();
});

type Choice = { choice: 'none' } | { choice: 'all' } | { choice: 'since'; since: string };

const preview = async (choice: Choice): Promise<PreviewAnswer> => {
  const answer = await world.api<PreviewAnswer>('POST', '/api/history/preview', choice);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
};
const decide = (
  choice: Choice,
  id: string = crypto.randomUUID(),
): Promise<Reply<PastRewardAnswer>> => world.api('POST', '/api/history/reward', { id, ...choice });

/** Decides, and waits until it is done. */
async function reward(choice: Choice, id?: string): Promise<PastRewardAnswer> {
  const answer = await decide(choice, id);
  if (answer.status !== 202) throw new Error(answer.text);
  await world.app.drain();
  const { pastReward } = await healingOf(world);
  if (!pastReward) throw new Error('no decision');
  return pastReward;
}

async function begin(shoppers: number): Promise<void> {
  world = await startWithPast(shoppers);
  await open(world);
  await untilPastIs(world, 'done');
  await publish(world);
}

const ALL = { choice: 'all' } as const;

/** What was really posted for orders. */
const posted = () =>
  one<{ orders: number; shoppers: number; points: number; expired: number; ontheway: number }>(
    world,
    `select count(*)::int as orders, count(distinct shopper_id)::int as shoppers,
       sum(points)::int as points, sum(pending)::int as ontheway,
       (select coalesce(sum(points), 0)::int from transfers where reason = 'expire') as expired
     from orders where points > 0`,
  );

const pointsByOrder = async (of: World): Promise<unknown> =>
  (
    await of.owner.query(
      `select platform_order_id, points, pending, available_at from orders order by 1`,
    )
  ).rows;

test('what was promised is what is posted: orders, shoppers, points, and those that end at once', async () => {
  await begin(150);
  const promised = await preview(ALL);
  expect(await countOf(world, 'transfers')).toBe(0);
  expect(promised.orders).toBeGreaterThan(200);
  expect(promised.expired).toBeGreaterThan(0);
  expect(promised.onTheWay).toBeGreaterThan(0);
  const done = await reward(ALL);
  const { programVersion, onTheWay, ...counts } = promised;
  expect(done).toMatchObject({ state: 'done', choice: 'all', programVersion, ...counts });
  expect(done.judged).toBe(done.total);
  const { ontheway, ...rest } = await posted();
  expect({ ...rest, onTheWay: ontheway }).toEqual({ ...counts, onTheWay });
  expect(await preview(ALL)).toMatchObject({ orders: 0, points: 0, expired: 0 });
  expect(await whatWasSent(world)).toEqual(NOTHING);
  await expectSoundBooks(world);
  await world.pass(40 * DAY);
  expect(await whatWasSent(world)).toEqual(NOTHING);
  await expectSoundBooks(world);
});

test('each order has what it would have had, had the program been there from the start', async () => {
  await begin(60);
  beside = await startWorld({
    beside: world,
    program: talkativeProgram(),
    backdate: START - 900 * DAY,
    healing: true,
  });
  await untilPastIs(beside, 'done');
  await reward(ALL);
  expect(await pointsByOrder(world)).toEqual(await pointsByOrder(beside));
});

test('points end as they would have: kept by an order in time, gone after a year of silence', async () => {
  world = await startWorld({ program: null, healing: true });
  world.sim.approve(SHOP, { readAllOrders: true });
  const { commerce } = world.sim;
  const variantId =
    commerce.products(SHOP).find((p) => p.variants[0]?.priceMinor === 2400)?.variants[0]?.id ?? '';
  const bought = (daysAgo: readonly number[]): string => {
    const { id } = commerce.createCustomer(SHOP, {
      email: `${crypto.randomUUID()}@example.com`,
      phone: null,
      firstName: 'A',
      lastName: 'B',
    });
    for (const days of daysAgo) {
      commerce.placeOrder(SHOP, {
        cart: { lines: [{ variantId, quantity: 2 }], codes: [], customerId: id },
        buyer: { kind: 'customer', customerId: id },
        source: 'web',
        paid: true,
        test: false,
        placedAt: START - days * DAY,
      });
    }
    return id;
  };
  const faithful = bought([700, 400, 100]);
  const returned = bought([700, 100]);
  const gone = bought([700, 500]);
  await open(world);
  await untilPastIs(world, 'done');
  await publish(world);
  expect(await preview(ALL)).toMatchObject({ orders: 7, shoppers: 3, points: 1680, expired: 720 });
  await reward(ALL);
  expect((await balanceOf(world, faithful)).available).toBe(720);
  expect((await balanceOf(world, returned)).available).toBe(240);
  expect((await balanceOf(world, gone)).available).toBe(0);
  await expectSoundBooks(world);
});

test('since a date, and then all: the second adds the rest and nothing twice', async () => {
  await begin(60);
  const all = await preview(ALL);
  const since = { choice: 'since', since: '2025-09-01' } as const;
  const lately = await preview(since);
  expect(lately.orders).toBeGreaterThan(0);
  expect(lately.orders).toBeLessThan(all.orders);
  const first = await reward(since);
  expect(first).toMatchObject({ orders: lately.orders, points: lately.points });
  const early = await one<{ n: number }>(
    world,
    `select count(*)::int as n from orders where points > 0 and placed_at < '2025-08-31T23:00:00Z'`,
  );
  expect(early.n).toBe(0);
  await world.pass(DAY);
  const second = await reward(ALL);
  expect(second.orders).toBe(all.orders - lately.orders);
  expect(first.points + second.points).toBe(all.points);
  await expectSoundBooks(world);
});

test('a decision is made once by its id, and one at a time', async () => {
  await begin(60);
  const letGo = await holdUp(world, 'transfers');
  const id = crypto.randomUUID();
  const first = await decide(ALL, id);
  expect(first).toMatchObject({ status: 202, body: { state: 'running', judged: 0 } });
  const again = await decide(ALL, id);
  expect(again).toMatchObject({ status: 202, body: { id, total: first.body.total } });
  expect((await decide({ choice: 'none' }, id)).status).toBe(409);
  const other = await world.api<{ error: { code: string } }>('POST', '/api/history/reward', {
    id: crypto.randomUUID(),
    ...ALL,
  });
  expect(other.body.error.code).toBe('alreadyRunning');
  await letGo();
  await world.app.drain();
  await vi.waitFor(async () =>
    expect((await healingOf(world)).pastReward).toMatchObject({ id, state: 'done' }),
  );
  const { points } = await posted();
  expect(await decide(ALL, id)).toMatchObject({ status: 202, body: { state: 'done', points } });
  expect((await posted()).points).toBe(points);
});

test('cut off in the middle of a batch, it goes on and gives no order twice', async () => {
  await begin(150);
  const promised = await preview(ALL);
  const { unrewarded } = await healingOf(world);
  const heal = await crashAt(world, 'orders', Math.floor(unrewarded * 0.9));
  expect((await decide(ALL)).status).toBe(202);
  await world.app.drain();
  const half = (await healingOf(world)).pastReward;
  expect(half?.state).toBe('running');
  expect(half?.judged).toBeGreaterThan(0);
  expect(half?.judged).toBeLessThan(half?.total ?? 0);
  await heal();
  await world.pass(60_000);
  const done = (await healingOf(world)).pastReward;
  expect(done).toMatchObject({
    state: 'done',
    orders: promised.orders,
    shoppers: promised.shoppers,
    points: promised.points,
  });
  expect(await findings(world)).toEqual([]);
});

test('a rewarded order goes on as any other: sent back, its points go, and no code comes', async () => {
  await begin(20);
  const order = world.sim.commerce
    .orders(SHOP)
    .find((o) => o.customerId && !o.test && !o.cancelledAt && o.financialStatus === 'paid');
  if (!order?.customerId) throw new Error('nobody bought anything');
  await reward(ALL);
  const pointsOf = async () =>
    (
      await one<{ points: number }>(
        world,
        `select points::int from orders where platform_order_id = '${order.id}'`,
      )
    ).points;
  expect(await pointsOf()).toBeGreaterThan(0);
  const lines = order.lines.map(({ id, quantity }) => ({ lineId: id, quantity }));
  world.sim.commerce.refund(SHOP, { orderId: order.id, lines, shipping: false });
  await world.settle();
  expect(await pointsOf()).toBe(0);
  expect(await whatWasSent(world)).toEqual(NOTHING);
  await expectSoundBooks(world);
});

test('none is a decision too; and there is nothing to decide before there is a program', async () => {
  world = await startWithPast(20);
  await open(world);
  await untilPastIs(world, 'done');
  const early = await world.api<{ error: { code: string } }>('POST', '/api/history/preview', ALL);
  expect(early.body.error.code).toBe('programOff');
  await publish(world);
  const none = await reward({ choice: 'none' });
  expect(none).toMatchObject({ choice: 'none', state: 'done', points: 0, total: 0 });
  expect(await countOf(world, 'transfers')).toBe(0);
  const wrong = await world.api('POST', '/api/history/preview', { choice: 'since' });
  expect(wrong.status).toBe(422);
});

test('while the past is still being read, nothing is decided about it', async () => {
  world = await startWithPast(60);
  await open(world);
  await publish(world);
  await untilPastIs(world, 'done');
  await world.owner.query(
    `update order_readings set state = 'reading', ended_at = null where kind = 'history'`,
  );
  const early = await world.api<{ error: { code: string } }>('POST', '/api/history/preview', ALL);
  expect(early).toMatchObject({ status: 409, body: { error: { code: 'historyRunning' } } });
});
