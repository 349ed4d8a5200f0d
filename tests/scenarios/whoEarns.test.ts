/** Who earns can hang on a customer's tags at the shop: they are asked for, once an order. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { DAY, MINUTE, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { buyMugs, newBuyer } from './nextOrderWorld.ts';
import { reading, strike, expectNothingLeft, letTimePass, nameOf } from './faultCells.ts';

const HOUR = 60 * MINUTE;
/** Two mugs are 48.00; 5 points for every 1.00. */
const POINTS = 240;

const program = (whoEarns: Partial<ProgramBody['whoEarns']>): ProgramBody =>
  aProgram({ whoEarns: { companies: false, withTags: [], withoutTags: [], ...whoEarns } });

let world: World;
afterEach(() => world.sim.api.faults([]));

function somebody(...tags: string[]): string {
  const { id } = newBuyer(world);
  world.sim.commerce.updateCustomer(SHOP, id, { tags });
  return id;
}
const onTheWay = async (customerId: string) => (await balanceOf(world, customerId)).pending;
const seenTags = async (platformOrderId: string) => {
  const { rows } = await world.owner.query<{ tags: string[] | null }>(
    `select seen #> '{shopper,tags}' as tags from orders where platform_order_id = $1`,
    [platformOrderId],
  );
  return rows[0]?.tags;
};

describe('a program for all but some', () => {
  beforeAll(async () => {
    world = await startWorld({ program: program({ withoutTags: ['Staff', 'wholesale'] }) });
  });
  afterAll(() => world.stop());

  test('gives nothing to whom the shop has tagged so, in any spelling, and others their points', async () => {
    const [staff, guest] = [somebody('STAFF'), somebody('likes mugs')];
    const order = await buyMugs(world, staff);
    await buyMugs(world, guest);
    expect([await onTheWay(staff), await onTheWay(guest)]).toEqual([0, POINTS]);
    expect(await seenTags(order.id)).toEqual(['STAFF']);
  });

  test('keeps no tag that it does not name', async () => {
    const order = await buyMugs(world, somebody('likes mugs', 'Mrs Miller’s niece'));
    expect(await seenTags(order.id)).toEqual([]);
  });

  test('judges an order for ever by the tags of then', async () => {
    const id = somebody('wholesale');
    const order = await buyMugs(world, id);
    world.sim.commerce.updateCustomer(SHOP, id, { tags: [] });
    await world.settle();
    const lines = [{ lineId: order.lines[0]?.id ?? '', quantity: 1 }];
    world.sim.commerce.refund(SHOP, { orderId: order.id, lines, shipping: false });
    await world.settle();
    expect(await onTheWay(id)).toBe(0);
    await buyMugs(world, id);
    expect(await onTheWay(id)).toBe(POINTS);
  });

  test('asks nobody about a guest: they have no tags', async () => {
    const email = 'guest@example.com';
    const buyer = { kind: 'guest' as const, email, phone: null, firstName: 'G', lastName: 'H' };
    const mug = world.sim.commerce.products(SHOP).find((p) => p.handle === 'harbor-mug');
    const lines = [{ variantId: mug?.variants[0]?.id ?? '', quantity: 2 }];
    const { id } = await world.buy({ buyer, lines });
    expect(await seenTags(id)).toEqual([]);
    const { rows } = await world.owner.query<{ points: string }>(
      'select points from orders where platform_order_id = $1',
      [id],
    );
    expect(rows).toEqual([{ points: String(POINTS) }]);
  });

  test.each(reading('ReadTags').map((cell) => [nameOf(cell), cell] as const))(
    'the shop does not answer (%s): nothing is earned until it has, and then once',
    async (_, cell) => {
      const [staff, guest] = [somebody('staff'), somebody()];
      await strike(world, cell, async () => {
        await buyMugs(world, staff);
        await buyMugs(world, guest);
      });
      await letTimePass(world);
      expect([await onTheWay(staff), await onTheWay(guest)]).toEqual([0, POINTS]);
      await expectNothingLeft(world, ['lookUpTags']);
    },
  );

  test('and the books are sound', async () => {
    await world.pass(15 * DAY);
    await expectSoundBooks(world);
  });
});

test('a program for some gives only them points', async () => {
  world = await startWorld({ program: program({ withTags: ['vip'] }) });
  try {
    const [vip, other] = [somebody('VIP', 'new'), somebody('new')];
    await buyMugs(world, vip);
    await buyMugs(world, other);
    expect([await onTheWay(vip), await onTheWay(other)]).toEqual([POINTS, 0]);
    await expectSoundBooks(world);
  } finally {
    await world.stop();
  }
});

test('where the shop does not tell of its customers, nobody has a tag, and nobody waits', async () => {
  world = await startWorld({ program: program({ withoutTags: ['staff'] }) });
  try {
    const [staff] = [somebody('staff')];
    await world.settle();
    world.sim.tokens.grantOnly(SHOP, ['read_orders', 'read_products', 'write_discounts']);
    await world.pass(2 * HOUR);
    await buyMugs(world, staff);
    expect(await onTheWay(staff)).toBe(POINTS);
    await expectNothingLeft(world, ['lookUpTags']);
  } finally {
    await world.stop();
  }
});
