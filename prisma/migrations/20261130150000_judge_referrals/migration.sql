-- Why: whether a reward for a friend looks earned or made up is judged before it is paid: what speaks
-- against it is kept with the referral, and what a person decided of it, when, and whether the advocate
-- asked for another look. Homes are compared by keyed hashes alone; a mailbox has a key only where its
-- address is one of several spellings.

set lock_timeout = '5s';

alter table orders
  -- A keyed hash of the postal address, however it is written. Null: not told, or nobody's home.
  add column home_key text,
  -- A keyed hash of the mailbox behind the buyer's address, where that is not the address itself.
  add column mailbox_key text;
create index orders_home_idx on orders (club_id, home_key) where home_key is not null;
create index orders_mailbox_idx on orders (club_id, mailbox_key) where mailbox_key is not null;

alter table referrals
  -- What speaks against it, as it was last judged. Null: not yet, or of before there was a judgement.
  add column signals jsonb check (signals is null or jsonb_typeof(signals) = 'array'),
  -- A person's word about the same people was the answer.
  add column remembered boolean not null default false,
  add column decided_at timestamptz(3),
  -- Who decided; 'clock': nobody did in time.
  add column decided_by text,
  -- Why, in their own words.
  add column decided_note text,
  -- The advocate asked for another look, which they can once.
  add column appealed_at timestamptz(3),
  -- When the two were told that nobody had decided.
  add column told_at timestamptz(3),
  add constraint referrals_decided_by_somebody check ((decided is null) = (decided_at is null)
    and (decided is null) = (decided_by is null));
