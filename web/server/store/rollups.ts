/**
 * What shoppers bought on which day, kept up from orders beside the order path (decision 0051). A batch
 * takes orders that changed since the mark and works their shoppers' rows out anew: told twice, late or
 * in any order, the rows are the same, and the same as after a rebuild.
 */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type RolledUp = {
  /** Orders that had changed. */
  orders: number;
  /** Nothing was left that can be taken now. */
  whole: boolean;
  /** More has changed, and a transaction that is still under way may precede it: it is for later. */
  held: boolean;
};

/** Only what no transaction that was under way at $4 can precede: xid by xid, then order by order. */
const CHANGED = `
  select changed_in as "changedIn", order_id as "orderId", shopper_id as "shopperId"
  from orders where club_id = $1 and (changed_in, order_id) > ($2::bigint, $3::uuid)
    and changed_in < $4::bigint
  order by changed_in, order_id limit $5`;

const HELD = `
  select exists (select from orders where club_id = $1 and changed_in >= $2::bigint) as held`;

/** No order that can be seen has a number that was not given yet, unless another server gave it. */
const STAMP_FOREIGN = `
  update orders set changed_in = default where club_id = $1 and order_id in (
    select order_id from orders where club_id = $1
      and changed_in >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint limit $2)
  returning order_id`;

/**
 * Their days and their sums; an order that is worth nothing (cancelled, unpaid, all sent back) is none.
 * What did not change is not written.
 */
const WRITE = `
  with asked as (select unnest($2::uuid[]) as shopper_id),
  -- Whoever became one of them has nothing of their own any more.
  people as (select shopper_id from asked union
    select s.shopper_id from shoppers s join asked a on s.merged_into = a.shopper_id
    where s.club_id = $1),
  mine as (
    select o.shopper_id, o.order_id, o.eligible_minor, o.facts,
      (o.placed_at at time zone s.time_zone)::date - date '1970-01-01' as day
    from people p join orders o on o.club_id = $1 and o.shopper_id = p.shopper_id
    join shops s on s.club_id = $1 and s.shop_id = o.shop_id
    where o.eligible_minor > 0 and o.placed_at is not null),
  lines as (
    select m.shopper_id, m.day, (l ->> 'currentQuantity')::int as items, l ->> 'productId' as product
    from mine m cross join lateral jsonb_array_elements(m.facts #> '{scalars,lines}') l
    where not (l ->> 'giftCard')::boolean and (l ->> 'currentQuantity')::int > 0),
  bought as (
    select shopper_id, day, sum(items)::int as items,
      coalesce(array_agg(distinct product order by product) filter (where product is not null), '{}')
        as product_ids
    from lines group by 1, 2),
  made as materialized (
    select m.shopper_id, m.day, count(*)::int as orders, sum(m.eligible_minor)::bigint as amount_minor,
      coalesce(max(b.items), 0) as items, coalesce(max(b.product_ids), '{}') as product_ids
    from mine m left join bought b using (shopper_id, day) group by 1, 2),
  gone as (delete from buying_days d using people p where d.club_id = $1
    and d.shopper_id = p.shopper_id
    and not exists (select from made m where m.shopper_id = d.shopper_id and m.day = d.day)),
  days as (
    insert into buying_days as d (club_id, shopper_id, day, orders, items, amount_minor, product_ids)
    select $1, shopper_id, day, orders, items, amount_minor, product_ids from made
    order by shopper_id, day
    on conflict (club_id, shopper_id, day) do update set orders = excluded.orders,
      items = excluded.items, amount_minor = excluded.amount_minor,
      product_ids = excluded.product_ids
    where (d.orders, d.items, d.amount_minor, d.product_ids) is distinct from
      (excluded.orders, excluded.items, excluded.amount_minor, excluded.product_ids)),
  left_out as (delete from buying_stats b using people p where b.club_id = $1
    and b.shopper_id = p.shopper_id
    and not exists (select from made m where m.shopper_id = b.shopper_id))
  insert into buying_stats as b (club_id, shopper_id, first_day, last_day, before_last_day,
    buying_days, orders, items, amount_minor, repeat_spend_minor)
  select $1, shopper_id, min(day), max(day), (array_agg(day order by day desc))[2], count(*),
    sum(orders), sum(items), sum(amount_minor),
    sum(amount_minor) - (array_agg(amount_minor order by day))[1]
  from made group by shopper_id order by shopper_id
  on conflict (club_id, shopper_id) do update set first_day = excluded.first_day,
    last_day = excluded.last_day, before_last_day = excluded.before_last_day,
    buying_days = excluded.buying_days, orders = excluded.orders, items = excluded.items,
    amount_minor = excluded.amount_minor, repeat_spend_minor = excluded.repeat_spend_minor
  where b is distinct from excluded`;

type Mark = { changedIn: bigint; orderId: string; zones: string; zonesNow: string };

const FIRST = '00000000-0000-0000-0000-000000000000';

/** The mark, held until the transaction ends: one rolls up a club at a time. */
async function takeMark(tx: Tx, now: number): Promise<Mark> {
  await tx.query(
    `insert into rollup_marks (club_id, order_id, zones, rolled_at) values ($1, $2, '', $3)
     on conflict do nothing`,
    [tx.clubId, FIRST, at(now)],
  );
  const [mark] = await tx.query<Mark>(
    `select changed_in as "changedIn", order_id as "orderId", zones,
       (select coalesce(string_agg(shop_id || ' ' || time_zone, ', ' order by shop_id), '') from shops
         where club_id = $1) as "zonesNow"
     from rollup_marks where club_id = $1 for update`,
    [tx.clubId],
  );
  if (!mark) throw new Error('the mark that was just made is not there');
  return mark;
}

/** Which transactions have ended, and which numbers were given: asked once the mark is held. */
async function readHorizon(tx: Tx): Promise<{ oldest: bigint; next: bigint }> {
  const [row] = await tx.query<{ oldest: bigint; next: bigint }>(
    `select pg_snapshot_xmin(s)::text::bigint as oldest, pg_snapshot_xmax(s)::text::bigint as next
     from pg_current_snapshot() s`,
  );
  if (!row) throw new Error('a query without rows');
  return row;
}

/**
 * Up to `limit` changed orders and all of their shoppers' rows, in the caller's transaction. Begins anew
 * where a shop's time zone is another, or where the database was restored into a younger server: there
 * orders carry numbers that are not given yet, and get new ones.
 */
export async function rollUpSome(tx: Tx, now: number, limit: number): Promise<RolledUp> {
  const mark = await takeMark(tx, now);
  const { oldest, next } = await readHorizon(tx);
  if (mark.zones !== mark.zonesNow || mark.changedIn >= next) {
    await forgetRollups(tx);
    Object.assign(mark, { changedIn: 0n, orderId: FIRST, zones: mark.zonesNow });
  }
  const foreign = await tx.query(STAMP_FOREIGN, [tx.clubId, limit]);
  const changed = await tx.query<{ changedIn: bigint; orderId: string; shopperId: string | null }>(
    CHANGED,
    [tx.clubId, mark.changedIn, mark.orderId, oldest, limit],
  );
  const people = new Set(changed.flatMap(({ shopperId }) => shopperId ?? []));
  if (people.size > 0) await tx.query(WRITE, [tx.clubId, [...people]]);
  const { changedIn, orderId } = changed.at(-1) ?? mark;
  const whole = changed.length < limit && foreign.length === 0;
  const [more] = await tx.query<{ held: boolean }>(HELD, [tx.clubId, oldest]);
  const held = more?.held ?? false;
  await tx.query(
    `update rollup_marks set changed_in = $2, order_id = $3, zones = $4, rolled_at = $5,
       whole_at = case when $6 then $5 else whole_at end where club_id = $1`,
    [tx.clubId, changedIn, orderId, mark.zones, at(now), whole && !held],
  );
  return { orders: changed.length, whole, held };
}

/** Everything is to be rolled up again: the next batches begin with the first order. */
export async function startRollupsOver(tx: Tx, now: number): Promise<void> {
  await takeMark(tx, now);
  await forgetRollups(tx);
  await tx.query(
    `update rollup_marks set changed_in = 0, order_id = $2, whole_at = null where club_id = $1`,
    [tx.clubId, FIRST],
  );
}

async function forgetRollups(tx: Tx): Promise<void> {
  await tx.query('delete from buying_days where club_id = $1', [tx.clubId]);
  await tx.query('delete from buying_stats where club_id = $1', [tx.clubId]);
}
