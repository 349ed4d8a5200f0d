-- Why: a reward may be taken so often in all, and another way of giving one is credit in the wallet. What
-- was taken is counted where it is written, so that no figure of it can differ from the redemptions.

set lock_timeout = '5s';

alter table redemptions drop constraint redemptions_way_check;
alter table redemptions add constraint redemptions_way_check
  check (way in ('code', 'tag', 'hand', 'wallet'));
create index redemptions_reward_idx on redemptions (club_id, reward_id);
