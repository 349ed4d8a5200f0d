-- Why: who collects by the shop's tags now holds for what people do besides buying too. Such an action
-- waits until the shop was asked ('asking'), and may bring nothing by what it said ('tags').

set lock_timeout = '5s';

alter table actions drop constraint actions_outcome_check;
alter table actions add constraint actions_outcome_check check (outcome in ('limit', 'earned', 'tooNew',
  'tooSoon', 'heldOut', 'frozen', 'excluded', 'stopped', 'noRule', 'programOff', 'asking', 'tags'));
