/** An order earns by the tier in which it was placed, whatever came when; told by signed webhooks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { DAY, MINUTE, SHOP, START, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { buyMugs, newBuyer, refundAll } from './nextOrderWorld.ts';
import { aTier, someTiers } from './tierWorld.ts';

/** Two mugs are 48.00; 5 points for every 1.00. */
const PLAIN = 240;
const SILVER = 300;
const GOLD = 360;

const withTiers = (
  tiers: Partial<NonNullable<ProgramBody['tiers']>>,
  more: Partial<ProgramBody> = {},
) => aProgram({ holdOut: false, tiers: someTiers(tiers), ...more });

let world: World;

async function pointsOf(platformOrderId: string): Promise<number> {
  const { rows } = await world.owner.query<{ points: string }>(
    'select points from orders where platform_order_id = $1',
    [platformOrderId],
  );
  return Number(rows[0]?.points);
}
const pointsOfAll = async (ids: readonly string[]) => {
  const points: number[] = [];
  for (const id of ids) points.push(await pointsOf(id));
  return points;
};

describe('by what was spent in twelve months', () => {
  const campaign = { name: 'Gold days', from: null, until: null, budgetPoints: null };
  beforeAll(async () => {
    world = await startWorld({
      backdate: START - 30 * DAY,
      program: withTiers(
        {},
        {
          campaigns: [
            {
              ...campaign,
              id: 'gold-days',
              rule: 'perOrder',
              args: { points: 7, minimumMinor: 0 },
              tiers: ['gold'],
              firstShoppers: null,
            },
          ],
        },
      ),
    });
  });
  afterAll(() => world.stop());

  test('an order counts for the next one and not for itself, and gold has its own campaign', async () => {
    const { id } = newBuyer(world);
    const orders = [];
    for (let i = 0; i < 4; i += 1) {
      orders.push((await buyMugs(world, id)).id);
      world.sim.clock.advance(MINUTE);
    }
    // Silver from 40.00, gold from 100.00: held by the second and the fourth order.
    expect(await pointsOfAll(orders)).toEqual([PLAIN, SILVER, SILVER, GOLD + 7]);
  });

  test('it says why: by the tier, and less for what goes back', async () => {
    const { id } = newBuyer(world);
    await buyMugs(world, id);
    world.sim.clock.advance(MINUTE);
    const order = await buyMugs(world, id);
    world.sim.clock.advance(MINUTE);
    const lines = [{ lineId: order.lines[0]?.id ?? '', quantity: 1 }];
    world.sim.commerce.refund(SHOP, { orderId: order.id, lines, shipping: false });
    await world.settle();
    const { rows } = await world.owner.query<{ reason: string; explain: object }>(
      `select reason, t.points, explain from transfers t join orders o using (club_id, order_id)
       where o.platform_order_id = $1 order by posting`,
      [order.id],
    );
    const silver = { tier: 'silver', multipliers: [['12500', '10000']] };
    expect(rows).toMatchObject([
      { reason: 'earn', points: '300', explain: { ...silver, now: 300 } },
      { reason: 'clawback', points: '150', explain: { ...silver, before: 300, now: 150 } },
    ]);
    await world.pass(MINUTE);
    const { rows: told } = await world.shopper(id).history();
    expect(told[0]?.why).toEqual(['\u2068silver\u2069: Points ×\u00a01.25 in this tier.']);
  });

  test('an order that comes late makes later ones dearer, a refund of it leaves them as they were', async () => {
    const { id } = newBuyer(world);
    const at = world.sim.clock.now();
    const second = await buyMugs(world, id);
    expect(await pointsOf(second.id)).toBe(PLAIN);
    const first = await buyMugs(world, id, { placedAt: at - DAY });
    expect(await pointsOfAll([first.id, second.id])).toEqual([PLAIN, SILVER]);
    world.sim.clock.advance(MINUTE);
    refundAll(world, first);
    await world.settle();
    // It went back after the second was placed: the second keeps its tier, and a third has only that.
    expect(await pointsOfAll([first.id, second.id])).toEqual([0, SILVER]);
    const third = await buyMugs(world, id);
    expect(await pointsOf(third.id)).toBe(SILVER);
    expect((await balanceOf(world, id)).pending).toBe(2 * SILVER);
  });

  test('two shoppers who become one have their orders judged as one shopper’s', async () => {
    const [one, other] = [newBuyer(world), newBuyer(world)];
    const first = await buyMugs(world, one.id);
    world.sim.clock.advance(MINUTE);
    const second = await buyMugs(world, other.id);
    expect(await pointsOfAll([first.id, second.id])).toEqual([PLAIN, PLAIN]);
    world.sim.commerce.mergeCustomers(SHOP, one.id, other.id);
    await world.settle();
    expect(await pointsOfAll([first.id, second.id])).toEqual([PLAIN, SILVER]);
  });

  test('a year later the tier is held through its days of grace, and no longer', async () => {
    const { id } = newBuyer(world);
    await buyMugs(world, id);
    const later = async (days: number) => {
      await world.pass(days * DAY);
      return pointsOf((await buyMugs(world, newBuyer(world).id)).id);
    };
    expect(await later(1)).toBe(PLAIN);
    await world.pass(364 * DAY + 50 * DAY);
    const kept = await buyMugs(world, id);
    expect(await pointsOf(kept.id)).toBe(SILVER);
    const idle = newBuyer(world);
    await buyMugs(world, idle.id);
    await world.pass(430 * DAY);
    expect(await pointsOf((await buyMugs(world, idle.id)).id)).toBe(PLAIN);
  });

  test('and the books are sound', () => expectSoundBooks(world));
});

describe('by points of a life', () => {
  beforeAll(async () => {
    const levels = [aTier('silver', 240, 12_500), aTier('gold', 540, 15_000)];
    const program = withTiers({ by: 'points', over: 'lifetime', levels });
    world = await startWorld({ program, backdate: START - 30 * DAY });
  });
  afterAll(() => world.stop());

  test('what a tier adds counts for the next one, late or not', async () => {
    const { id } = newBuyer(world);
    const at = world.sim.clock.now();
    const told = [at - 2 * DAY, at, at - DAY, at - 3 * DAY];
    const orders = [];
    for (const placedAt of told) orders.push((await buyMugs(world, id, { placedAt })).id);
    // In the order of time 240, then 300, which make 540, then twice gold.
    expect(await pointsOfAll(orders)).toEqual([SILVER, GOLD, GOLD, PLAIN]);
    await expectSoundBooks(world);
  });
});

describe('by orders in a calendar year', () => {
  beforeAll(async () => {
    const levels = [aTier('silver', 1, 12_500), aTier('gold', 2, 15_000)];
    const tiers = { by: 'orders' as const, over: 'calendarYear' as const, levels, graceDays: 0 };
    world = await startWorld({ program: withTiers(tiers), backdate: START - DAY });
  });
  afterAll(() => world.stop());

  test('it holds to the end of the next year, then one level a year is lost', async () => {
    const { id } = newBuyer(world);
    const points = async () => pointsOf((await buyMugs(world, id)).id);
    expect([await points(), await points(), await points()]).toEqual([PLAIN, SILVER, GOLD]);
    await world.pass(Date.parse('2027-12-31T12:00:00Z') - world.sim.clock.now());
    expect(await points()).toBe(GOLD);
    await world.pass(Date.parse('2028-06-01T12:00:00Z') - world.sim.clock.now());
    expect(await points()).toBe(SILVER);
    await expectSoundBooks(world);
  });
});
