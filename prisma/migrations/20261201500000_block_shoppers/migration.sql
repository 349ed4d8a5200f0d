-- Why: a merchant can block a shopper: nothing is earned, spent or given meanwhile, and nothing that they
-- had is lost. What happened counts by when it happened, so the times of blocking are kept, all of them:
-- two people who become one have been blocked whenever one of them was. Codes that rest meanwhile say
-- so, and come back. Who was erased while blocked and buys again is blocked still: their mark says so,
-- one bit and no more (decision 0059).

set lock_timeout = '5s';

alter table shoppers add column blocked tstzmultirange not null default '{}';
alter table erased_marks add column blocked boolean not null default false;

alter table actions drop constraint actions_outcome_check;
alter table actions add constraint actions_outcome_check check (outcome in ('limit', 'earned', 'tooNew',
  'tooSoon', 'heldOut', 'frozen', 'blocked', 'asking', 'tags', 'excluded', 'stopped', 'noRule',
  'programOff'));
