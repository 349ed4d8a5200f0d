/** What no message told of what a shop sells is found at night; all of it is read when it connects. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { catalogueAnswer } from '../../web/contract/catalogue.ts';
import type { CatalogueAnswer } from '../../web/contract/catalogue.ts';
import type { Healing } from '../../web/contract/healing.ts';
import type { Health } from '../../web/contract/health.ts';
import { sessionToken } from '../signing.ts';
import { DAY, MINUTE, SHOP, SHOP_FA, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { mirror, mirrored, productsAt } from './catalogueWorld.ts';
import { crashAt, healingOf, one, open } from './pastWorld.ts';
import { installOther } from './twoShops.ts';

// Busy machines get their time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const HOUR = 60 * MINUTE;
/** Every shop has its own hour after its midnight. */
const NIGHT = DAY + 6 * HOUR;

const catalogueOf = async (world: World) => (await healingOf(world)).catalogue;
const lose = (world: World) => world.sim.webhooks.faults([{ mode: 'drop' }]);
const hear = (world: World) => world.sim.webhooks.faults([]);

/** Both clocks pass, little by little, until the catalogue's state is this. */
async function untilIs(world: World, is: (state: Healing['catalogue']) => boolean): Promise<void> {
  for (let i = 0; i < 30; i += 1) {
    await world.app.drain();
    if (is(await catalogueOf(world))) return;
    await world.pass(10_000);
  }
  throw new Error(`not so: ${JSON.stringify(await catalogueOf(world))}`);
}

/** The same until the reading is over that begins at the next night. */
async function untilNightIsOver(world: World): Promise<void> {
  const before = (await catalogueOf(world)).lastAt;
  await world.pass(NIGHT);
  await untilIs(world, ({ state, lastAt }) => state === 'done' && lastAt !== before);
}

describe('a shop that connects', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ healing: true });
  });
  afterEach(() => {
    hear(world);
    world.sim.bulk.trouble(null);
  });
  afterAll(() => world.stop());

  const gone = new Map<string, ReturnType<typeof kept>>();
  const kept = (id: string) => {
    const product = productsAt(world, SHOP).get(id);
    if (!product) throw new Error(`no such product: ${id}`);
    return product;
  };
  /** What the shop sells, and what it sold. */
  const expectSame = async () => {
    const known = await mirror(world, SHOP);
    for (const [id, product] of gone) {
      expect(known.get(id)).toEqual({ ...product, gone: true });
      known.delete(id);
    }
    expect(known).toEqual(productsAt(world, SHOP));
  };
  const titles = async () =>
    (
      await world.owner.query<{ title: string }>(
        `select c.title from collections c join shops using (club_id, shop_id)
         where domain = $1 and c.deleted_at is null order by 1`,
        [SHOP],
      )
    ).rows.map(({ title }) => title);

  test('is read whole, and nothing was missed by anybody', async () => {
    await expectSame();
    expect(await titles()).toEqual(['At the table', 'Gifts', 'Stoneware']);
    const products = world.sim.commerce.products(SHOP).length;
    expect(await catalogueOf(world)).toMatchObject({
      state: 'done',
      read: products,
      total: products,
      reason: null,
      found: { missing: 0, stale: 0, gone: 0 },
    });
  });

  test('lost messages of products and collections are made up for at night, and counted', async () => {
    const { commerce } = world.sim;
    const [mug, bowl, plate] = commerce.products(SHOP);
    const [table, , gifts] = commerce.collections(SHOP);
    if (!mug || !bowl || !plate || !table || !gifts) throw new Error('nothing on the shelves');
    const before = (await catalogueOf(world)).found;
    lose(world);
    world.sim.clock.advance(1000);
    commerce.updateProduct(SHOP, mug.id, { tags: ['gift'], vendor: 'Other hands' });
    commerce.createProduct(SHOP, { title: 'Told to nobody', priceMinor: 100 });
    gone.set(bowl.id, kept(bowl.id));
    commerce.deleteProduct(SHOP, bowl.id);
    commerce.updateCollection(SHOP, table.id, { productIds: [plate.id], title: 'On the table' });
    commerce.deleteCollection(SHOP, gifts.id);
    commerce.createCollection(SHOP, {
      title: 'Northday',
      rules: [{ column: 'VENDOR', condition: 'northday' }],
    });
    await world.settle();
    expect((await mirrored(world, mug.id))?.vendor).toBe('Northday');
    await untilNightIsOver(world);
    await expectSame();
    expect(await titles()).toEqual(['Northday', 'On the table', 'Stoneware']);
    const { found } = await catalogueOf(world);
    expect(found.missing - before.missing).toBe(1);
    expect(found.gone - before.gone).toBe(1);
    // The mug by its own words, the others by where they are now.
    expect(found.stale - before.stale).toBeGreaterThanOrEqual(1);
  });

  test('a night on which nothing was lost finds nothing', async () => {
    const before = (await catalogueOf(world)).found;
    await untilNightIsOver(world);
    expect((await catalogueOf(world)).found).toEqual(before);
  });

  test.each(['fails', 'expires', 'truncated', 'cutsOff'] as const)(
    'a copy that %s is no catalogue: nothing is taken for gone',
    async (trouble) => {
      world.sim.bulk.trouble(trouble);
      lose(world);
      const { id } = world.sim.commerce.createProduct(SHOP, { title: trouble, priceMinor: 100 });
      await world.pass(NIGHT);
      world.sim.bulk.trouble(null);
      for (let i = 0; i < 5 && !(await mirrored(world, id)); i += 1) await world.pass(HOUR);
      await untilIs(world, ({ state }) => state === 'done');
      await expectSame();
    },
  );

  test('while copies fail, Health says so', async () => {
    world.sim.bulk.trouble('fails');
    await world.pass(NIGHT);
    expect(await catalogueOf(world)).toMatchObject({
      state: 'reading',
      reason: expect.stringContaining('copy'),
    });
    const { body } = await world.api<Health>('GET', '/api/health');
    expect(body.findings.map(({ code }) => code)).toContain('catalogueFailing');
  });

  test('another club’s shop has its own, and neither finds or names what the other sells', async () => {
    expect(await mirror(world, SHOP_FA)).toEqual(new Map());
    await installOther(world);
    await untilNightIsOver(world);
    expect(await mirror(world, SHOP_FA)).toEqual(productsAt(world, SHOP_FA));
    await expectSame();
    const find = async (shop: string, query: string): Promise<CatalogueAnswer> => {
      const authorization = `Bearer ${sessionToken(shop, world.sim.clock.now())}`;
      const place = `${world.app.url}/api/catalogue?${query}`;
      const answer = await fetch(place, { headers: { authorization } });
      return catalogueAnswer.parse(await answer.json());
    };
    const sells = (shop: string) => [...productsAt(world, shop).keys()].sort();
    const nothing = { products: [], collections: [] };
    for (const [ours, theirs] of [
      [SHOP, SHOP_FA],
      [SHOP_FA, SHOP],
    ] as const) {
      const all = await find(ours, 'query=');
      expect(all.products.map(({ id }) => id).sort()).toEqual(sells(ours));
      const [other] = world.sim.commerce.products(theirs);
      const [shelf] = world.sim.commerce.collections(theirs);
      const byId = `products=${other?.id}&collections=${shelf?.id}`;
      expect(await find(ours, byId)).toMatchObject(nothing);
      const byTitle = `query=${encodeURIComponent(other?.title ?? '')}`;
      expect(await find(ours, byTitle)).toMatchObject(nothing);
    }
  });
});

test('cut off in the middle, a reading goes on where it stood: nothing lost, nothing twice', async () => {
  const world = await startWorld({ program: null, healing: true });
  try {
    for (let n = 0; n < 1_200; n += 1) {
      world.sim.commerce.createProduct(SHOP, { title: `Tile ${n}`, priceMinor: 900 });
    }
    const products = world.sim.commerce.products(SHOP).length;
    const heal = await crashAt(world, 'products', 900);
    await open(world);
    await untilIs(world, ({ read }) => read > 0);
    const cut = await catalogueOf(world);
    expect(cut).toMatchObject({ state: 'reading', total: products });
    expect(cut.read).toBe((await mirror(world, SHOP)).size);
    expect(cut.read).toBeLessThan(900);
    // As if the platform had copied more than its file holds: that is no whole catalogue.
    const short = await world.owner.query<{ at: Date }>(
      'update catalogue_readings set total = total + 1 returning copied_at as at',
    );
    await heal();
    await untilIs(world, ({ state }) => state === 'done');
    expect(await catalogueOf(world)).toMatchObject({ read: products, total: products });
    const again = await one<{ at: Date }>(world, 'select copied_at as at from catalogue_readings');
    expect(again.at.getTime()).toBeGreaterThan(short.rows[0]?.at.getTime() ?? Infinity);
    expect(await mirror(world, SHOP)).toEqual(productsAt(world, SHOP));
  } finally {
    await world.stop();
  }
});
