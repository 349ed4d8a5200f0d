/** What a shop sells, told by its messages: the mirror says what the shop says. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { webhookHeaders } from '../signing.ts';
import { MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { mirrored, productsAt } from './catalogueWorld.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.sim.webhooks.faults([]));
afterAll(() => world.stop());

const commerce = () => world.sim.commerce;
const productOf = (handle: string, shop = SHOP) => {
  const found = commerce()
    .products(shop)
    .find((each) => each.handle === handle);
  if (!found) throw new Error(`no such product: ${handle}`);
  return found;
};
const change = (handle: string, what: Parameters<World['sim']['commerce']['updateProduct']>[2]) => {
  world.sim.clock.advance(1000);
  return commerce().updateProduct(SHOP, productOf(handle).id, what);
};

describe('a product', () => {
  test('is known as soon as it is told of, and its collections a minute later', async () => {
    const { id } = change('harbor-mug', { tags: ['Stoneware', 'gift'] });
    await world.settle();
    expect(await mirrored(world, id)).toMatchObject({
      title: 'Harbor Mug',
      vendor: 'Northday',
      type: 'Mugs',
      tags: ['Stoneware', 'gift'],
      collectionIds: [],
    });
    await world.pass(2 * MINUTE);
    expect(await mirrored(world, id)).toEqual(productsAt(world, SHOP).get(id));
    expect((await mirrored(world, id))?.collectionIds).toHaveLength(3);
  });

  test('told late, twice and out of order is what the newest message says', async () => {
    world.sim.webhooks.faults([{ mode: 'shuffle' }, { mode: 'duplicate' }], 7);
    for (const tag of ['one', 'two', 'three', 'four']) change('everyday-bowl', { tags: [tag] });
    const last = change('everyday-bowl', { tags: ['five'], vendor: 'Elsewhere' });
    await world.settle();
    expect(await mirrored(world, last.id)).toMatchObject({ tags: ['five'], vendor: 'Elsewhere' });
    await world.pass(2 * MINUTE);
    expect(await mirrored(world, last.id)).toEqual(productsAt(world, SHOP).get(last.id));
  });

  test('that is deleted is known as it was, and comes back by no late message', async () => {
    const bowl = commerce().createProduct(SHOP, { title: 'Cracked Bowl', priceMinor: 900 });
    await world.settle();
    const [told] = world.sim.webhooks
      .log()
      .filter(({ topic, body }) => topic === 'products/create' && body.includes(bowl.id));
    commerce().deleteProduct(SHOP, bowl.id);
    await world.pass(2 * MINUTE);
    expect(await mirrored(world, bowl.id)).toMatchObject({ title: 'Cracked Bowl', gone: true });
    world.sim.webhooks.redeliver(told?.webhookId ?? '');
    await world.pass(2 * MINUTE);
    expect(await mirrored(world, bowl.id)).toMatchObject({ gone: true });
  });

  test('whose deletion comes before it is told of is gone all the same', async () => {
    const { id } = commerce().createProduct(SHOP, { title: 'Ghost', priceMinor: 900 });
    const body = `{"id":${id}}`;
    const now = world.sim.clock.now();
    const headers = webhookHeaders({ shop: SHOP, topic: 'products/delete', body, nowMs: now });
    await fetch(`${world.app.url}/webhooks/shopify`, { method: 'POST', headers, body });
    await world.app.drain();
    await world.settle();
    expect(await mirrored(world, id)).toMatchObject({ gone: true });
    commerce().deleteProduct(SHOP, id);
    await world.settle();
  });
});
