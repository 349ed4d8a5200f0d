-- Why: everything we derive hung on the client secret, so rotating it would have lost every identity.
-- A root secret now stands in the database, sealed under the environment's secret; tokens say which
-- key sealed them and who is renewing them; and a shop remembers what its merchant has granted.

set lock_timeout = '5s';

-- One row for the whole database. Only the narrow role reads it, and without the environment's secret
-- it says nothing.
create table app_keys (
  one boolean primary key default true check (one),
  -- The root secret: AES-256-GCM under a key that the environment's secret gives.
  sealed bytea not null,
  -- Which key new tokens are sealed under; older ones are still read.
  token_key_id integer not null default 0 check (token_key_id >= 0),
  created_at timestamptz(3) not null,
  sealed_at timestamptz(3) not null
);
alter table app_keys enable row level security;
alter table app_keys force row level security;
create policy owner_all on app_keys to current_user using (true) with check (true);
create policy intake_keys on app_keys to regulars_intake using (true) with check (true);
grant select, insert, update on app_keys to regulars_intake;

-- Whoever writes a token asks here, so that a rotation reaches every process at once.
create function newest_token_key() returns integer language sql stable security definer
  set search_path = pg_catalog, public as
$$ select coalesce((select token_key_id from app_keys), 0) $$;
revoke all on function newest_token_key from public;
grant execute on function newest_token_key to regulars_app;

alter table shop_tokens add column key_id integer not null default 0 check (key_id >= 0);
-- Counts the pairs: what was asked of one pair says nothing about the next.
alter table shop_tokens add column version bigint not null default 1;
-- Real time, not the injected clock: the lease of whoever renews the pair ends by itself.
alter table shop_tokens add column refreshing_until timestamptz(3);

-- As the platform told it with the last token; null where none has been told yet.
alter table shops add column scopes text;
