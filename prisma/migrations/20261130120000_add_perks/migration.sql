-- Why: a reward may give more than a code: a tag on the shopper at the shop, which its theme opens things
-- for, or something that a person at the shop does. Whatever gives a tag or asks for something by hand
-- (a redemption, a tier) writes a row here, and the row says whether it has happened.

set lock_timeout = '5s';

-- How a redemption reaches its shopper: by a code, by a tag at the shop, or by a person.
alter table redemptions add column way text not null default 'code'
  check (way in ('code', 'tag', 'hand'));

-- A tag that something wants a shopper to have at a shop. A tag stays there while any row wants it.
create table tag_grants (
  club_id uuid not null,
  grant_id uuid not null,
  shop_id uuid not null,
  shopper_id uuid not null,
  tag text not null,
  -- What wants it: a redemption by its id, or a tier by its own.
  source text not null check (source in ('tier', 'redemption')),
  source_key text not null,
  created_at timestamptz(3) not null,
  -- It is wanted no more since then.
  ended_at timestamptz(3),
  -- The shop was asked to put the tag: it is ours to take away. Null: never asked, or it was there before us.
  sent_at timestamptz(3),
  -- The shop is as this row says; null: to be done.
  settled_at timestamptz(3),
  primary key (club_id, grant_id)
);
-- Asked for twice is once.
create unique index tag_grants_live_key on tag_grants (club_id, shopper_id, source, source_key, tag)
  where ended_at is null;
create index tag_grants_shopper_idx on tag_grants (club_id, shopper_id)
  where ended_at is null or settled_at is null;

-- What a person at the shop is to do for a shopper.
create table tasks (
  club_id uuid not null,
  task_id uuid not null,
  shop_id uuid not null,
  shopper_id uuid not null,
  source text not null check (source in ('tier', 'redemption')),
  source_key text not null,
  -- What is to be done, in the merchant's words of then.
  text text not null,
  state text not null default 'open' check (state in ('open', 'done', 'refused', 'withdrawn')),
  created_at timestamptz(3) not null,
  -- By when it should be done.
  due_at timestamptz(3) not null,
  closed_at timestamptz(3),
  closed_by text,
  -- Why it was refused, or what was done: for the shop's people.
  note text not null default '',
  primary key (club_id, task_id),
  check ((state = 'open') = (closed_at is null)),
  check (state in ('open', 'withdrawn') or closed_by is not null)
);
create unique index tasks_open_key on tasks (club_id, shopper_id, source, source_key, text)
  where state = 'open';
create index tasks_open_idx on tasks (club_id, due_at) where state = 'open';
create index tasks_shopper_idx on tasks (club_id, shopper_id);

do $$
declare t text;
begin
  foreach t in array array['tag_grants', 'tasks'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
  end loop;
end $$;
