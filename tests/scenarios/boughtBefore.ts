/** A shop with a past: two years of buying days, written as the worker would have rolled them up. */
import { seeded } from '../../web/server/domain/retention/numbers/seeded.ts';
import { DAY, MINUTE } from '../world.ts';
import type { World } from '../world.ts';

type Row = [
  shopper: string,
  day: number,
  orders: number,
  items: number,
  amount: number,
  product: string,
];

const PRODUCTS = ['gid://tea', 'gid://mug', 'gid://towel'];

/** Some leave after each purchase; the others come back, each in a rhythm of their own. */
function daysOf(shoppers: number, today: number, dearMinor: number): Row[] {
  const random = seeded(11);
  const rows: Row[] = [];
  for (let n = 0; n < shoppers; n += 1) {
    const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const gap = 12 + random() * 60;
    let day = today - Math.floor(random() * 700);
    do {
      const amount = Math.round(dearMinor * (0.4 + random() * 1.6));
      rows.push([id, day, 1, 1 + Math.floor(random() * 3), amount, PRODUCTS[n % 3] ?? '']);
      day += Math.max(1, Math.ceil(-Math.log(1 - random()) * gap));
    } while (random() < 0.75 && day <= today);
  }
  return rows;
}

const STATS = `
  insert into buying_stats (club_id, shopper_id, first_day, last_day, before_last_day, buying_days,
    orders, items, amount_minor, repeat_spend_minor)
  select club_id, shopper_id, min(day), max(day), (array_agg(day order by day desc))[2], count(*),
    sum(orders), sum(items), sum(amount_minor),
    sum(amount_minor) - (array_agg(amount_minor order by day))[1]
  from buying_days group by 1, 2`;

/** One shop a world. Ends after a night, in which everything was foreseen. */
export async function plantBuyers(
  world: World,
  shoppers: number,
  dearMinor: number,
): Promise<void> {
  // What is rolled up for the first time begins with nothing.
  await world.pass(MINUTE);
  const today = Math.floor(world.app.now() / DAY);
  const rows = daysOf(shoppers, today, dearMinor);
  await world.owner.query(
    `insert into buying_days (club_id, shopper_id, day, orders, items, amount_minor, product_ids)
     select (select club_id from shops limit 1), id::uuid, day, orders, items, amount, array[product]
     from unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::bigint[], $6::text[])
       as r(id, day, orders, items, amount, product)`,
    [0, 1, 2, 3, 4, 5].map((column) => rows.map((row) => row[column])),
  );
  await world.owner.query(STATS);
  await world.owner.query(
    `insert into shoppers (club_id, shopper_id, first_seen_at)
     select club_id, shopper_id, $1 from buying_stats on conflict do nothing`,
    [new Date(world.app.now())],
  );
  await world.pass(DAY);
}
