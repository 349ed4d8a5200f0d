-- Why: whoever runs the app, and the merchant, must see whether messages come, what waits, and why
-- something was set aside. A delivery names what asked for it, so that one id leads from a message to
-- what became of it; each shop's row says when it was last heard from, which the inbox tells only by
-- being read whole; the audit's last result is found without reading the whole log.

set lock_timeout = '5s';

-- The webhook's id, or the request's, that asked for it last; null: the clock or the app itself did.
alter table deliveries add column cause text check (length(cause) <= 200);

-- One row a shop, written with each batch of its messages.
create table shop_contacts (
  club_id uuid not null,
  shop_id uuid not null,
  -- When the newest message that was read had come in.
  heard_at timestamptz(3) not null,
  primary key (club_id, shop_id)
);
alter table shop_contacts enable row level security;
alter table shop_contacts force row level security;
create policy one_club on shop_contacts to regulars_app
  using (club_id = current_club()) with check (club_id = current_club());
create policy owner_all on shop_contacts to current_user using (true) with check (true);
grant select, insert, update on shop_contacts to regulars_app;

create index audit_log_audits_idx on audit_log (club_id, entry_id) where action = 'audit';

-- The narrow role sees when each shop's orders were last looked for, and no more of it.
create policy intake_sees on shop_healing for select to regulars_intake using (true);
grant select (club_id, shop_id, looked_at) on shop_healing to regulars_intake;
