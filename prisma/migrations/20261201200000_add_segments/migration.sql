-- Why: a merchant groups shoppers by what is known of them. A live segment follows its filter and is
-- worked out again every night; a static one is a list. Who came and went is kept, day by day. A segment
-- may want a tag on its shoppers at the shop: it is one more source of `tag_grants` (decision 0054).

set lock_timeout = '5s';

create table segments (
  club_id uuid not null,
  segment_id uuid not null,
  name text not null,
  kind text not null check (kind in ('live', 'static')),
  -- Who is in it; null: a list that came from a file.
  filter jsonb check (kind = 'static' or filter is not null),
  -- What its shoppers are tagged with at the shop; null: nothing.
  tag text,
  shoppers int not null default 0 check (shoppers >= 0),
  created_at timestamptz(3) not null,
  created_by text not null,
  -- When it was last worked out, and why it could not be since then.
  settled_at timestamptz(3),
  problem text check (problem in ('tooSlow')),
  -- The clock looks then: first at who is in it, where `to_settle`, and then at tags.
  look_at timestamptz(3),
  to_settle boolean not null default false,
  removed_at timestamptz(3),
  primary key (club_id, segment_id)
);
create index segments_clock_idx on segments (look_at, club_id) where look_at is not null;

create table segment_members (
  club_id uuid not null,
  segment_id uuid not null,
  shopper_id uuid not null,
  -- The shop's local day on which they came in.
  since_day int not null,
  primary key (club_id, segment_id, shopper_id)
);
create index segment_members_shopper_idx on segment_members (club_id, shopper_id);

create table segment_moves (
  club_id uuid not null,
  segment_id uuid not null,
  move_id uuid not null default gen_random_uuid(),
  shopper_id uuid not null,
  -- The shop's local day.
  day int not null,
  moved_at timestamptz(3) not null,
  entered boolean not null default true,
  primary key (club_id, segment_id, move_id)
);
create index segment_moves_day_idx on segment_moves (club_id, segment_id, day);
create index segment_moves_shopper_idx on segment_moves (club_id, shopper_id);

-- How a club scores its shoppers by recency, frequency and money.
create table scorings (
  club_id uuid primary key,
  bins int not null default 5 check (bins between 2 and 10),
  -- Null: drawn from the club's own shoppers, once a day; then those of that day.
  cut_points jsonb,
  groups jsonb,
  drawn jsonb,
  drawn_day int,
  check ((drawn is null) = (drawn_day is null))
);

alter table tag_grants drop constraint tag_grants_source_check;
alter table tag_grants add constraint tag_grants_source_check
  check (source in ('tier', 'redemption', 'segment'));
create index tag_grants_segment_idx on tag_grants (club_id, source_key, shopper_id)
  where source = 'segment' and ended_at is null;

do $$
declare t text;
begin
  foreach t in array array['segments', 'segment_members', 'segment_moves', 'scorings'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
  end loop;
end $$;
-- Who is in a segment is worked out from other rows, or a list; moves go with a person who is erased.
grant delete on segment_members, segment_moves to regulars_app;
create policy intake_sees on segments for select to regulars_intake using (true);
grant select (club_id, look_at) on segments to regulars_intake;
