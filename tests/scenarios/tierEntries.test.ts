/** Entering a tier is paid once, as a target; standings are kept, fall by the clock, and move with a version. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import type { TierMovesAnswer } from '../../web/contract/tierMoves.ts';
import { DAY, MINUTE, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { buyMugs, newBuyer, refundAll } from './nextOrderWorld.ts';
import { aTier, someTiers } from './tierWorld.ts';

/** Two mugs are 48.00 and 240 points; silver from 40.00 gives 100, gold from 100.00 gives 500. */
const levels = [
  aTier('silver', 4000, 10_000, { entryPoints: 100, name: 'Silver' }),
  aTier('gold', 10_000, 10_000, { entryPoints: 500, name: 'Gold' }),
];
const program = (tiers: Partial<NonNullable<ProgramBody['tiers']>> = {}): ProgramBody =>
  aProgram({ holdOut: false, tiers: someTiers({ levels, ...tiers }) });

let world: World;

type Standing = { tier_id: string | null; progress: { next: unknown; keptThrough: string | null } };
async function standingOf(customerId: string): Promise<Standing | undefined> {
  const { rows } = await world.owner.query<Standing>(
    `select t.* from tier_standings t join identities i using (club_id, shopper_id)
     where i.kind = 'customer' and i.value like '%:' || $1`,
    [customerId],
  );
  return rows[0];
}
const tiersOfAll = async () => {
  const { rows } = await world.owner.query<{ shopper_id: string; tier_id: string | null }>(
    'select shopper_id, tier_id from tier_standings',
  );
  return new Map(rows.map((row) => [row.shopper_id, row.tier_id]));
};
const tierOf = async (customerId: string) => (await standingOf(customerId))?.tier_id;

async function publish(body: ProgramBody): Promise<void> {
  const before = await world.api<{ versions: unknown[] }>('GET', '/api/program');
  const baseVersion = before.body.versions.length;
  const put = await world.api('PUT', '/api/program', { baseVersion, program: body });
  expect(put.status).toBe(200);
  await world.pass(MINUTE);
}

describe('tiers by what was spent', () => {
  beforeAll(async () => {
    world = await startWorld({ program: program() });
  });
  afterAll(() => world.stop());

  test('entering is paid once, on the way until the return time is over, and told by name', async () => {
    const { id } = newBuyer(world);
    await buyMugs(world, id);
    expect(await tierOf(id)).toBe('silver');
    expect(await balanceOf(world, id)).toMatchObject({ pending: 340, available: 0 });
    const { shopper, notes } = await world.shopper(id).state();
    // 52.00 to Gold by the end of the day a year after the order.
    const next = { name: 'Gold', missing: 5200, byDay: '2027-03-01' };
    const silver = { name: 'Silver', by: 'spend', next, keptThrough: '2027-04-30' };
    expect(shopper?.tier).toEqual(silver);
    expect(notes).toEqual([
      'Silver',
      '$52 to \u2068Gold\u2069 by 1 March 2027',
      'Yours through 30 April 2027',
    ]);
    const owner = `gid://shopify/Customer/${id}`;
    const card = world.sim.commerce.metafield(SHOP, owner, '$app:regulars', 'card');
    expect(JSON.parse(card ?? 'null')).toMatchObject({ pending: 340, tier: 'Silver' });
    await buyMugs(world, id);
    await buyMugs(world, id);
    expect(await tierOf(id)).toBe('gold');
    expect(await balanceOf(world, id)).toMatchObject({ pending: 720 + 600, available: 0 });
    const { rows } = await world.shopper(id).history();
    const told = rows.filter(({ kind }) => kind === 'tierEarned');
    expect(told).toMatchObject([
      { points: 500, tier: 'Gold', yoursOn: '2026-03-15' },
      { points: 100, tier: 'Silver' },
    ]);
    await world.pass(15 * DAY);
    expect(await balanceOf(world, id)).toMatchObject({ pending: 0, available: 1320 });
  });

  test('an order that goes back takes its tier and its entry along, from what was spent if need be', async () => {
    const { id } = newBuyer(world);
    const orders = [];
    for (let i = 0; i < 3; i += 1) orders.push(await buyMugs(world, id));
    await world.pass(15 * DAY);
    expect(await balanceOf(world, id)).toMatchObject({ available: 1320 });
    for (const order of orders.slice(1)) refundAll(world, order);
    await world.settle();
    await world.pass(MINUTE);
    expect(await tierOf(id)).toBe('silver');
    expect(await balanceOf(world, id)).toMatchObject({ available: 340, pending: 0 });
    const [first] = orders;
    if (first) refundAll(world, first);
    await world.settle();
    await world.pass(MINUTE);
    expect(await tierOf(id)).toBeNull();
    expect(await balanceOf(world, id)).toMatchObject({ available: 0, pending: 0 });
    // Bought again, it is the same entry and the same points.
    for (let i = 0; i < 3; i += 1) await buyMugs(world, id);
    await world.pass(15 * DAY);
    expect(await balanceOf(world, id)).toMatchObject({ available: 1320, pending: 0 });
  });

  test('two shoppers who become one stand where their sum does, and have entered once', async () => {
    const [one, other] = [newBuyer(world), newBuyer(world)];
    for (const { id } of [one, other, other]) await buyMugs(world, id);
    expect([await tierOf(one.id), await tierOf(other.id)]).toEqual(['silver', 'silver']);
    world.sim.commerce.mergeCustomers(SHOP, one.id, other.id);
    await world.settle();
    expect(await tierOf(one.id)).toBe('gold');
    expect(await balanceOf(world, one.id)).toMatchObject({ pending: 720 + 600 });
    await expectSoundBooks(world);
  });

  test('time takes a tier after its days of grace, and no points', async () => {
    const { id } = newBuyer(world);
    for (let i = 0; i < 3; i += 1) await buyMugs(world, id);
    await world.pass(366 * DAY);
    expect(await tierOf(id)).toBe('gold');
    expect((await standingOf(id))?.progress.keptThrough).not.toBeNull();
    await world.pass(65 * DAY);
    expect(await tierOf(id)).toBe('silver');
    await world.pass(366 * DAY);
    expect(await tierOf(id)).toBeNull();
    expect(await balanceOf(world, id)).toMatchObject({ available: 1320, pending: 0 });
    await expectSoundBooks(world);
  });

  test('a new version moves everybody when it begins, down too, and takes no points', async () => {
    const [some, more] = [newBuyer(world), newBuyer(world)];
    await buyMugs(world, some.id);
    for (let i = 0; i < 3; i += 1) await buyMugs(world, more.id);
    await world.pass(15 * DAY);
    const points = [await balanceOf(world, some.id), await balanceOf(world, more.id)];
    const [silver, gold] = levels;
    if (!silver || !gold) throw new Error('no levels');
    const dearer = program({
      levels: [
        { ...silver, from: 10_000 },
        { ...gold, from: 50_000 },
      ],
    });
    const before = await tiersOfAll();
    const asked = { program: dearer };
    const told = await world.api<TierMovesAnswer>('POST', '/api/program/tier-moves', asked);
    await publish(dearer);
    const after = await tiersOfAll();
    const place = (tier: string | null | undefined) => ['silver', 'gold'].indexOf(tier ?? '');
    const ways = [...before].map(([who, tier]) => Math.sign(place(after.get(who)) - place(tier)));
    const count = (way: number) => ways.filter((each) => each === way).length;
    expect(count(-1)).toBeGreaterThan(1);
    expect(told.body).toMatchObject({ up: count(1), down: count(-1), entryPoints: 0 });
    expect([await tierOf(some.id), await tierOf(more.id)]).toEqual([null, 'silver']);
    expect([await balanceOf(world, some.id), await balanceOf(world, more.id)]).toEqual(points);
    await publish(program({ levels: [silver, { ...gold, from: 4500 }] }));
    expect([await tierOf(some.id), await tierOf(more.id)]).toEqual(['gold', 'gold']);
    expect(await balanceOf(world, some.id)).toMatchObject({ available: 340, pending: 500 });
    await publish(aProgram({ holdOut: false }));
    expect(await standingOf(some.id)).toBeUndefined();
    expect(await balanceOf(world, some.id)).toMatchObject({ available: 340, pending: 500 });
    await expectSoundBooks(world);
  });
});

test('by points of a life, points of what is no order count too', async () => {
  const tiers = someTiers({
    by: 'points',
    over: 'lifetime',
    levels: [aTier('star', 50, 20_000, { entryPoints: 30 })],
  });
  const rules = [{ id: 'join', rule: 'signUp', args: { points: 50, waitDays: 0, shown: true } }];
  world = await startWorld({ program: aProgram({ holdOut: false, tiers, rules }) });
  try {
    const { id } = newBuyer(world);
    await world.settle();
    await world.shopper(id).post('join');
    await world.settle();
    expect(await tierOf(id)).toBe('star');
    // Nothing of it can be spent before an order was paid.
    await world.pass(20 * DAY);
    expect(await balanceOf(world, id)).toMatchObject({ pending: 80, available: 0 });
    await buyMugs(world, id);
    await world.pass(MINUTE);
    expect(await balanceOf(world, id)).toMatchObject({ pending: 480, available: 80 });
    await expectSoundBooks(world);
  } finally {
    await world.stop();
  }
});
