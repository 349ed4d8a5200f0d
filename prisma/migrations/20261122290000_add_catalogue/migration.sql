-- Why: rules look at what a bought product is: its vendor, type, tags and collections. An order does not
-- say so, and asking the shop for every order would be slow and late. What the shop sells is kept beside
-- the books: told by messages, read whole every night, and asked about product by product where an order
-- names one that nobody has told of. How many products carry a word is counted as they change, so that
-- a merchant who picks one waits for nothing.

set lock_timeout = '5s';

-- No row: nobody knows the product. One that is gone keeps what was last known of it.
create table products (
  club_id uuid not null,
  shop_id uuid not null,
  product_id text not null,
  title text not null default '',
  -- The title as it is looked for.
  search text not null default '',
  vendor text,
  type text,
  tags text[] not null default '{}',
  collection_ids text[] not null default '{}',
  -- The platform's own; null: it has only been told that the product is gone.
  updated_at timestamptz(3),
  -- When its collections were last asked for, which no message tells; null: never.
  members_at timestamptz(3),
  -- When the platform last spoke of it.
  seen_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  -- The shop did not let us look when we asked; null: it did, or nobody asked.
  withheld_at timestamptz(3),
  primary key (club_id, shop_id, product_id)
);
create index products_search_idx on products (club_id, shop_id, search, product_id)
  where deleted_at is null;

create table collections (
  club_id uuid not null,
  shop_id uuid not null,
  collection_id text not null,
  title text not null default '',
  updated_at timestamptz(3),
  seen_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  primary key (club_id, shop_id, collection_id)
);

-- How many products of the shop carry a vendor, type, tag or collection; compared without case.
create table catalogue_words (
  club_id uuid not null,
  shop_id uuid not null,
  kind text not null check (kind in ('vendor', 'type', 'tag', 'collection')),
  word text not null,
  -- As one of them spells it.
  name text not null,
  products integer not null check (products >= 0),
  primary key (club_id, shop_id, kind, word)
);

-- Orders that cannot be judged before a product is known.
create table product_waits (
  club_id uuid not null,
  shop_id uuid not null,
  product_id text not null,
  platform_order_id text not null,
  primary key (club_id, shop_id, product_id, platform_order_id)
);

-- One reading of all that a shop sells.
create table catalogue_readings (
  club_id uuid not null,
  reading_id uuid not null,
  shop_id uuid not null,
  state text not null default 'reading' check (state in ('reading', 'done')),
  stage text not null default 'collections' check (stage in ('collections', 'products')),
  copy_id text,
  address text,
  -- Where to go on: the platform's place in the list of collections, or the next byte of the copy.
  place text,
  -- How many products there are, when the platform has told.
  total integer,
  read integer not null default 0,
  -- Never heard of; known otherwise than they are; gone without a word.
  missing integer not null default 0,
  stale integer not null default 0,
  gone integer not null default 0,
  -- Why it cannot go on right now.
  problem text,
  began_at timestamptz(3) not null,
  -- When the platform began its copy: what was told since is newer.
  copied_at timestamptz(3),
  ended_at timestamptz(3),
  primary key (club_id, reading_id)
);
create unique index catalogue_readings_open_key on catalogue_readings (club_id, shop_id)
  where state = 'reading';

do $$
declare t text;
begin
  foreach t in array array['products', 'collections', 'catalogue_words', 'product_waits',
    'catalogue_readings'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
  end loop;
end $$;
grant delete on catalogue_words, product_waits, catalogue_readings to regulars_app;

-- The words of a product that is sold, each once.
create function words_of(p_vendor text, p_type text, p_tags text[], p_collections text[],
  p_deleted timestamptz) returns table (kind text, word text, name text)
language sql immutable as $$
  select distinct on (w.kind, lower(w.name)) w.kind, lower(w.name), w.name from (
    select 'vendor' as kind, p_vendor as name
    union all select 'type', p_type
    union all select 'tag', t from unnest(p_tags) t
    union all select 'collection', c from unnest(p_collections) c) w
  where p_deleted is null and w.name is not null
  order by w.kind, lower(w.name), w.name
$$;

-- What a statement changed, word by word: the words after it less the words before it.
create function add_words() returns trigger language plpgsql as $$
begin
  insert into catalogue_words (club_id, shop_id, kind, word, name, products)
  select r.club_id, r.shop_id, w.kind, w.word, min(w.name), count(*) from after_rows r
    cross join lateral words_of(r.vendor, r.type, r.tags, r.collection_ids, r.deleted_at) w
  group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (club_id, shop_id, kind, word)
    do update set products = catalogue_words.products + excluded.products;
  return null;
end $$;

create function move_words() returns trigger language plpgsql as $$
begin
  with changes as (
    select club_id, shop_id, kind, word, min(name) as name, sum(n)::integer as n from (
      select r.club_id, r.shop_id, w.kind, w.word, w.name, 1 as n from after_rows r
        cross join lateral words_of(r.vendor, r.type, r.tags, r.collection_ids, r.deleted_at) w
      union all
      select r.club_id, r.shop_id, w.kind, w.word, w.name, -1 from before_rows r
        cross join lateral words_of(r.vendor, r.type, r.tags, r.collection_ids, r.deleted_at) w
    ) each group by 1, 2, 3, 4 having sum(n) <> 0
  ), more as (
    insert into catalogue_words (club_id, shop_id, kind, word, name, products)
    select club_id, shop_id, kind, word, name, n from changes where n > 0 order by 1, 2, 3, 4
    on conflict (club_id, shop_id, kind, word)
      do update set products = catalogue_words.products + excluded.products
  )
  update catalogue_words c set products = c.products + d.n from changes d
  where d.n < 0 and c.club_id = d.club_id and c.shop_id = d.shop_id and c.kind = d.kind
    and c.word = d.word;
  if found then
    delete from catalogue_words c where c.products = 0
      and (c.club_id, c.shop_id) in (select distinct r.club_id, r.shop_id from before_rows r);
  end if;
  return null;
end $$;

create trigger products_added after insert on products
  referencing new table as after_rows for each statement execute function add_words();
create trigger products_changed after update on products
  referencing old table as before_rows new table as after_rows
  for each statement execute function move_words();

-- Shops that are there already are read like new ones, from now on.
insert into deliveries (club_id, delivery_id, shop_id, kind, key, due_at, created_at)
  select s.club_id, gen_random_uuid(), s.shop_id, 'readCatalogue', s.shop_id::text, s.installed_at,
    s.installed_at
  from shops s where s.uninstalled_at is null;
