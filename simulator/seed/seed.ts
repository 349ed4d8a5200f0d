import type { Collection, CollectionRule } from '../catalogue.types.ts';
import type { DiscountRecord } from '../engine/records.ts';
import type { Database } from '../state/database.ts';
import { addCode, writeDiscount } from '../state/discounts.ts';
import type { Ids } from '../state/ids.ts';
import { writeCollection } from '../state/catalogue.ts';
import { listProducts, writeCustomer, writeProduct, writeShop } from '../state/shops.ts';
import type { Minor, SimShop } from '../types.ts';

/** A shop as it is described before it exists; ids are given when it is planted. */
export type ShopSeed = {
  shop: Omit<SimShop, 'id'>;
  products: readonly ProductSeed[];
  customers: readonly CustomerSeed[];
  codes: readonly CodeSeed[];
  collections?: readonly CollectionSeed[];
};

/** By the handles of its products, or by rules. */
export type CollectionSeed = Pick<Collection, 'handle' | 'title'> &
  ({ products: readonly string[] } | { rules: readonly CollectionRule[] });

export type ProductSeed = {
  handle: string;
  title: string;
  vendor: string;
  type: string;
  tags: readonly string[];
  description: string;
  picture: string;
  giftCard?: boolean;
  variants: readonly { title: string; priceMinor: Minor; sku: string }[];
};

export type CustomerSeed = {
  email: string | null;
  phone: string | null;
  firstName: string;
  lastName: string;
  locale: string;
  tags?: readonly string[];
};

/** A discount code that the merchant made: not ours, usable by everyone, any number of times. */
export type CodeSeed = {
  code: string;
  value: DiscountRecord['value'];
  combinesWith: DiscountRecord['combinesWith'];
  minimumSubtotalMinor?: Minor;
};

/** Writes the shops into an empty state. */
export function plant(
  hands: { db: Database; ids: Ids; now: () => number },
  seeds: readonly ShopSeed[],
): void {
  const { db, ids } = hands;
  db.transaction(() => {
    seeds.forEach((seed, position) => {
      writeShop(db, { ...seed.shop, id: ids.next() }, position);
      const domain = seed.shop.domain;
      seed.products.forEach((product, at) => {
        const variants = product.variants.map((variant) => ({ ...variant, id: ids.next() }));
        const giftCard = product.giftCard ?? false;
        const moment = { createdAt: hands.now(), updatedAt: hands.now() };
        const id = ids.next();
        writeProduct(db, domain, { ...product, ...moment, id, giftCard, variants }, at);
      });
      for (const customer of seed.customers) {
        const at = hands.now();
        const fresh = { createdAt: at, updatedAt: at, ordersCount: 0 };
        const tags = customer.tags ?? [];
        writeCustomer(db, domain, { ...customer, ...fresh, tags, id: ids.next() });
      }
      for (const code of seed.codes) plantCode(hands, domain, code);
    });
    for (const { shop, collections = [] } of seeds) {
      for (const collection of collections) plantCollection(hands, shop.domain, collection);
    }
  });
}

function plantCollection(
  { db, ids, now }: { db: Database; ids: Ids; now: () => number },
  domain: string,
  seed: CollectionSeed,
): void {
  const idOf = new Map(listProducts(db, domain).map(({ handle, id }) => [handle, id]));
  const { handle, title } = seed;
  writeCollection(db, domain, {
    id: ids.next(),
    handle,
    title,
    createdAt: now(),
    updatedAt: now(),
    productIds: 'products' in seed ? seed.products.flatMap((each) => idOf.get(each) ?? []) : null,
    rules: 'rules' in seed ? seed.rules : [],
    disjunctive: false,
  });
}

function plantCode(
  hands: { db: Database; ids: Ids; now: () => number },
  domain: string,
  seed: CodeSeed,
): void {
  const { db, ids } = hands;
  const now = hands.now();
  const discountId = ids.next();
  writeDiscount(db, domain, {
    id: discountId,
    title: seed.code,
    value: seed.value,
    productIds: null,
    collectionIds: null,
    minimumSubtotalMinor: seed.minimumSubtotalMinor ?? null,
    minimumQuantity: null,
    usageLimit: null,
    oncePerCustomer: false,
    customerIds: null,
    combinesWith: seed.combinesWith,
    startsAt: 0,
    endsAt: null,
    tags: [],
    createdAt: now,
    updatedAt: now,
  });
  addCode(db, domain, { id: ids.next(), code: seed.code, discountId });
}
