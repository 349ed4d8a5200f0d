/** What a shop sells: told by messages, asked for one by one, and copied whole. */
import { expect, it } from 'vitest';
import type { CollectionFacts, ProductFacts, WholeProduct } from '../../domain/catalogue.ts';
import type { Translated } from '../platform.ts';
import { readMessage, shared } from './world.ts';
import type { Make } from './world.ts';

function factsOf(product: WholeProduct): ProductFacts {
  const { productId, title, vendor, type, tags, updatedAt } = product;
  return { productId, title, vendor, type, tags, updatedAt };
}

/** The verbs of a catalogue, in one world. */
function asking(make: Make) {
  const { world, call } = shared(make);

  /** What the messages since then meant. */
  async function hear(deed: () => Promise<unknown>): Promise<Translated[]> {
    const before = (await world().messages()).length;
    await deed();
    return (await world().messages()).slice(before).map((message) => readMessage(world(), message));
  }

  async function fetched(productIds: readonly string[]): Promise<readonly WholeProduct[]> {
    const answer = await world().platform.fetchProducts(call(), productIds);
    if (!answer.ok) throw new Error(answer.failure.reason);
    return answer.products;
  }

  async function collections(): Promise<CollectionFacts[]> {
    const all: CollectionFacts[] = [];
    for (let after: string | null = null; ;) {
      const answer = await world().platform.listCollections(call(), after);
      if (!answer.ok) throw new Error(answer.failure.reason);
      all.push(...answer.collections);
      if (answer.next === null) return all;
      after = answer.next;
    }
  }

  async function members(collectionId: string) {
    const productIds: string[] = [];
    for (let after: string | null = null; ;) {
      const answer = await world().platform.listMembers(call(), collectionId, after);
      if (!answer.ok) throw new Error(answer.failure.reason);
      productIds.push(...answer.productIds);
      if (answer.next === null) return { ...answer, productIds: productIds.sort() };
      after = answer.next;
    }
  }

  async function copied(limit: number): Promise<WholeProduct[]> {
    const { platform } = world();
    const started = await platform.startCatalogue(call());
    if (!started.ok) throw new Error(started.failure.reason);
    const { exportId } = started;
    const look = async () => {
      const answer = await platform.lookAtExport(call(), exportId);
      if (!answer.ok) throw new Error(answer.failure.reason);
      return answer.export;
    };
    await expect.poll(look, { timeout: 5000 }).toMatchObject({ state: 'done' });
    const copy = await look();
    if (copy.state !== 'done' || copy.address === null) throw new Error('no copy');
    const products: WholeProduct[] = [];
    for (let from: number | null = 0; from !== null;) {
      const answer = await platform.readCatalogue(call(), copy.address, from, limit);
      if (!answer.ok) throw new Error(answer.failure.reason);
      expect(answer.page.incomplete).toEqual([]);
      products.push(...answer.page.products);
      from = answer.next;
    }
    expect(products).toHaveLength(copy.count);
    return products;
  }

  return { world, call, hear, fetched, collections, members, copied };
}

export function products(make: Make): void {
  const { world, call, hear, fetched } = asking(make);

  it('the tags of customers are told, and those who are not there are left out', async () => {
    const { customerId } = world();
    await world().tagCustomer(['vip', 'Early bird']);
    const answer = await world().platform.readTags(call(), [customerId, '12']);
    expect(answer).toEqual({ ok: true, tags: new Map([[customerId, ['Early bird', 'vip']]]) });
  });

  it('tags are put and taken away by themselves, whatever the case, and others stay', async () => {
    const { customerId, platform } = world();
    await world().tagCustomer(['vip']);
    const now = async () => {
      const answer = await platform.readTags(call(), [customerId]);
      return answer.ok ? answer.tags.get(customerId) : answer;
    };
    expect(await platform.addTags(call(), customerId, ['Early', 'VIP'])).toEqual({ ok: true });
    expect(await platform.addTags(call(), customerId, ['early'])).toEqual({ ok: true });
    expect(await now()).toEqual(['Early', 'vip']);
    expect(await platform.removeTags(call(), customerId, ['EARLY'])).toEqual({ ok: true });
    expect(await platform.removeTags(call(), customerId, ['early'])).toEqual({ ok: true });
    expect(await now()).toEqual(['vip']);
    expect(await platform.removeTags(call(), '12', ['early'])).toEqual({ ok: true });
    expect(await platform.addTags(call(), '12', ['early'])).toMatchObject({
      failure: { kind: 'refused' },
    });
  });

  it('a product’s message says what asking for it says, all but its collections', async () => {
    let productId = '';
    const [made] = await hear(async () => {
      ({ productId } = await world().sell('Milk Jug, small', ['wood', 'Gift', 'gift-2']));
    });
    const [known] = await fetched([productId]);
    expect(made).toEqual({ kind: 'product', product: known && factsOf(known) });
    const [changed] = await hear(() => world().tagProduct(productId, []));
    const [now] = await fetched([productId]);
    expect(now).toMatchObject({ title: 'Milk Jug, small', tags: [], type: null });
    expect(changed).toEqual({ kind: 'product', product: now && factsOf(now) });
    expect(now?.updatedAt).toBeGreaterThan(known?.updatedAt ?? Infinity);
  });

  it('one that is gone is told by its id, and left out where it is asked for', async () => {
    const { productId } = await world().sell('Cracked Bowl', []);
    const other = await world().sell('Whole Bowl', []);
    const told = await hear(() => world().sellNoMore(productId));
    expect(told).toEqual([{ kind: 'productGone', productId }]);
    const found = await fetched([productId, other.productId]);
    expect(found.map((each) => each.productId)).toEqual([other.productId]);
  });
}

export function collections(make: Make): void {
  const { world, hear, fetched, collections: list, members } = asking(make);

  it('a collection’s message says that it changed, and asking says what it holds', async () => {
    const [one, two] = [await world().sell('One', ['deep']), await world().sell('Two', ['deep'])];
    let collectionId = '';
    const ids = { productIds: [one.productId] };
    const [made] = await hear(async () => {
      ({ collectionId } = await world().collect('By hand', ids));
    });
    const listed = (await list()).find((each) => each.collectionId === collectionId);
    expect(made).toEqual({ kind: 'collection', collection: listed });
    expect(await members(collectionId)).toMatchObject({ collection: listed, ...ids });
    const [changed] = await hear(() => world().collectOther(collectionId, { tag: 'DEEP' }));
    expect(changed).toMatchObject({ kind: 'collection', collection: { collectionId } });
    const both = [one.productId, two.productId].sort();
    expect((await members(collectionId)).productIds).toEqual(both);
    expect((await fetched([one.productId]))[0]?.collectionIds).toEqual([collectionId]);
    const told = await hear(() => world().collectNoMore(collectionId));
    expect(told).toEqual([{ kind: 'collectionGone', collectionId }]);
    expect(await members(collectionId)).toMatchObject({ collection: null, productIds: [] });
  });

  it('that a product fits the rules of a collection now is told of the product alone', async () => {
    const { productId } = await world().sell('Slow to fit', []);
    const { collectionId } = await world().collect('Late', { tag: 'late' });
    const told = await hear(() => world().tagProduct(productId, ['late']));
    expect(told.map(({ kind }) => kind)).toEqual(['product']);
    expect((await fetched([productId]))[0]?.collectionIds).toEqual([collectionId]);
  });

  it('a collection of more than one page is told whole, and so are many collections', async () => {
    for (let n = 0; n < 251; n += 1) await world().sell(`Tile ${n}`, ['tile']);
    const { collectionId } = await world().collect('Tiles', { tag: 'tile' });
    expect((await members(collectionId)).productIds).toHaveLength(251);
    for (let n = 0; n < 250; n += 1) await world().collect(`Shelf ${n}`, { productIds: [] });
    const all = (await list()).map((each) => each.collectionId);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(250);
  });
}

export function catalogues(make: Make): void {
  const { world, fetched, copied } = asking(make);

  it('all are copied as they are answered one by one, however the copy is read', async () => {
    const { productId } = await world().sell('In many', ['many']);
    const made: string[] = [];
    for (let n = 0; n < 23; n += 1) {
      made.push((await world().collect(`Many ${n}`, { tag: 'many' })).collectionId);
    }
    const [known] = await fetched([productId]);
    expect(known?.collectionIds).toEqual(made.toSorted());
    const whole = await copied(1_000);
    expect(whole).toContainEqual(known);
    expect(await copied(3)).toEqual(whole);
    const ids = whole.slice(0, 20).map((each) => each.productId);
    expect(await fetched(ids)).toEqual(whole.slice(0, 20));
  });
}
