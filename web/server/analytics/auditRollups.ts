/** Rollups against the orders they are of. Whose orders have changed since the mark are not rolled up yet. */

/** As the checks of the books: rows of (table, id, column, stored, expected), all text; $1 is the club. */
export const ROLLUP_CHECKS: readonly string[] = [
  // A shopper's day is its orders that are worth something.
  `with mark as (select changed_in, order_id from rollup_marks where club_id = $1 and whole_at is not null),
   buyers as (select distinct o.shopper_id from orders o, mark m where o.club_id = $1
     and (o.changed_in, o.order_id) > (m.changed_in, m.order_id) and o.shopper_id is not null),
   -- And whoever has become one of them since.
   late as (select shopper_id from buyers union
     select s.shopper_id from shoppers s join buyers b on s.merged_into = b.shopper_id
     where s.club_id = $1),
   made as (
     select o.shopper_id, (o.placed_at at time zone s.time_zone)::date - date '1970-01-01' as day,
       count(*)::int as orders, sum(o.eligible_minor)::bigint as amount
     from orders o join shops s on s.club_id = $1 and s.shop_id = o.shop_id
     where o.club_id = $1 and o.shopper_id is not null and o.eligible_minor > 0
       and o.placed_at is not null group by 1, 2),
   kept as (select shopper_id, day, orders, amount_minor as amount from buying_days where club_id = $1)
   select 'buying_days', shopper_id || '/' || day, 'amount_minor',
     coalesce(kept.amount || ' of ' || kept.orders, 'missing'),
     coalesce(made.amount || ' of ' || made.orders, 'no row') || ' orders'
   from kept full join made using (shopper_id, day)
   where (kept.orders, kept.amount) is distinct from (made.orders, made.amount)
     and exists (select from mark)
     and not exists (select from late where late.shopper_id = coalesce(kept.shopper_id, made.shopper_id))`,
  // A shopper's row is their days.
  `with made as (
     select shopper_id, min(day) || ' to ' || max(day) || ', ' || count(*) || ' days, ' || sum(orders)
       || ' orders of ' || sum(amount_minor) || ', repeats '
       || sum(amount_minor) - (array_agg(amount_minor order by day))[1] as figures
     from buying_days where club_id = $1 group by 1),
   kept as (
     select shopper_id, first_day || ' to ' || last_day || ', ' || buying_days || ' days, ' || orders
       || ' orders of ' || amount_minor || ', repeats ' || repeat_spend_minor as figures
     from buying_stats where club_id = $1)
   select 'buying_stats', shopper_id::text, 'figures', coalesce(kept.figures, 'missing'),
     coalesce(made.figures, 'no row')
   from kept full join made using (shopper_id) where kept.figures is distinct from made.figures`,
];
