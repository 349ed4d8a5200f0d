-- Why: whoever sends a friend can get money credit at the shop with their points. Its key is the friend's
-- order; it is owed while the referral is paid.

set lock_timeout = '5s';

alter table wallet_credits drop constraint wallet_credits_cause_check;
alter table wallet_credits add constraint wallet_credits_cause_check
  check (cause in ('order', 'redemption', 'referral'));
