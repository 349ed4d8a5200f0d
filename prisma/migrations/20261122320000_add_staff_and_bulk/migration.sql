-- Why: a person may change many shoppers' points at once from a file, sees what it would do before it is
-- done, and may undo it. What is more than their role may do alone waits for a second person.

set lock_timeout = '5s';

create table staff (
  club_id uuid not null,
  actor text not null,
  role text not null check (role in ('support', 'manager')),
  name text,
  set_by text not null,
  set_at timestamptz(3) not null,
  primary key (club_id, actor)
);

create table bulk_adjustments (
  club_id uuid not null,
  bulk_id uuid not null,
  shop_id uuid not null,
  name text not null,
  -- Of what was sent: the same id with another file is refused.
  digest text not null,
  state text not null check (state in
    ('checked', 'waiting', 'running', 'done', 'undoing', 'undone', 'dropped')),
  lines integer not null,
  made_by text not null,
  made_at timestamptz(3) not null,
  asked_by text,
  asked_at timestamptz(3),
  approved_by text,
  ended_at timestamptz(3),
  undone_by text,
  undone_at timestamptz(3),
  primary key (club_id, bulk_id),
  check (approved_by is null or approved_by <> asked_by)
);
create index bulk_adjustments_made_idx on bulk_adjustments (club_id, made_at);

create table bulk_lines (
  club_id uuid not null,
  bulk_id uuid not null,
  line integer not null,
  -- Null: the line names nobody whom the club knows.
  shopper_id uuid,
  points bigint not null,
  note text not null,
  -- What could be spent before this line, when the file was read.
  before bigint,
  problem text,
  transfer_id uuid,
  undo_transfer_id uuid,
  -- Of its points, how many were taken back or given back; less than all where they were spent.
  undone bigint,
  primary key (club_id, bulk_id, line),
  check (undone is null or transfer_id is not null)
);
create index bulk_lines_shopper_idx on bulk_lines (club_id, shopper_id);

do $$
declare t text;
begin
  foreach t in array array['staff', 'bulk_adjustments', 'bulk_lines'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
  end loop;
end $$;
