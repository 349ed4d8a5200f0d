-- Why: messages get lost, and a shop has a past. A shop's orders are read from the platform: all of
-- them once, and again and again those that changed since a mark. Each reading is a row that says how
-- far it came, so that one that was killed goes on; what it found is shown. Orders placed before the
-- first program earn nothing until a person rewards them, and then carry the name of that decision.

set lock_timeout = '5s';

-- How a shop is kept whole. No row: nothing was looked at yet.
create table shop_healing (
  club_id uuid not null,
  shop_id uuid not null,
  -- Everything that changed before this has been read.
  mark_at timestamptz(3) not null,
  looked_at timestamptz(3),
  next_look_at timestamptz(3),
  -- Why the last look came to nothing; null when it came to an end.
  problem text,
  checked_at timestamptz(3),
  -- Why the last check came to nothing; null when it came to an end.
  check_problem text,
  -- The subscriptions that the newest mending was about.
  mended text[] not null default '{}',
  mended_at timestamptz(3),
  -- What the shop does not let us reach; null: never asked.
  unreached text[],
  primary key (club_id, shop_id)
);

-- One reading of a shop's orders. history: all there are, once; recent: what changed since the mark.
create table order_readings (
  club_id uuid not null,
  reading_id uuid not null,
  shop_id uuid not null,
  kind text not null check (kind in ('history', 'recent')),
  -- Page by page, or as a copy that the platform makes.
  how text not null check (how in ('pages', 'copy')),
  state text not null default 'reading' check (state in ('reading', 'done')),
  -- The orders' changes it is about; null: from the first one.
  from_at timestamptz(3),
  to_at timestamptz(3) not null,
  copy_id text,
  address text,
  -- Where to go on: the platform's place in the list, or the next byte of the copy.
  place text,
  -- Orders that must be asked for one by one before the next page is read.
  waiting text[] not null default '{}',
  -- How many orders there are, when the platform has told.
  total integer,
  asked integer not null default 0,
  -- Never heard of; heard of, and knew less than the shop; made right; gone at the platform since.
  missing integer not null default 0,
  stale integer not null default 0,
  repaired integer not null default 0,
  gone integer not null default 0,
  unreadable integer not null default 0,
  points_moved bigint not null default 0,
  oldest_at timestamptz(3),
  -- Why it cannot go on right now.
  problem text,
  began_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (club_id, reading_id)
);
-- One reading of a kind at a time.
create unique index order_readings_open_key on order_readings (club_id, shop_id, kind)
  where state = 'reading';
create index order_readings_ended_idx on order_readings (club_id, shop_id, ended_at);

-- Orders whose content is not what the platform promises: shown until they can be read.
create table unreadable_orders (
  club_id uuid not null,
  shop_id uuid not null,
  platform_order_id text not null,
  reason text not null,
  seen_at timestamptz(3) not null,
  primary key (club_id, shop_id, platform_order_id)
);

-- A person's decision about orders placed before the first program.
create table past_rewards (
  club_id uuid not null,
  past_reward_id uuid not null,
  shop_id uuid not null,
  choice text not null check (choice in ('none', 'since', 'all')),
  -- Orders placed from here on; null for none and all.
  since_at timestamptz(3),
  -- The version that judges them; null for none.
  program_version integer,
  state text not null check (state in ('running', 'done')),
  -- Shoppers up to this one are done.
  last_shopper_id uuid,
  -- How many orders there are to judge, how many of them have been, and what that gave.
  total integer not null default 0,
  judged integer not null default 0,
  orders integer not null default 0,
  shoppers integer not null default 0,
  points bigint not null default 0,
  expired bigint not null default 0,
  asked_by text not null,
  asked_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (club_id, past_reward_id),
  check ((choice = 'none') = (program_version is null)),
  check ((choice = 'since') = (since_at is not null))
);
create unique index past_rewards_running_key on past_rewards (club_id) where state = 'running';

-- The decision that rewarded an order of the past. Such an order brings no codes and refers nobody.
alter table orders add column past_reward_id uuid;
create index orders_past_idx on orders (club_id, shopper_id)
  where program_version is null and shopper_id is not null;

do $$
declare t text;
begin
  foreach t in array array['shop_healing', 'order_readings', 'unreadable_orders', 'past_rewards'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
  end loop;
end $$;

grant delete on order_readings, unreadable_orders to regulars_app;

-- Shops that are there already are read, looked after and checked like new ones, from now on.
insert into deliveries (club_id, delivery_id, shop_id, kind, key, due_at, created_at)
  select s.club_id, gen_random_uuid(), s.shop_id, k.kind, s.shop_id::text, s.installed_at,
    s.installed_at
  from shops s cross join (values ('importHistory'), ('reconcileOrders'), ('checkSubscriptions'))
    as k(kind)
  where s.uninstalled_at is null;

-- Erasing a club's books takes these with them.
create or replace function erase_club_books(p_club uuid, p_actor text, p_at timestamptz, p_entry uuid)
returns bigint language plpgsql security definer set search_path = pg_catalog, public as $$
declare gone bigint;
begin
  if p_club is distinct from current_club() then
    raise exception 'only the club of this transaction can be erased';
  end if;
  perform set_config('regulars.erasing_club', p_club::text, true);
  delete from lot_moves where club_id = p_club;
  delete from transfers where club_id = p_club;
  get diagnostics gone = row_count;
  perform set_config('regulars.erasing_club', '', true);
  delete from lots where club_id = p_club;
  delete from debts where club_id = p_club;
  delete from redemptions where club_id = p_club;
  delete from referrals where club_id = p_club;
  delete from referral_friends where club_id = p_club;
  delete from referral_codes where club_id = p_club;
  delete from next_order_codes where club_id = p_club;
  delete from past_rewards where club_id = p_club;
  delete from order_readings where club_id = p_club;
  delete from unreadable_orders where club_id = p_club;
  delete from shop_healing where club_id = p_club;
  delete from orders where club_id = p_club;
  update shoppers set pending = 0, available = 0, held = 0 where club_id = p_club;
  insert into audit_log (club_id, entry_id, at, actor, action, details)
    values (p_club, p_entry, p_at, p_actor, 'eraseBooks', jsonb_build_object('transfers', gone));
  return gone;
end $$;
