-- Why: two shoppers can turn out to be one person. The books say so by transfers between the two, the
-- empty one remembers whose it became, and the platform's id of a customer who is gone goes on
-- meaning the one who was kept. An address that somebody merely typed is no longer theirs: whoever
-- types a guest's address must not come to own the guest's points.

set lock_timeout = '5s';

-- Whose this shopper became: the one at the end of a chain of merges, never one that was merged too.
alter table shoppers add column merged_into uuid check (merged_into <> shopper_id);
create index shoppers_merged_idx on shoppers (club_id, merged_into) where merged_into is not null;

-- A customer id that the platform gave up in a merge. It still leads to the shopper, and is never
-- used to speak of them to the platform.
alter table identities add column alias boolean not null default false
  check (kind = 'customer' or not alias);

-- `email` and `phone` own: what a guest is known by, and what the platform vouches for. The typed ones
-- only say who has ever used an address: enough to know a friend is no new one, not enough to get
-- anything.
alter table identities drop constraint identities_kind_check;
alter table identities add constraint identities_kind_check
  check (kind in ('customer', 'email', 'phone', 'typedEmail', 'typedPhone'));
update identities i set kind = 'typedPhone' where kind = 'phone' and exists (
  select from identities o where o.club_id = i.club_id and o.shopper_id = i.shopper_id
    and o.kind in ('customer', 'email'));
-- What the platform vouches for comes again with the customer's next message.
update identities i set kind = 'typedEmail' where kind = 'email' and exists (
  select from identities o where o.club_id = i.club_id and o.shopper_id = i.shopper_id
    and o.kind = 'customer');
grant update on identities to regulars_app;

alter table transfers drop constraint transfers_reason_check;
alter table transfers add constraint transfers_reason_check check (reason in ('earn', 'clawback',
  'mature', 'hold', 'redeem', 'void', 'return', 'retake', 'expire', 'adjust', 'writeOff',
  'refer', 'referBack', 'referMature', 'referWriteOff', 'merge'));
