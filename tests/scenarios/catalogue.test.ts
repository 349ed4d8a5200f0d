/** What a shop sells, told by its messages: the mirror says what the shop says. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { catalogueAnswer } from '../../web/contract/catalogue.ts';
import type { CatalogueAnswer } from '../../web/contract/catalogue.ts';
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

describe('a collection', () => {
  const made: string[] = [];
  const holding = async (collectionId: string) => {
    const { rows } = await world.owner.query<{ id: string }>(
      `select product_id as id from products join shops using (club_id, shop_id)
       where domain = $1 and $2 = any(collection_ids) order by 1`,
      [SHOP, collectionId],
    );
    return rows.map(({ id }) => id);
  };
  const idsOf = (...handles: string[]) => handles.map((handle) => productOf(handle).id).sort();

  test('that is filled by hand holds what was put in, although no message says what', async () => {
    const productIds = idsOf('bread-board', 'salt-jar');
    const { id } = commerce().createCollection(SHOP, { title: 'Kitchen', productIds });
    made.push(id);
    await world.settle();
    expect(await holding(id)).toEqual([]);
    await world.pass(2 * MINUTE);
    // Products that nobody had told of are looked up by then.
    await world.pass(2 * MINUTE);
    expect(await holding(id)).toEqual(productIds);
    commerce().updateCollection(SHOP, id, { productIds: idsOf('salt-jar', 'supper-plate') });
    await world.settle();
    await world.pass(2 * MINUTE);
    await world.pass(2 * MINUTE);
    expect(await holding(id)).toEqual(idsOf('salt-jar', 'supper-plate'));
  });

  test('that is filled by rules holds what fits them, once a product or its rules change', async () => {
    const rules = [{ column: 'TAG' as const, condition: 'WOOD' }];
    const { id } = commerce().createCollection(SHOP, { title: 'Of wood', rules });
    made.push(id);
    await world.settle();
    await world.pass(2 * MINUTE);
    await world.pass(2 * MINUTE);
    expect(await holding(id)).toEqual(idsOf('bread-board', 'olive-wood-spoon'));
    change('salt-jar', { tags: ['stoneware', 'wood'] });
    change('bread-board', { tags: [] });
    await world.settle();
    await world.pass(2 * MINUTE);
    expect(await holding(id)).toEqual(idsOf('olive-wood-spoon', 'salt-jar'));
    commerce().updateCollection(SHOP, id, {
      rules: [{ column: 'TYPE', condition: 'linen' }],
    });
    await world.settle();
    await world.pass(2 * MINUTE);
    await world.pass(2 * MINUTE);
    expect(await holding(id)).toEqual(idsOf('linen-tea-towel'));
  });

  test('that is deleted holds nothing', async () => {
    for (const id of made) commerce().deleteCollection(SHOP, id);
    await world.settle();
    expect(await Promise.all(made.map(holding))).toEqual(made.map(() => []));
  });
});

describe('a product of which nothing changed but its stock', () => {
  const asked = async (productId: string) => {
    const { rows } = await world.owner.query<{ at: Date }>(
      `select due_at as at from deliveries where kind = 'lookUpProduct' and key = $1`,
      [productId],
    );
    return rows[0]?.at.getTime() ?? 0;
  };

  test('is asked about once an hour, however often it is told of', async () => {
    const { id } = change('meadow-vase', {});
    await world.settle();
    await world.pass(2 * MINUTE);
    const askedAt = world.sim.clock.now();
    change('meadow-vase', {});
    change('meadow-vase', {});
    await world.settle();
    expect(await asked(id)).toBeGreaterThan(askedAt + 50 * MINUTE);
    change('meadow-vase', { tags: ['gift'] });
    await world.settle();
    expect(await asked(id)).toBeLessThan(askedAt + 10 * MINUTE);
  });
});

describe('what a merchant picks from', () => {
  const find = async (query: string): Promise<CatalogueAnswer> => {
    const answer = await world.api('GET', `/api/catalogue?query=${encodeURIComponent(query)}`);
    expect(answer.status).toBe(200);
    return catalogueAnswer.parse(answer.body);
  };

  beforeAll(async () => {
    for (const { id } of commerce().products(SHOP)) commerce().updateProduct(SHOP, id, {});
    for (const { id } of commerce().collections(SHOP)) commerce().updateCollection(SHOP, id, {});
    await world.settle();
    await world.pass(2 * MINUTE);
    await world.pass(2 * MINUTE);
  });

  test('is found by any words of its name, in any spelling, with how many products it means', async () => {
    expect((await find('TEA tow')).products.map(({ title }) => title)).toEqual(['Linen Tea Towel']);
    const stone = await find('stone');
    const sold = commerce().products(SHOP);
    const tagged = (tag: string) =>
      sold.filter(({ tags }) => tags.some((each) => each.toLowerCase() === tag)).length;
    expect(stone.tags).toEqual([{ name: expect.any(String), products: tagged('stoneware') }]);
    expect(stone.collections).toMatchObject([
      { title: 'Stoneware', products: tagged('stoneware'), deleted: false },
    ]);
    expect((await find('north')).vendors).toMatchObject([{ name: 'Northday' }]);
    expect((await find('mugs')).types).toEqual([{ name: 'Mugs', products: 1 }]);
    for (const sign of ['%', '_', '\\']) expect((await find(sign)).products).toEqual([]);
    expect(await find('no such thing')).toMatchObject({ products: [], tags: [], vendors: [] });
  });

  test('comes by itself before anything is typed, most used first', async () => {
    const all = await find('');
    expect(all.products).toHaveLength(commerce().products(SHOP).length);
    const counts = all.tags.map(({ products }) => products);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(all.whole).toBe(false);
  });

  test('is named by its id, also what was deleted since', async () => {
    const vase = productOf('meadow-vase');
    const jug = commerce().createProduct(SHOP, { title: 'Old Jug', priceMinor: 900 });
    await world.settle();
    commerce().deleteProduct(SHOP, jug.id);
    await world.settle();
    const ids = `${vase.id},${jug.id},12`;
    const named = await world.api<CatalogueAnswer>('GET', `/api/catalogue?products=${ids}`);
    expect(named.body.products).toEqual([
      { id: vase.id, title: 'Meadow Vase', vendor: 'Northday', deleted: false },
      { id: jug.id, title: 'Old Jug', vendor: 'Northday', deleted: true },
    ]);
    expect((await find('old jug')).products).toEqual([]);
  });

  test('a question too long is refused by its name', async () => {
    const answer = await world.api('GET', `/api/catalogue?query=${'x'.repeat(101)}`);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('query');
  });
});
