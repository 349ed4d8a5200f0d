-- Why: rules look at more than an order's facts: at goods, at the shopper's earlier orders, at what is
-- left of a campaign. What was seen and what was set aside stays with the order, so that it comes to
-- the same points whenever it is judged again. Null: its version has no rules.

set lock_timeout = '5s';

alter table orders add column seen jsonb;
alter table orders add column grants jsonb;

-- What campaigns have set aside so far, over all versions of the program that name them. A row is
-- locked before anything is set aside: budgets are never passed.
create table campaigns (
  club_id uuid not null,
  campaign_id text not null,
  points bigint not null default 0 check (points >= 0),
  shoppers integer not null default 0 check (shoppers >= 0),
  primary key (club_id, campaign_id)
);

-- Who has a place among the first shoppers of a campaign.
create table campaign_shoppers (
  club_id uuid not null,
  campaign_id text not null,
  shopper_id uuid not null,
  primary key (club_id, campaign_id, shopper_id)
);
create index campaign_shoppers_shopper_idx on campaign_shoppers (club_id, shopper_id);

do $$
declare t text;
begin
  foreach t in array array['campaigns', 'campaign_shoppers'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy one_club on %I to regulars_app
      using (club_id = current_club()) with check (club_id = current_club())', t);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to regulars_app', t);
  end loop;
end $$;

-- Two shoppers who become one have one place.
grant delete on campaign_shoppers to regulars_app;
