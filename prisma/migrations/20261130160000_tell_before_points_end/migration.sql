-- Why: points end only once their shopper was told of it in time, where the program says so. A lot
-- remembers that it is such a one, when the clock is to tell next, and when the last notice of its end
-- was taken. Lots of before end by themselves, as their versions said.

set lock_timeout = '5s';

alter table lots add column only_told boolean not null default false;
alter table lots add column notice_at timestamptz(3);
alter table lots add column told_at timestamptz(3);
alter table lots add constraint lots_notice_check
  check (only_told or (notice_at is null and told_at is null));
create index lots_noticing_idx on lots (notice_at, club_id) where open > 0 and notice_at is not null;

-- The narrow role sees which clubs have something to tell.
grant select (notice_at) on lots to regulars_intake;
