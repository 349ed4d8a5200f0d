-- Why: birthdays and years in the club are nobody's message. The clock goes through them a local day at a
-- time, and the shop remembers which day is next, so that no day is left out however long nobody looked.

set lock_timeout = '5s';

-- When the next local day begins that has not been celebrated; null: no program celebrates any.
alter table shops add column celebrate_at timestamptz(3);
create index shops_celebrating_idx on shops (celebrate_at, club_id) where celebrate_at is not null;
grant select (celebrate_at) on shops to regulars_intake;

create index shoppers_seen_idx on shoppers (club_id, first_seen_at);
