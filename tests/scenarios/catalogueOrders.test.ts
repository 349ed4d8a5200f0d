/** Orders whose rules look at what was bought: an unknown product is looked up, and never guessed. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Health } from '../../web/contract/health.ts';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { MINUTE, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { mirrored } from './catalogueWorld.ts';
import { newBuyer } from './nextOrderWorld.ts';

const HOUR = 60 * MINUTE;
/** A vase is 48.00, a mug 24.00; 5 points for every 1.00. */
const [VASE, MUG] = [240, 120];

/** Twice the points for these goods. */
const twice = (...items: string[]): ProgramBody =>
  aProgram({
    holdOut: false,
    rules: [{ id: 'twice', rule: 'itemsTimes', args: { by: 20_000, items } }],
  });

let world: World;
afterEach(() => world.sim.api.faults([]));

const productOf = (handle: string) => {
  const found = world.sim.commerce.products(SHOP).find((each) => each.handle === handle);
  if (!found) throw new Error(`no such product: ${handle}`);
  return found;
};

async function buy(handle: string, quantity = 1) {
  const { id } = newBuyer(world);
  const lines = [{ variantId: productOf(handle).variants[0]?.id ?? '', quantity }];
  const order = await world.buy({ buyer: { kind: 'customer', customerId: id }, lines });
  return { id, order };
}

const pointsOf = async (customerId: string) => (await balanceOf(world, customerId)).pending;

/** Every posting of an order, in its order. */
async function postingsOf(order: { id: string }): Promise<number[]> {
  const { rows } = await world.owner.query<{ points: string }>(
    `select case t.to_account when 'pending' then t.points else -t.points end as points
     from transfers t join orders o using (club_id, order_id)
     where o.platform_order_id = $1 order by t.posting`,
    [order.id],
  );
  return rows.map(({ points }) => Number(points));
}

describe('an order of a product that nobody has told of', () => {
  beforeAll(async () => {
    world = await startWorld({ program: twice('tag:GIFT') });
  });
  afterAll(() => world.stop());

  test('earns by what the shop says it is', async () => {
    expect(await mirrored(world, productOf('meadow-vase').id)).toBeNull();
    const vase = await buy('meadow-vase');
    expect(await pointsOf(vase.id)).toBe(2 * VASE);
    const mug = await buy('harbor-mug');
    expect(await pointsOf(mug.id)).toBe(MUG);
    expect(await mirrored(world, productOf('harbor-mug').id)).toMatchObject({ type: 'Mugs' });
  });

  test('waits while the shop does not answer, and is then posted once: no guess is taken back', async () => {
    const jug = world.sim.commerce.createProduct(SHOP, { title: 'Jug', priceMinor: 2400 });
    world.sim.webhooks.faults([{ mode: 'drop' }]);
    world.sim.commerce.updateProduct(SHOP, jug.id, { tags: ['gift'] });
    world.sim.webhooks.faults([]);
    world.sim.api.faults([{ field: '*', operation: 'FetchProducts', mode: '500', times: 99 }]);
    const bought = await buy('jug');
    await world.pass(HOUR);
    expect(await pointsOf(bought.id)).toBe(0);
    world.sim.api.faults([]);
    await world.pass(2 * HOUR);
    expect(await postingsOf(bought.order)).toEqual([2 * MUG]);
  });

  test('is judged for ever by what it was then', async () => {
    const { id, order } = await buy('meadow-vase', 2);
    expect(await pointsOf(id)).toBe(4 * VASE);
    world.sim.clock.advance(1000);
    world.sim.commerce.updateProduct(SHOP, productOf('meadow-vase').id, { tags: [] });
    await world.settle();
    await world.pass(2 * MINUTE);
    const lines = [{ lineId: order.lines[0]?.id ?? '', quantity: 1 }];
    world.sim.commerce.refund(SHOP, { orderId: order.id, lines, shipping: false });
    await world.settle();
    expect(await pointsOf(id)).toBe(2 * VASE);
    const later = await buy('meadow-vase');
    expect(await pointsOf(later.id)).toBe(VASE);
  });

  test('that is gone at the shop earns as what no rule names', async () => {
    const plate = productOf('supper-plate');
    const lines = [{ variantId: plate.variants[0]?.id ?? '', quantity: 1 }];
    const { id } = newBuyer(world);
    world.sim.api.faults([{ field: '*', operation: 'FetchProducts', mode: '500', times: 3 }]);
    await world.buy({ buyer: { kind: 'customer', customerId: id }, lines });
    world.sim.webhooks.faults([{ mode: 'drop' }]);
    world.sim.commerce.deleteProduct(SHOP, plate.id);
    world.sim.webhooks.faults([]);
    await world.pass(HOUR);
    expect(await pointsOf(id)).toBe(180);
    await expectSoundBooks(world);
  });
});

test('a rule names a collection, and the product is in it by the collection’s rules', async () => {
  world = await startWorld({ program: null });
  try {
    const gifts = world.sim.commerce.collections(SHOP).find(({ title }) => title === 'Gifts');
    const program = twice(`collection:${gifts?.id}`);
    await world.api('GET', '/api/home');
    const put = await world.api('PUT', '/api/program', { baseVersion: 0, program });
    expect(put.status).toBe(200);
    expect(await pointsOf((await buy('meadow-vase')).id)).toBe(2 * VASE);
    expect(await pointsOf((await buy('harbor-mug')).id)).toBe(MUG);
    await expectSoundBooks(world);
  } finally {
    await world.stop();
  }
});

describe('where the shop does not let us look at products', () => {
  const WITHOUT = ['read_orders', 'write_customers', 'write_discounts', 'write_app_proxy'];
  let before: string;
  beforeAll(async () => {
    world = await startWorld({ program: twice('tag:gift'), healing: true });
    const vase = productOf('meadow-vase');
    await world.owner.query('delete from products where product_id = $1', [vase.id]);
    world.sim.tokens.grantOnly(SHOP, WITHOUT);
    await world.pass(2 * HOUR);
    before = (await buy('meadow-vase')).id;
  });
  afterAll(() => world.stop());

  test('orders earn what they earn without it, and nobody waits', async () => {
    expect(await pointsOf(before)).toBe(VASE);
    const { rows } = await world.owner.query('select 1 from product_waits');
    expect(rows).toEqual([]);
  });

  test('and Health says what is not granted', async () => {
    await world.pass(30 * HOUR);
    const { body } = await world.api<Health>('GET', '/api/health');
    const told = body.findings.map(({ code, todo }) => `${code} ${todo}`);
    expect(told).toContain('missingScopes approve');
    expect(told).toContain('catalogueFailing approve');
  });

  test('once it does, what was bought before stays as it was, and the next order sees it', async () => {
    world.sim.tokens.grantOnly(SHOP, null);
    await world.pass(2 * MINUTE);
    expect((await world.api('GET', '/api/home')).status).toBe(200);
    await world.pass(HOUR);
    expect(await mirrored(world, productOf('meadow-vase').id)).toMatchObject({ type: 'Home' });
    expect(await pointsOf((await buy('meadow-vase')).id)).toBe(2 * VASE);
    expect(await pointsOf(before)).toBe(VASE);
    await expectSoundBooks(world);
  });
});
