-- Why: points are earned by more than orders: joining, a birthday, a year in the club, the newsletter, and
-- whatever a merchant's own systems tell by an API key. An action is a fact that is judged once, by the
-- version in force when it happened; its points wait until their shopper has paid for a first order.

set lock_timeout = '5s';

create table actions (
  club_id uuid not null,
  action_id uuid not null,
  shop_id uuid not null,
  shopper_id uuid not null,
  -- Who told of it; its key is unique among what they told, so that twice is once.
  source text not null check (source in ('api', 'platform', 'shopper', 'clock')),
  key text not null,
  -- Keyed hash of what was told under that key by the API; null elsewhere, and once its shopper was erased.
  stamp text,
  action text not null,
  -- What it was about: a page, a survey, a product; a code of the merchant's own.
  about text,
  occurred_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  program_version integer,
  outcome text not null check (outcome in ('limit', 'earned', 'tooNew', 'tooSoon', 'heldOut', 'frozen',
    'excluded', 'stopped', 'noRule', 'programOff')),
  -- Which rules of the version gave how much.
  parts jsonb not null default '[]',
  member_since timestamptz(3) not null,
  points bigint not null default 0 check (points >= 0),
  pending bigint not null default 0 check (pending >= 0 and pending <= points),
  -- The rules' own waiting is over then; null: there are no points.
  ready_at timestamptz(3),
  -- When the points are the shopper's; null: not before they have paid for an order.
  available_at timestamptz(3),
  next_posting integer not null default 1,
  primary key (club_id, action_id),
  check ((outcome = 'earned') = (points > 0)),
  check ((points > 0) = (ready_at is not null)),
  check (available_at is null or available_at >= ready_at)
);
create unique index actions_key on actions (club_id, source, key);
create index actions_shopper_idx on actions (club_id, shopper_id, action);
create index actions_waiting_idx on actions (club_id, shopper_id) where pending > 0;
create index actions_maturing_idx on actions (available_at, club_id) where pending > 0;

-- A merchant's own systems speak by a key of theirs. The key itself is shown once and never kept.
create table api_keys (
  club_id uuid not null,
  key_id uuid not null,
  shop_id uuid not null,
  name text not null,
  hash text not null,
  -- Its first letters, to tell keys apart by.
  starts text not null,
  scopes text[] not null,
  created_at timestamptz(3) not null,
  created_by text not null,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  revoked_by text,
  primary key (club_id, key_id),
  check ((revoked_at is null) = (revoked_by is null))
);
-- A call names its key before any club is known.
create unique index api_keys_hash_key on api_keys (hash);

-- Day and month, told by the shopper or by the merchant's own systems: no year, so no age.
alter table shoppers add column birth_month smallint check (birth_month between 1 and 12);
alter table shoppers add column birth_day smallint check (birth_day between 1 and 31);
alter table shoppers add column birthday_set_at timestamptz(3);
alter table shoppers add constraint shoppers_birthday_check
  check (num_nulls(birth_month, birth_day, birthday_set_at) in (0, 3));
create index shoppers_birthday_idx on shoppers (club_id, birth_month, birth_day)
  where birth_month is not null;

alter table transfers add column action_id uuid;
create unique index transfers_action_key on transfers (club_id, action_id, reason, posting)
  where action_id is not null;
alter table lots add column action_id uuid;
create unique index lots_action_key on lots (club_id, action_id) where action_id is not null;
alter table lots add constraint lots_source_check
  check (num_nonnulls(order_id, referral_order_id, action_id) <= 1);

alter table transfers drop constraint transfers_reason_check;
alter table transfers add constraint transfers_reason_check check (reason in ('earn', 'clawback',
  'mature', 'hold', 'redeem', 'void', 'return', 'retake', 'expire', 'adjust', 'writeOff',
  'refer', 'referBack', 'referMature', 'referWriteOff', 'merge', 'bonus', 'bonusMature'));
-- Every posting of something that is judged has its number: of an order, a hold, and now an action.
do $$
declare numbered text;
begin
  select conname into strict numbered from pg_constraint where conrelid = 'transfers'::regclass
    and contype = 'c' and pg_get_constraintdef(oid) like '%posting%' ;
  execute format('alter table transfers drop constraint %I', numbered);
end $$;
alter table transfers add constraint transfers_posting_check check (
  (order_id is null and of_transfer_id is null and action_id is null) = (posting is null));

do $$
declare t text;
begin
  foreach t in array array['actions', 'api_keys'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
  end loop;
end $$;

-- The narrow role: whose key is this, and which clubs have points that become available.
create policy intake_finds on api_keys for select to regulars_intake using (true);
grant select (club_id, key_id, shop_id, hash, scopes, revoked_at) on api_keys to regulars_intake;
create policy intake_sees on actions for select to regulars_intake using (true);
grant select (club_id, available_at, pending) on actions to regulars_intake;
