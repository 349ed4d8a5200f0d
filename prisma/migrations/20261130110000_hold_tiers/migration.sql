-- Why: a tier is a walk through dated facts. What it comes to is kept a row a shopper, so that panels, cards
-- and lists read it and the clock knows when to look again; and entering a tier is paid once, as a target.

set lock_timeout = '5s';

create table tier_standings (
  club_id uuid not null,
  shopper_id uuid not null,
  -- By which version, and from what is dated before which moment.
  program_version integer not null,
  judged_at timestamptz(3) not null,
  tier_id text,
  -- Null: from the beginning.
  since timestamptz(3),
  falls_at timestamptz(3),
  -- When something of this row changes by itself; null: never.
  look_at timestamptz(3),
  progress jsonb not null,
  primary key (club_id, shopper_id)
);
create index tier_standings_clock_idx on tier_standings (look_at, club_id) where look_at is not null;
create index tier_standings_tier_idx on tier_standings (club_id, tier_id, shopper_id)
  where tier_id is not null;

create table tier_entries (
  club_id uuid not null,
  entry_id uuid not null,
  shop_id uuid not null,
  shopper_id uuid not null,
  tier_id text not null,
  entered_at timestamptz(3) not null,
  program_version integer not null,
  points bigint not null default 0 check (points >= 0),
  pending bigint not null default 0 check (pending >= 0 and pending <= points),
  -- The return time is over then.
  ready_at timestamptz(3) not null,
  -- When the points are the shopper's; null: not before they have paid for an order.
  available_at timestamptz(3),
  next_posting integer not null default 1,
  primary key (club_id, entry_id)
);
create index tier_entries_shopper_idx on tier_entries (club_id, shopper_id);
create index tier_entries_maturing_idx on tier_entries (available_at, club_id) where pending > 0;

-- From then on the shoppers behind `tiers_moved_to` are judged by the version in force; null: all were.
alter table shops add column move_tiers_at timestamptz(3);
alter table shops add column tiers_moved_to uuid;
create index shops_moving_tiers_idx on shops (move_tiers_at, club_id) where move_tiers_at is not null;
grant select (move_tiers_at) on shops to regulars_intake;

alter table transfers add column entry_id uuid;
create unique index transfers_entry_key on transfers (club_id, entry_id, reason, posting)
  where entry_id is not null;
alter table lots add column entry_id uuid;
create unique index lots_entry_key on lots (club_id, entry_id) where entry_id is not null;

-- Each of the three checks is kept as it is, with what is new.
do $$
declare told text;
begin
  select pg_get_constraintdef(oid) into strict told from pg_constraint
    where conrelid = 'transfers'::regclass and conname = 'transfers_reason_check';
  alter table transfers drop constraint transfers_reason_check;
  execute 'alter table transfers add constraint transfers_reason_check ' || replace(told, 'ARRAY[',
    'ARRAY[''tier''::text, ''tierBack''::text, ''tierMature''::text, ''tierWriteOff''::text, ');
  select pg_get_constraintdef(oid) into strict told from pg_constraint
    where conrelid = 'transfers'::regclass and conname = 'transfers_posting_check';
  alter table transfers drop constraint transfers_posting_check;
  execute 'alter table transfers add constraint transfers_posting_check ' || replace(told,
    '(action_id IS NULL)', '(action_id IS NULL) AND (entry_id IS NULL)');
  select pg_get_constraintdef(oid) into strict told from pg_constraint
    where conrelid = 'lots'::regclass and conname = 'lots_source_check';
  alter table lots drop constraint lots_source_check;
  execute 'alter table lots add constraint lots_source_check ' || replace(told,
    'action_id', 'action_id, entry_id');
end $$;

do $$
declare t text;
begin
  foreach t in array array['tier_standings', 'tier_entries'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
    execute format('create policy intake_sees on %I for select to regulars_intake using (true)', t);
  end loop;
end $$;
-- A standing is worked out from other rows, so nothing is lost with it.
grant delete on tier_standings to regulars_app;
grant select (club_id, look_at) on tier_standings to regulars_intake;
grant select (club_id, available_at, pending) on tier_entries to regulars_intake;
