-- Why: strict shops hand a friend a code of their own, used once, after an address was proven by mail:
-- one code an address. Who asked is kept as a keyed hash; the address itself only until its mail is sent.

set lock_timeout = '5s';

-- Codes that are given, not bought with points and not brought by an order.
create table given_codes (
  club_id uuid not null,
  given_id uuid not null,
  shop_id uuid not null,
  -- friend: `about` is the mark of the proven address (no more, once its person is erased).
  why text not null check (why in ('friend', 'advocate')),
  about text not null,
  -- Who is rewarded when a friend uses it.
  advocate_id uuid not null,
  program_version integer not null,
  terms jsonb not null,
  terms_hash text not null,
  code text not null,
  status text not null check (status in ('issuing', 'open', 'closing', 'withdrawn', 'used', 'refused')),
  reason text,
  confirmed boolean not null default false,
  created_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  used_order_id uuid,
  -- The discount it gave on the order that used it; 0 where that order came to nothing.
  cost_minor bigint not null default 0 check (cost_minor >= 0),
  primary key (club_id, given_id)
);
create unique index given_codes_code_key on given_codes (club_id, code);
create unique index given_codes_about_key on given_codes (club_id, why, about);
create index given_codes_advocate_idx on given_codes (club_id, advocate_id);
create index given_codes_used_idx on given_codes (club_id, used_order_id)
  where used_order_id is not null;

-- An address that somebody says is theirs. One row an address.
create table friend_checks (
  club_id uuid not null,
  mark text not null,
  shop_id uuid not null,
  advocate_id uuid not null,
  -- The address, until the mail to it is sent; and the language to write in.
  email text,
  locale text not null,
  -- How many codes were sent to it, and in the hour that began at `hour_from`.
  sent integer not null default 0,
  sent_in_hour integer not null default 0,
  hour_from timestamptz(3) not null,
  -- Wrong answers to the newest code, which ends at `ends_at`.
  misses integer not null default 0,
  proven boolean not null default false,
  created_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  primary key (club_id, mark)
);
create index friend_checks_ends_idx on friend_checks (club_id, ends_at);

do $$
declare t text;
begin
  foreach t in array array['given_codes', 'friend_checks'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
  end loop;
end $$;
grant delete on friend_checks to regulars_app;
