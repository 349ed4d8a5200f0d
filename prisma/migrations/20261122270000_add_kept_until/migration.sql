-- Why: under `inactivity` an order or a redemption keeps points by the version in force then. With only
-- the newest sign's moment known, whichever version was asked about it later decided, and so did the
-- order in which messages came. Until when signs keep points is now kept itself: the latest of all.

set lock_timeout = '5s';

alter table shoppers add column kept_until timestamptz(3);

-- What the signs so far reach to. Ends that lots have already stay as they are.
with signs as (
  select club_id, shop_id, shopper_id, placed_at as happened_at, program_version from orders
    where shopper_id is not null and placed_at is not null
      and facts #>> '{scalars,test}' = 'false'
  union all
  select club_id, shop_id, shopper_id, created_at, program_version from redemptions
), reach as (
  select g.club_id, g.shopper_id, max((date_trunc('day', g.happened_at at time zone s.time_zone)
      + make_interval(months => (p.settings #>> '{expiry,months}')::int) + interval '1 day')
      at time zone s.time_zone) as kept_until
  from signs g
  join shops s on s.club_id = g.club_id and s.shop_id = g.shop_id
  join programs p on p.club_id = g.club_id and p.version = g.program_version
    and p.settings #>> '{expiry,kind}' = 'inactivity'
  group by g.club_id, g.shopper_id
)
update shoppers k set kept_until = r.kept_until from reach r
where k.club_id = r.club_id and k.shopper_id = r.shopper_id;
