-- Why: somebody who asks what is kept of them must be answered, and somebody who asks to be forgotten
-- must stay forgotten. A request becomes a row that the merchant answers. An erasure leaves a mark on
-- each order, so that a later telling of it brings nobody back, and works through what was told in
-- small steps. A shop that is erased leaves one entry and nothing else.

set lock_timeout = '5s';

-- Its buyer was erased: whatever is told of the order from now on, it is nobody's.
alter table orders add column buyer_erased_at timestamptz(3);
-- The friend was erased, and what they were known as with them: who they were is judged no more.
alter table referrals add column friend_erased boolean not null default false;

-- Keyed hashes of ids and personal codes that must not come back by an old message: a key of their own,
-- so that they can be compared with nothing else that is kept.
create table erased_marks (
  club_id uuid not null,
  mark text not null,
  erased_at timestamptz(3) not null,
  primary key (club_id, mark)
);

-- One erasure that is under way. What it looks for is here until it is done, and goes with the row.
create table erasures (
  club_id uuid not null,
  erasure_id uuid not null,
  shop_id uuid not null,
  -- Texts that name the person: messages and orders with one of them lose it.
  words text[] not null,
  -- Personal codes and what stands in their place.
  codes text[] not null,
  stand_ins text[] not null,
  -- The person's ids at the platform, whose cards there are emptied.
  customer_ids text[] not null,
  stage text not null check (stage in ('orders', 'messages', 'cards')),
  -- The last row that was looked at; empty: from the first.
  place text not null default '',
  asked_at timestamptz(3) not null,
  primary key (club_id, erasure_id)
);

-- Somebody asked the shop what is kept of them.
create table data_requests (
  club_id uuid not null,
  request_id uuid not null,
  shop_id uuid not null,
  platform_request_id text not null,
  -- The shoppers they are; empty: nothing is kept of them.
  shopper_ids uuid[] not null,
  asked_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  answered_at timestamptz(3),
  answered_by text,
  -- They were erased since: there is nothing to hand out any more.
  erased_at timestamptz(3),
  primary key (club_id, request_id),
  check ((answered_at is null) = (answered_by is null))
);
create unique index data_requests_platform_key
  on data_requests (club_id, shop_id, platform_request_id);

do $$
declare t text;
begin
  foreach t in array array['erased_marks', 'erasures', 'data_requests'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
  end loop;
end $$;
grant delete on erasures, referral_friends to regulars_app;

create trigger audit_log_never_empty before truncate on audit_log
  execute function refuse_truncate();

-- A person's note may go from an entry and from the transfer it explains; nothing else ever changes.
create or replace function refuse_change() returns trigger language plpgsql as $$
declare was jsonb; now_is jsonb; noted text;
begin
  if tg_op = 'DELETE' and current_setting('regulars.erasing_club', true) = old.club_id::text then
    return old;
  end if;
  if tg_op = 'UPDATE' and tg_table_name in ('audit_log', 'transfers')
      and current_setting('regulars.erasing_note', true) = old.club_id::text then
    was := to_jsonb(old);
    now_is := to_jsonb(new);
    noted := case tg_table_name when 'audit_log' then 'details' else 'explain' end;
    if now_is = jsonb_set(was, array[noted], (was -> noted) - 'note') then return new; end if;
  end if;
  raise exception '% is never changed or deleted', tg_table_name
    using errcode = 'restrict_violation', hint = 'Post a correcting transfer or publish a version.';
end $$;

-- The one door through which a note leaves: what people wrote about an erased person, or naming them.
create function erase_notes(p_club uuid, p_shoppers uuid[], p_words text[])
returns bigint language plpgsql security definer set search_path = pg_catalog, public as $$
declare gone bigint;
begin
  if p_club is distinct from current_club() then
    raise exception 'only notes of the club of this transaction can be erased';
  end if;
  perform set_config('regulars.erasing_note', p_club::text, true);
  with noted as (
    update audit_log a set details = a.details - 'note'
    where a.club_id = p_club and a.details ? 'note'
      and (a.details ->> 'shopperId' = any(p_shoppers::text[])
        or exists (select from unnest(p_words) w
          where position(lower(w) in lower(a.details ->> 'note')) > 0))
    returning nullif(a.details ->> 'transferId', '')::uuid as transfer_id
  ), explained as (
    update transfers t set explain = t.explain - 'note' from noted n
    where t.club_id = p_club and t.transfer_id = n.transfer_id and t.explain ? 'note' returning 1
  )
  select count(*) into gone from noted;
  perform set_config('regulars.erasing_note', '', true);
  return gone;
end $$;
revoke all on function erase_notes from public;
grant execute on function erase_notes to regulars_app;

-- A shop's erasure, 48 hours after it left: every row of its club in every table there is, and one
-- entry that says so. The club's id follows from the shop's address, so whoever has that finds it.
create or replace function erase_club_books(p_club uuid, p_actor text, p_at timestamptz, p_entry uuid)
returns bigint language plpgsql security definer set search_path = pg_catalog, public as $$
declare gone bigint; t text;
begin
  if p_club is distinct from current_club() then
    raise exception 'only the club of this transaction can be erased';
  end if;
  select count(*) into gone from transfers where club_id = p_club;
  perform set_config('regulars.erasing_club', p_club::text, true);
  for t in
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition and a.attname = 'club_id' and not a.attisdropped
    -- What others name goes last.
    order by case c.relname when 'clubs' then 2 when 'shops' then 1 else 0 end, c.relname
  loop
    execute format('delete from %I where club_id = $1', t) using p_club;
  end loop;
  perform set_config('regulars.erasing_club', '', true);
  insert into audit_log (club_id, entry_id, at, actor, action, details)
    values (p_club, p_entry, p_at, p_actor, 'eraseBooks', jsonb_build_object('transfers', gone));
  return gone;
end $$;
