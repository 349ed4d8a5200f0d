-- Why: referral codes and next-order codes. A referral is judged on the friend's order and posts to
-- the advocate's account; a next-order code is issued for an order and withdrawn with it. Shoppers
-- learn whether they are held out when they are first seen, and can be frozen by a person.

set lock_timeout = '5s';

alter table shoppers add column held_out boolean not null default false;
alter table shoppers add column frozen_at timestamptz(3);

-- What an order was worth to the shop, for measuring: after its discounts, without tax and shipping.
alter table orders add column eligible_minor bigint not null default 0 check (eligible_minor >= 0);
-- Told by the order's messages and by nothing else: which checkout it came from (the proof that the
-- thank-you page shows) and in which language the buyer read it.
alter table orders add column checkout_token text;
alter table orders add column locale text;
create index orders_checkout_idx on orders (club_id, checkout_token) where checkout_token is not null;
create index orders_shopper_idx on orders (club_id, shopper_id, placed_at)
  where shopper_id is not null;

-- How many shoppers a club has ever seen: the share that is held out depends on it.
alter table clubs add column shoppers_seen bigint not null default 0 check (shoppers_seen >= 0);
update clubs c set shoppers_seen = (select count(*) from shoppers s where s.club_id = c.club_id);

alter table transfers drop constraint transfers_reason_check;
alter table transfers add constraint transfers_reason_check check (reason in ('earn', 'clawback',
  'mature', 'hold', 'redeem', 'void', 'return', 'retake', 'expire', 'adjust', 'writeOff',
  'refer', 'referBack', 'referMature', 'referWriteOff'));

-- One personal code a shopper. `terms_hash` says on which parent it was last put at the platform
-- (null: on none), `confirmed` that the platform has reported it there.
create table referral_codes (
  club_id uuid not null,
  shopper_id uuid not null,
  shop_id uuid not null,
  code text not null,
  terms_hash text,
  confirmed boolean not null default false check (terms_hash is not null or not confirmed),
  created_at timestamptz(3) not null,
  primary key (club_id, shopper_id)
);
create unique index referral_codes_code_key on referral_codes (club_id, code);

-- One referral an order: the first advocate wins for ever.
create table referrals (
  club_id uuid not null,
  -- The friend's order.
  order_id uuid not null,
  advocate_id uuid not null,
  friend_id uuid,
  -- How we know: the code on the order, or a cart attribute or the page they landed on.
  via text not null check (via in ('code', 'link')),
  -- friend: new, so the advocate earns. The others earn nobody anything: leakage.
  verdict text not null check (verdict in ('friend', 'own', 'known', 'belowMinimum', 'frozen')),
  -- What the code took off, and what the order is worth to the shop now.
  discount_minor bigint not null default 0 check (discount_minor >= 0),
  eligible_minor bigint not null default 0 check (eligible_minor >= 0),
  program_version integer not null,
  points bigint not null default 0 check (points >= 0),
  pending bigint not null default 0 check (pending >= 0 and pending <= points),
  available_at timestamptz(3) not null,
  next_posting integer not null default 1,
  placed_at timestamptz(3) not null,
  primary key (club_id, order_id),
  check (verdict = 'friend' or points = 0)
);
create index referrals_advocate_idx on referrals (club_id, advocate_id, placed_at);
create index referrals_placed_idx on referrals (club_id, placed_at);
create index referrals_maturing_idx on referrals (available_at, club_id) where pending > 0;

-- Everybody whom a friend's customer id, email or phone names: an earlier order of any of them that
-- arrives late makes the friend a known one.
create table referral_friends (
  club_id uuid not null,
  shopper_id uuid not null,
  order_id uuid not null,
  primary key (club_id, shopper_id, order_id)
);
create index referral_friends_order_idx on referral_friends (club_id, order_id);

-- Points that a referral brought are a lot of their own, beside the friend's own lot of that order.
alter table lots add column referral_order_id uuid check (referral_order_id is null or order_id is null);
create unique index lots_referral_key on lots (club_id, referral_order_id)
  where referral_order_id is not null;

-- One next-order code an order.
create table next_order_codes (
  club_id uuid not null,
  order_id uuid not null,
  shop_id uuid not null,
  shopper_id uuid not null,
  program_version integer not null,
  terms jsonb not null,
  terms_hash text not null,
  code text not null,
  -- heldOut: would have got one; kept for measuring. late: history and late events send nothing.
  status text not null check (status in ('issuing', 'open', 'closing', 'withdrawn', 'lapsed',
    'used', 'refused', 'heldOut', 'late')),
  reason text,
  -- The platform has reported the code imported.
  confirmed boolean not null default false,
  placed_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  -- After this the code is not mailed any more, and an order first heard of later brings none.
  useful_until timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  -- When the clock must look at it next: a reminder, or the end. Null: never again.
  look_at timestamptz(3),
  mailed_at timestamptz(3),
  -- Why the code was not mailed.
  unmailed text check (unmailed in ('noAddress', 'late', 'off', 'refused')),
  -- The smallest number of days before the end that was reminded of.
  reminded_days integer,
  used_order_id uuid,
  used_at timestamptz(3),
  -- The discount it gave on the order that used it; 0 where that order came to nothing.
  cost_minor bigint not null default 0 check (cost_minor >= 0),
  closed_at timestamptz(3),
  primary key (club_id, order_id)
);
create unique index next_order_codes_code_key on next_order_codes (club_id, code);
create index next_order_codes_shopper_idx on next_order_codes (club_id, shopper_id, placed_at);
create index next_order_codes_made_idx on next_order_codes (club_id, created_at);
create index next_order_codes_clock_idx on next_order_codes (look_at, club_id)
  where look_at is not null;
create index next_order_codes_used_idx on next_order_codes (club_id, used_order_id)
  where used_order_id is not null;

do $$
declare t text;
begin
  foreach t in array array['referral_codes', 'referrals', 'referral_friends', 'next_order_codes'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
  end loop;
end $$;

grant delete on referral_codes to regulars_app;

create policy intake_sees on referrals for select to regulars_intake using (true);
grant select (club_id, available_at, pending) on referrals to regulars_intake;
create policy intake_sees on next_order_codes for select to regulars_intake using (true);
grant select (club_id, look_at) on next_order_codes to regulars_intake;

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
  delete from orders where club_id = p_club;
  update shoppers set pending = 0, available = 0, held = 0 where club_id = p_club;
  insert into audit_log (club_id, entry_id, at, actor, action, details)
    values (p_club, p_entry, p_at, p_actor, 'eraseBooks', jsonb_build_object('transfers', gone));
  return gone;
end $$;
