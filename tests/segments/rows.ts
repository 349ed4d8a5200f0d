/** Puts the shoppers of the test down, as the app would have. */
import type pg from 'pg';
import { PRODUCTS, SHOP, TODAY, ZONE, id, momentOf, people } from './people.ts';
import type { Person } from './people.ts';

type Add = (table: string, row: Record<string, unknown>) => Promise<unknown>;

export async function putDown(owner: pg.Client, club: string): Promise<void> {
  const add: Add = (table, row) => {
    const all = { club_id: club, ...row };
    return owner.query(
      `insert into ${table} (${Object.keys(all).join(', ')})
       values (${Object.keys(all).map((_, n) => `$${n + 1}`)})`,
      Object.values(all),
    );
  };
  await addShop(add, club);
  for (const [n, person] of people.entries()) {
    await addPerson(add, person);
    await addReferrals(add, person, n * 10);
    await addOrders(add, person, n * 20);
  }
}

async function addShop(add: Add, club: string): Promise<void> {
  const shop = { shop_id: SHOP, platform: 'shopify', domain: `${club}.test` };
  await add('clubs', { name: 'x', created_at: momentOf(0) });
  await add('shops', {
    ...shop,
    platform_shop_id: '1',
    name: 'x',
    storefront_origin: 'https://x.test',
    currency: 'USD',
    time_zone: ZONE,
    installed_at: momentOf(0),
  });
  for (const { id: productId, vendor, tags, collections } of PRODUCTS) {
    const row = { product_id: productId, vendor, tags, collection_ids: collections };
    await add('products', { shop_id: SHOP, ...row, seen_at: momentOf(TODAY) });
  }
}

async function addPerson(add: Add, person: Person): Promise<void> {
  const seenAt = momentOf(person.seen);
  await add('shoppers', {
    shopper_id: person.id,
    available: person.available,
    locale: person.locale,
    first_seen_at: seenAt,
    erased_at: person.gone === 'erased' ? seenAt : null,
    merged_into: person.gone === 'merged' ? id(0) : null,
  });
  const standing = { program_version: 1, judged_at: seenAt, tier_id: person.tier };
  await add('tier_standings', {
    shopper_id: person.id,
    ...standing,
    since: person.tier === null ? null : seenAt,
    progress: '{}',
  });
  if (person.foreseen) {
    const { alive, risk, orders, due, clv, stage } = person.foreseen;
    await add('predictions', {
      shopper_id: person.id,
      version: 1,
      as_of_day: TODAY,
      model: 'x',
      p_alive: alive,
      churn_risk: risk,
      churn_basis: 'x',
      expected_orders: orders,
      next_order_day: due,
      expected_spend_minor: 0,
      clv_minor: clv,
    });
    await add('stages', { shopper_id: person.id, stage, since_day: TODAY });
  }
}

async function addReferrals(add: Add, person: Person, from: number): Promise<void> {
  const seenAt = momentOf(person.seen);
  for (let friend = 0; friend < person.friends + (person.sent ? 1 : 0); friend += 1) {
    const mine = friend < person.friends;
    await add('referrals', {
      order_id: id(900_000 + from + friend),
      advocate_id: mine ? person.id : id(999_999),
      friend_id: mine ? null : person.id,
      via: 'code',
      verdict: 'friend',
      program_version: 1,
      available_at: seenAt,
      placed_at: seenAt,
    });
  }
}

async function addOrders(add: Add, person: Person, from: number): Promise<void> {
  for (const [at, order] of person.orders.entries()) {
    const n = from + at;
    const lines = order.products.map((productId, line) => ({
      productId,
      giftCard: false,
      currentQuantity: line === 1 ? 0 : 1,
    }));
    await add('orders', {
      order_id: id(500_000 + n),
      shop_id: SHOP,
      platform_order_id: String(n),
      shopper_id: person.id,
      facts: JSON.stringify({ scalars: { lines }, refunds: [] }),
      digest: '',
      // Later orders of a day are told later.
      placed_at: new Date(Date.parse(momentOf(order.day)) + n).toISOString(),
      recorded_at: momentOf(order.day),
      eligible_minor: order.amount,
      seen: order.tags && JSON.stringify({ shopper: { tags: order.tags } }),
    });
  }
}
