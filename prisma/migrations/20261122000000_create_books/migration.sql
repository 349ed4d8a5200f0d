-- Why: the books, the inbox and the deliveries of the first version. What must never happen is
-- refused by the database itself: unique keys decide who is first, CHECKs keep balances possible,
-- triggers keep transfers and programs for ever, row-level security keeps clubs apart.

set lock_timeout = '5s';

-- Three roles. The owner is whoever migrates. `regulars_app` works inside one club at a time.
-- `regulars_intake` takes webhooks in for any club and sees which clubs have work, nothing else.
do $$
declare role_name text;
begin
  foreach role_name in array array['regulars_app', 'regulars_intake'] loop
    begin
      if not exists (select from pg_roles where rolname = role_name) then
        execute format('create role %I nologin', role_name);
      end if;
    exception when duplicate_object or unique_violation then null;
    end;
    begin
      if not (select rolsuper from pg_roles where rolname = current_user)
         and not pg_has_role(current_user, role_name, 'member') then
        execute format('grant %I to current_user', role_name);
      end if;
    exception when unique_violation then null;
    end;
  end loop;
end $$;

-- The club of this transaction; null (and so: no row at all) when nobody said which.
create function current_club() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('regulars.club_id', true), '')::uuid $$;

create table clubs (
  club_id uuid primary key,
  name text not null,
  created_at timestamptz(3) not null
);

create table shops (
  club_id uuid not null references clubs,
  shop_id uuid not null,
  platform text not null,
  domain text not null,
  platform_shop_id text not null,
  name text not null,
  storefront_origin text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null,
  money_factor integer not null default 1 check (money_factor in (1, 10, 1000)),
  money_label text,
  installed_at timestamptz(3) not null,
  uninstalled_at timestamptz(3),
  primary key (club_id, shop_id)
);
-- A message names its shop by domain before any club is known: the one key without a club.
create unique index shops_platform_domain_key on shops (platform, domain);

create table shop_tokens (
  club_id uuid not null,
  shop_id uuid not null,
  sealed bytea not null,
  access_expires_at timestamptz(3) not null,
  refresh_expires_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (club_id, shop_id)
);

create table programs (
  club_id uuid not null,
  version integer not null check (version > 0),
  effective_from timestamptz(3) not null,
  settings jsonb not null,
  published_at timestamptz(3) not null,
  published_by text not null,
  primary key (club_id, version)
);

create table shoppers (
  club_id uuid not null,
  shopper_id uuid not null,
  email text,
  phone text,
  first_name text,
  last_name text,
  locale text,
  first_seen_at timestamptz(3) not null,
  customer_updated_at timestamptz(3),
  last_activity_at timestamptz(3),
  pending bigint not null default 0 check (pending >= 0),
  -- Open lots minus debt: below zero only by debt.
  available bigint not null default 0,
  held bigint not null default 0 check (held >= 0),
  erased_at timestamptz(3),
  primary key (club_id, shopper_id)
);

create table identities (
  club_id uuid not null,
  kind text not null check (kind in ('customer', 'email', 'phone')),
  value text not null,
  shopper_id uuid not null,
  primary key (club_id, kind, value)
);
create index identities_shopper_idx on identities (club_id, shopper_id);

create table orders (
  club_id uuid not null,
  order_id uuid not null,
  shop_id uuid not null,
  platform_order_id text not null,
  shopper_id uuid,
  name text,
  facts jsonb not null,
  digest text not null,
  placed_at timestamptz(3),
  program_version integer,
  -- What has been posted for this order so far, and how much of it is still on the way.
  points bigint not null default 0 check (points >= 0),
  pending bigint not null default 0 check (pending >= 0 and pending <= points),
  available_at timestamptz(3),
  -- The number of the next posting; taken under the row's lock.
  next_posting integer not null default 1,
  recorded_at timestamptz(3) not null,
  primary key (club_id, order_id)
);
create unique index orders_platform_order_key on orders (club_id, shop_id, platform_order_id);
create index orders_maturing_idx on orders (available_at, club_id) where pending > 0;
create index orders_placed_idx on orders (club_id, placed_at);

create table transfers (
  club_id uuid not null,
  transfer_id uuid not null,
  from_account text not null,
  from_shopper_id uuid,
  to_account text not null,
  to_shopper_id uuid,
  points bigint not null check (points > 0),
  reason text not null check (reason in ('earn', 'clawback', 'mature', 'hold', 'redeem', 'void',
    'return', 'retake', 'expire', 'adjust', 'writeOff')),
  order_id uuid,
  redemption_id uuid,
  posting integer,
  occurred_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  explain jsonb,
  -- The hold that this transfer posts or voids.
  of_transfer_id uuid,
  primary key (club_id, transfer_id),
  check ((from_account in ('pending', 'available', 'held')) = (from_shopper_id is not null)),
  check ((to_account in ('pending', 'available', 'held')) = (to_shopper_id is not null)),
  check (from_account in ('pending', 'available', 'held', 'issued', 'redeemed', 'expired',
    'clawedBack', 'debtWrittenOff', 'adjusted', 'imported', 'donated')),
  check (to_account in ('pending', 'available', 'held', 'issued', 'redeemed', 'expired',
    'clawedBack', 'debtWrittenOff', 'adjusted', 'imported', 'donated')),
  check ((order_id is null and of_transfer_id is null) = (posting is null))
);
create unique index transfers_posting_key on transfers (club_id, order_id, reason, posting)
  where order_id is not null;
create unique index transfers_of_key on transfers (club_id, of_transfer_id, reason, posting)
  where of_transfer_id is not null;
-- A hold is posted or voided, and only once.
create unique index transfers_hold_end_key on transfers (club_id, of_transfer_id)
  where reason in ('redeem', 'void');
create index transfers_from_idx on transfers (club_id, from_shopper_id, recorded_at)
  where from_shopper_id is not null;
create index transfers_to_idx on transfers (club_id, to_shopper_id, recorded_at)
  where to_shopper_id is not null;

create table lots (
  club_id uuid not null,
  lot_id uuid not null,
  shopper_id uuid not null,
  order_id uuid,
  points bigint not null check (points > 0),
  open bigint not null check (open >= 0 and open <= points),
  available_at timestamptz(3) not null,
  expires_at timestamptz(3),
  primary key (club_id, lot_id)
);
create unique index lots_order_key on lots (club_id, order_id) where order_id is not null;
create index lots_open_idx on lots (club_id, shopper_id) where open > 0;
create index lots_expiring_idx on lots (expires_at, club_id) where open > 0 and expires_at is not null;

-- Which lots a transfer put points into (+) or took them out of (-).
create table lot_moves (
  club_id uuid not null,
  transfer_id uuid not null,
  lot_id uuid not null,
  points bigint not null check (points <> 0),
  primary key (club_id, transfer_id, lot_id)
);
create index lot_moves_lot_idx on lot_moves (club_id, lot_id);

create table debts (
  club_id uuid not null,
  debt_id uuid not null,
  shopper_id uuid not null,
  points bigint not null check (points > 0),
  open bigint not null check (open >= 0 and open <= points),
  occurred_at timestamptz(3) not null,
  write_off_at timestamptz(3) not null,
  primary key (club_id, debt_id)
);
create index debts_open_idx on debts (club_id, shopper_id) where open > 0;
create index debts_old_idx on debts (write_off_at, club_id) where open > 0;

create table redemptions (
  club_id uuid not null,
  shopper_id uuid not null,
  redemption_id uuid not null,
  shop_id uuid not null,
  reward_id text not null,
  program_version integer not null,
  points bigint not null check (points > 0),
  terms jsonb not null,
  terms_hash text not null,
  code text not null,
  status text not null check (status in ('issuing', 'open', 'closing', 'cancelled', 'lapsed',
    'used', 'refused')),
  -- Why it is closing, or why the shop refused it.
  reason text,
  grace_days integer not null,
  hold_transfer_id uuid not null,
  -- The hold has been posted (held -> redeemed); until then it can only be voided.
  hold_posted boolean not null default false,
  -- The platform has been asked to add the code: from then on it may exist, whatever was answered.
  sent boolean not null default false,
  order_id uuid,
  -- Points given back so far, of `points`.
  returned bigint not null default 0 check (returned >= 0 and returned <= points),
  next_posting integer not null default 1,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  closed_at timestamptz(3),
  primary key (club_id, shopper_id, redemption_id)
);
create unique index redemptions_code_key on redemptions (club_id, code);
create index redemptions_lapsing_idx on redemptions (expires_at, club_id) where status = 'open';
create index redemptions_order_idx on redemptions (club_id, order_id) where order_id is not null;
create index redemptions_terms_idx on redemptions (club_id, shop_id, terms_hash)
  where status in ('issuing', 'open', 'closing');

create table parents (
  club_id uuid not null,
  shop_id uuid not null,
  terms_hash text not null,
  terms jsonb not null,
  parent_code text not null,
  parent_id text,
  created_at timestamptz(3) not null,
  primary key (club_id, shop_id, terms_hash)
);

create table inbox (
  club_id uuid not null,
  shop_id uuid not null,
  webhook_id text not null,
  seq bigserial not null,
  topic text not null,
  triggered_at timestamptz(3) not null,
  received_at timestamptz(3) not null,
  payload bytea,
  state text not null default 'new' check (state in ('new', 'handled', 'parked')),
  attempts integer not null default 0,
  due_at timestamptz(3) not null,
  reason text,
  handled_at timestamptz(3),
  -- When a handled message loses what it said; null while it is not handled, and after.
  prune_at timestamptz(3),
  primary key (club_id, shop_id, webhook_id)
);
alter table inbox alter column payload set storage external;
create index inbox_due_idx on inbox (club_id, due_at, seq) where state = 'new';
create index inbox_parked_idx on inbox (club_id, seq) where state = 'parked';
create index inbox_prune_idx on inbox (prune_at, club_id) where prune_at is not null;

create table deliveries (
  club_id uuid not null,
  delivery_id uuid not null,
  shop_id uuid not null,
  kind text not null,
  key text not null,
  state text not null default 'due' check (state in ('due', 'done', 'parked')),
  due_at timestamptz(3) not null,
  attempts integer not null default 0,
  -- Counts how often it was asked for: done only if nobody asked again meanwhile.
  asked integer not null default 1,
  -- Real time, not the injected clock: a crashed worker's lease must end by itself.
  lease_until timestamptz(3),
  reason text,
  created_at timestamptz(3) not null,
  done_at timestamptz(3),
  primary key (club_id, delivery_id)
);
create unique index deliveries_key on deliveries (club_id, kind, key);
create index deliveries_due_idx on deliveries (club_id, kind, due_at, delivery_id)
  where state = 'due';
create index deliveries_parked_idx on deliveries (club_id, created_at) where state = 'parked';

create table audit_log (
  club_id uuid not null,
  entry_id uuid not null,
  at timestamptz(3) not null,
  actor text not null,
  action text not null,
  details jsonb not null,
  primary key (club_id, entry_id)
);

-- The books only grow.
create function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('regulars.erasing_club', true) = old.club_id::text then
    return old;
  end if;
  raise exception '% is never changed or deleted', tg_table_name
    using errcode = 'restrict_violation', hint = 'Post a correcting transfer or publish a version.';
end $$;

create trigger transfers_only_grow before update or delete on transfers
  for each row execute function refuse_change();
create trigger lot_moves_only_grow before update or delete on lot_moves
  for each row execute function refuse_change();
create trigger programs_only_grow before update or delete on programs
  for each row execute function refuse_change();
create trigger audit_log_only_grows before update or delete on audit_log
  for each row execute function refuse_change();

create function refuse_truncate() returns trigger language plpgsql as $$
begin
  raise exception '% is never emptied', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger transfers_never_empty before truncate on transfers execute function refuse_truncate();
create trigger lot_moves_never_empty before truncate on lot_moves execute function refuse_truncate();
create trigger programs_never_empty before truncate on programs execute function refuse_truncate();

-- The one door through which books leave: a shop's erasure, 48 hours after it left. Audited.
create function erase_club_books(p_club uuid, p_actor text, p_at timestamptz, p_entry uuid)
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
  delete from orders where club_id = p_club;
  update shoppers set pending = 0, available = 0, held = 0 where club_id = p_club;
  insert into audit_log (club_id, entry_id, at, actor, action, details)
    values (p_club, p_entry, p_at, p_actor, 'eraseBooks', jsonb_build_object('transfers', gone));
  return gone;
end $$;
revoke all on function erase_club_books from public;

-- Row-level security, forced: a query that names no club sees nothing, whoever asks.
do $$
declare t text;
begin
  foreach t in array array['clubs', 'shops', 'shop_tokens', 'programs', 'shoppers', 'identities',
    'orders', 'transfers', 'lots', 'lot_moves', 'debts', 'redemptions', 'parents', 'inbox',
    'deliveries', 'audit_log'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert on %I to regulars_app', t);
  end loop;
  foreach t in array array['clubs', 'shops', 'shop_tokens', 'shoppers', 'orders', 'lots', 'debts',
    'redemptions', 'parents', 'inbox', 'deliveries'] loop
    execute format('grant update on %I to regulars_app', t);
  end loop;
  foreach t in array array['shop_tokens', 'identities', 'inbox'] loop
    execute format('grant delete on %I to regulars_app', t);
  end loop;
end $$;
grant usage on sequence inbox_seq_seq to regulars_app, regulars_intake;
grant execute on function erase_club_books to regulars_app;

-- The narrow role: which shop is this, put the message down, who has work. No payload, no person.
create policy intake_shops on shops for select to regulars_intake using (true);
grant select (club_id, shop_id, platform, domain, storefront_origin, uninstalled_at)
  on shops to regulars_intake;
create policy intake_puts on inbox for insert to regulars_intake with check (true);
create policy intake_sees on inbox for select to regulars_intake using (true);
grant insert on inbox to regulars_intake;
grant select (club_id, shop_id, webhook_id, due_at, state, seq, prune_at) on inbox
  to regulars_intake;
create policy intake_sees on deliveries for select to regulars_intake using (true);
grant select (club_id, delivery_id, kind, due_at, state, lease_until) on deliveries to regulars_intake;
create policy intake_sees on orders for select to regulars_intake using (true);
grant select (club_id, available_at, pending) on orders to regulars_intake;
create policy intake_sees on lots for select to regulars_intake using (true);
grant select (club_id, expires_at, open) on lots to regulars_intake;
create policy intake_sees on debts for select to regulars_intake using (true);
grant select (club_id, write_off_at, open) on debts to regulars_intake;
create policy intake_sees on redemptions for select to regulars_intake using (true);
grant select (club_id, expires_at, status) on redemptions to regulars_intake;
