-- Why: an order or a redemption may give a shopper money credit at the shop. The platform has no key by
-- which it would know a call again, so each call is a row that is written before it is sent: what was
-- asked for, and which of the account's movements was the newest by then. After doubt the account is
-- read, and a movement that came later is ours or is not.

set lock_timeout = '5s';

-- What one cause is to give one shopper. posted = what came into the account less what was taken back.
create table wallet_credits (
  club_id uuid not null,
  cause text not null check (cause in ('order', 'redemption')),
  key text not null,
  shop_id uuid not null,
  shopper_id uuid not null,
  -- Whose account it came into; null: nothing was sent yet, or the person was erased.
  customer_id text,
  currency text not null,
  target_minor bigint not null check (target_minor >= 0),
  posted_minor bigint not null default 0 check (posted_minor >= 0),
  -- What should have been taken back and was spent by then. It is nobody's debt.
  unrecovered_minor bigint not null default 0
    check (unrecovered_minor >= 0 and unrecovered_minor <= posted_minor),
  -- Not given before; ends then.
  available_at timestamptz(3) not null,
  expires_at timestamptz(3),
  -- Why the platform will never take it.
  refusal text,
  next_movement integer not null default 1,
  created_at timestamptz(3) not null,
  primary key (club_id, cause, key),
  check (expires_at is null or expires_at > available_at)
);
create index wallet_credits_shopper_idx on wallet_credits (club_id, shopper_id);
create index wallet_credits_made_idx on wallet_credits (club_id, created_at);

-- Every call that moves money, above 0 into the account. What is not recovered needs no call.
create table wallet_movements (
  club_id uuid not null,
  cause text not null,
  key text not null,
  movement integer not null,
  shop_id uuid not null,
  shopper_id uuid not null,
  amount_minor bigint not null,
  unrecovered_minor bigint not null default 0,
  -- sending: asked for, the answer is out; unclear: the answer never came; doubted: the account shows
  -- several such movements, and a person decides; lost: nobody can find out any more.
  state text not null check (state in ('sending', 'unclear', 'doubted', 'done', 'void', 'lost')),
  -- The newest movement of the account before this one; null: there was none.
  after_transaction text,
  transaction_id text,
  reason text,
  -- Real time: until then somebody waits for the answer.
  lease_until timestamptz(3),
  sent_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (club_id, cause, key, movement),
  check (amount_minor <> 0 or (unrecovered_minor <> 0 and state = 'done')),
  check ((ended_at is null) = (state in ('sending', 'unclear', 'doubted')))
);
-- One call in flight for a shopper, and each of the platform's movements is one of ours at most.
create unique index wallet_movements_open_key on wallet_movements (club_id, shopper_id)
  where ended_at is null;
create unique index wallet_movements_transaction_key
  on wallet_movements (club_id, shop_id, transaction_id) where transaction_id is not null;

do $$
declare t text;
begin
  foreach t in array array['wallet_credits', 'wallet_movements'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
  end loop;
end $$;
