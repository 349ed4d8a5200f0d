-- Why: where our history of a shop is short, somebody who bought there long ago looks like a new friend.
-- The platform still knows how many orders they placed. What it counted, and when, is kept beside the
-- referral, so that judging it again, at any time and in any order, comes to the same verdict.

set lock_timeout = '5s';

alter table referrals add column counted_orders integer check (counted_orders >= 0);
alter table referrals add column counted_at timestamptz(3);
alter table referrals add constraint referrals_counted_check
  check ((counted_orders is null) = (counted_at is null));
create index referrals_counted_idx on referrals (club_id, order_id) where counted_at is not null;
