-- Why: an advocate whose friends come faster than agreed is not paid for them until a person has looked:
-- such a referral is set aside with reasons, and nothing of it is lost. And a step, a bonus for the n-th
-- friend who counts, hangs on the referral of that friend. What the friend's order is worth is kept
-- apart from what is paid for it, so that either can change without the other being read again.

set lock_timeout = '5s';

alter table referrals
  add column worth bigint not null default 0 check (worth >= 0),
  add column step_points bigint not null default 0 check (step_points >= 0),
  -- Whether it got a place within the caps when it first was worth something; null: not dealt yet.
  add column within_caps boolean,
  -- Stable words; the queue of decisions is what has some and is not decided.
  add column hold_reasons jsonb not null default '[]' check (jsonb_typeof(hold_reasons) = 'array'),
  add column held_at timestamptz(3),
  -- What a person said, which outweighs the reasons.
  add column decided text check (decided in ('allowed', 'refused'));

update referrals set worth = points, within_caps = true where points > 0;

alter table referrals add constraint referrals_worth_of_friends
  check (verdict = 'friend' or (worth = 0 and step_points = 0)),
  add constraint referrals_step_is_paid check (step_points = 0 or points >= step_points);

create index referrals_held_idx on referrals (club_id, held_at)
  where hold_reasons <> '[]' and decided is null;
