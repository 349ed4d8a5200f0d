-- Why: who comes back is measured from the days on which shoppers bought, and foreseen every night. Orders
-- carry all they were ever told; these tables carry a day and a shopper in a few dozen bytes each, are
-- kept up beside the order path, and can be made again from the orders at any time.

set lock_timeout = '5s';

-- The transaction in which what is measured of an order changed last. A transaction that was under way
-- when somebody looked may commit later with a smaller number: only what is older than every
-- transaction under way is taken (pg_snapshot_xmin), so none is ever passed over.
alter table orders add column changed_in bigint not null default 0;
alter table orders alter column changed_in set default (pg_current_xact_id()::text::bigint);
create index orders_changed_idx on orders (club_id, changed_in, order_id);

-- How far a club's orders have been rolled up.
create table rollup_marks (
  club_id uuid primary key,
  changed_in bigint not null default 0,
  order_id uuid not null,
  -- The time zones that days were told by, shop by shop: with others every day is another.
  zones text not null,
  rolled_at timestamptz(3) not null,
  -- When there was last nothing left to roll up; null: never yet.
  whole_at timestamptz(3)
);

-- A shopper's day with orders that are worth something; days are counted from 1970-01-01 at the shop.
create table buying_days (
  club_id uuid not null,
  shopper_id uuid not null,
  day integer not null,
  orders integer not null check (orders > 0),
  items integer not null check (items >= 0),
  amount_minor bigint not null check (amount_minor > 0),
  product_ids text[] not null,
  primary key (club_id, shopper_id, day)
);

-- The same, a shopper each: what segments and models read.
create table buying_stats (
  club_id uuid not null,
  shopper_id uuid not null,
  first_day integer not null,
  last_day integer not null,
  before_last_day integer,
  buying_days integer not null check (buying_days > 0),
  orders integer not null check (orders >= buying_days),
  items integer not null,
  amount_minor bigint not null,
  -- Without the first day's.
  repeat_spend_minor bigint not null,
  primary key (club_id, shopper_id),
  check ((before_last_day is null) = (buying_days = 1))
);

-- What was fitted to a club in a night.
create table model_fits (
  club_id uuid not null,
  version integer not null,
  as_of_day integer not null,
  made_at timestamptz(3) not null,
  shoppers integer not null,
  -- The shop's rhythm, its RFM cut points, the fits and how they foresaw a part of the past.
  rhythm jsonb not null,
  cut_points jsonb not null,
  fits jsonb not null,
  holdout jsonb,
  horizon_days integer not null,
  primary key (club_id, version)
);

create table predictions (
  club_id uuid not null,
  shopper_id uuid not null,
  version integer not null,
  as_of_day integer not null,
  model text not null,
  p_alive double precision,
  churn_risk double precision not null,
  churn_basis text not null,
  expected_orders double precision not null,
  next_order_day integer,
  expected_spend_minor bigint not null,
  clv_minor bigint not null,
  primary key (club_id, shopper_id)
);

-- Where each shopper stood in the shop's rhythm last night, and who had moved.
create table stages (
  club_id uuid not null,
  shopper_id uuid not null,
  stage text not null check (stage in ('new', 'active', 'lapsing', 'lost', 'returned')),
  since_day integer not null,
  primary key (club_id, shopper_id)
);
create table stage_moves (
  club_id uuid not null,
  day integer not null,
  -- '': had not bought before.
  from_stage text not null,
  to_stage text not null,
  shoppers integer not null check (shoppers > 0),
  primary key (club_id, day, from_stage, to_stage)
);

-- What a merchant sets for measuring.
create table retention_settings (
  club_id uuid primary key,
  -- Days of silence after which a shopper counts as lost; null: as measured.
  churn_days integer check (churn_days between 14 and 1826),
  costs jsonb not null default '{}',
  set_at timestamptz(3) not null,
  set_by text not null
);

do $$
declare t text;
begin
  foreach t in array array['rollup_marks', 'buying_days', 'buying_stats', 'model_fits', 'predictions',
    'stages', 'stage_moves', 'retention_settings']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to regulars_app', t);
  end loop;
end $$;

-- Shops that are connected begin at once.
insert into deliveries (club_id, delivery_id, shop_id, kind, key, due_at, created_at)
  select s.club_id, gen_random_uuid(), s.shop_id, k.kind, s.shop_id::text, s.installed_at, s.installed_at
  from shops s cross join (values ('rollUp'), ('foresee')) k(kind) where s.uninstalled_at is null;
