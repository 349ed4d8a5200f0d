-- Why: a merchant limits what bonuses (campaigns, and what people do besides buying) come to in a month.
-- A month is counted beside campaigns, under a key that no campaign has; an action keeps which month its
-- points were taken from, and one that found nothing left brings nothing.

set lock_timeout = '5s';

alter table actions add column budget_month text check (budget_month is null or points > 0);
alter table actions drop constraint actions_outcome_check;
alter table actions add constraint actions_outcome_check check (outcome in ('limit', 'earned', 'tooNew',
  'tooSoon', 'heldOut', 'frozen', 'blocked', 'excluded', 'stopped', 'noRule', 'programOff', 'asking', 'tags',
  'budget'));
