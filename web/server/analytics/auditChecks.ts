/** What the database alone can prove: each check is one statement over a club's rows. */
import type { Reading } from '../store/readLanes.ts';
import type { Judge, Wrong } from './auditJobs.ts';

/** Each answers rows of (table, id, column, stored, expected), all text; $1 is the club. */
export const CHECKS: readonly string[] = [
  // What campaigns have set aside is what orders were given; a month's bonuses are these and actions'.
  `with grants as (
     select g.key as id, g.value::bigint as points, case when p.settings ? 'bonusBudget' then
         'month:' || to_char(o.placed_at at time zone (o.seen ->> 'timeZone'), 'YYYY-MM') end as month
     from orders o join programs p on p.club_id = $1 and p.version = o.program_version
     cross join lateral jsonb_each_text(o.grants) g
     where o.club_id = $1 and o.grants is not null),
   given as (
     select id, sum(points) as points from (
       select id, points from grants
       union all select month, points from grants where month is not null
       union all select budget_month, points from actions
         where club_id = $1 and budget_month is not null) each group by 1),
   kept as (select campaign_id as id, points from campaigns where club_id = $1)
   select 'campaigns', id, 'points', coalesce(kept.points::text, 'missing'),
     coalesce(given.points, 0)::text || ' (what orders were given)'
   from kept full join given using (id)
   where kept.points is distinct from coalesce(given.points, 0)`,
  // What a shopper has is what transfers brought and took.
  `with moved as (
     select id, account, sum(points)::bigint as points from (
       select from_shopper_id as id, from_account as account, -points as points from transfers
         where club_id = $1 and from_shopper_id is not null
       union all select to_shopper_id, to_account, points from transfers
         where club_id = $1 and to_shopper_id is not null) moves group by 1, 2),
   kept as (
     select shopper_id as id, account, points from shoppers cross join lateral
       (values ('pending', pending), ('available', available), ('held', held)) a(account, points)
     where club_id = $1)
   select 'shoppers', id::text, account, coalesce(kept.points::text, 'missing'),
     coalesce(moved.points, 0)::text
   from kept full join moved using (id, account)
   where kept.points is distinct from coalesce(moved.points, 0)`,
  // What can be spent is the open lots less the open debts.
  `with lot as (select shopper_id, sum(open) as open from lots
     where club_id = $1 and open > 0 group by 1),
   debt as (select shopper_id, sum(open) as open from debts
     where club_id = $1 and open > 0 group by 1)
   select 'shoppers', s.shopper_id::text, 'available', s.available::text,
     (coalesce(lot.open, 0) - coalesce(debt.open, 0))::text || ' (lots less debts)'
   from shoppers s left join lot using (shopper_id) left join debt using (shopper_id)
   where s.club_id = $1 and s.available <> coalesce(lot.open, 0) - coalesce(debt.open, 0)`,
  // Who was merged has nothing left, and became somebody who was not.
  `select 'shoppers', s.shopper_id::text, 'merged_into', s.merged_into::text,
     'somebody who is there, and nothing left here'
   from shoppers s left join shoppers k on k.club_id = $1 and k.shopper_id = s.merged_into
   where s.club_id = $1 and s.merged_into is not null
     and (k.shopper_id is null or k.merged_into is not null or s.pending <> 0 or s.available <> 0
       or s.held <> 0
       or exists (select from orders o where o.club_id = $1 and o.shopper_id = s.shopper_id)
       or exists (select from identities i where i.club_id = $1 and i.shopper_id = s.shopper_id))`,
  // A merge is between two shoppers, and between the same accounts of both.
  `select 'transfers', t.transfer_id::text, 'merge', t.from_account || ' to ' || t.to_account,
     'one account of two shoppers'
   from transfers t where t.club_id = $1 and t.reason = 'merge'
     and (t.from_account <> t.to_account or t.from_shopper_id is null or t.to_shopper_id is null
       or t.from_shopper_id = t.to_shopper_id)`,
  // Every other transfer is of one shopper.
  `select 'transfers', t.transfer_id::text, 'to_shopper_id', t.to_shopper_id::text,
     t.from_shopper_id::text
   from transfers t where t.club_id = $1 and t.reason <> 'merge'
     and t.from_shopper_id <> t.to_shopper_id`,
  // Debt and open lots never coexist.
  `select 'debts', d.debt_id::text, 'open', d.open::text, '0 (the shopper has open lots)'
   from debts d where d.club_id = $1 and d.open > 0 and exists (select from lots l
     where l.club_id = $1 and l.shopper_id = d.shopper_id and l.open > 0)`,
  // A lot holds what was put in and not taken out: one sum over both, and a look at those it names.
  `select 'lots', id::text, 'open',
     coalesce((select open::text from lots where club_id = $1 and lot_id = id), 'missing'),
     coalesce((select sum(points) from lot_moves where club_id = $1 and lot_id = id), 0)::text
   from (select lot_id as id, open as rest from lots where club_id = $1
     union all select lot_id, -points from lot_moves where club_id = $1) both_sides
   group by id having sum(rest) <> 0`,
  // No transfer shifts more in lots than it moves, nor the other way. A merge only takes out of lots:
  // what it brings comes with its lots, and of those as much as is owed goes.
  `select 'transfers', t.transfer_id::text, 'lot moves', m.points::text,
     'between 0 and ' || case when t.to_account = 'available' then t.points else -t.points end
   from transfers t join (select transfer_id, sum(points)::bigint as points from lot_moves
     where club_id = $1 group by 1) m using (transfer_id)
   where t.club_id = $1 and case when t.to_account = 'available' and t.reason <> 'merge'
     then m.points not between 0 and t.points else m.points not between -t.points and 0 end`,
  // A redemption stands on its hold, which is spent or given back but never both at once.
  `with ends as (
     select of_transfer_id as hold,
       count(*) filter (where reason = 'redeem') as spent,
       count(*) filter (where reason = 'void') as voided,
       sum(case when reason in ('void', 'return') then points
         when reason = 'retake' then -points else 0 end) as back
     from transfers where club_id = $1 and of_transfer_id is not null group by 1),
   told as (
     select r.*, h.points as hold_points, h.reason as hold_reason,
       coalesce(s.merged_into, s.shopper_id) as holder,
       coalesce(e.spent, 0) as spent, coalesce(e.voided, 0) as voided, coalesce(e.back, 0) as back
     from redemptions r
     left join transfers h on h.club_id = $1 and h.transfer_id = r.hold_transfer_id
     left join shoppers s on s.club_id = $1 and s.shopper_id = h.from_shopper_id
     left join ends e on e.hold = r.hold_transfer_id
     where r.club_id = $1),
   judged as (
     select *, hold_reason = 'hold' and hold_points = points as held, holder = shopper_id as owned,
       hold_posted = (spent = 1) as posted, returned = back as gave,
       status <> 'open' or (spent = 1 and back = 0) as opened,
       status <> 'issuing' or spent + voided = 0 as issuing,
       status not in ('cancelled', 'lapsed', 'refused') or back = points as ended,
       status <> 'closing' or back = 0 as closing
     from told)
   select 'redemptions', shopper_id || '/' || redemption_id, c.name, c.stored, c.expected
   from judged cross join lateral (values
     ('hold_transfer_id', coalesce(hold_reason, 'no transfer') || ' of ' || coalesce(hold_points, 0),
       'hold of ' || points, held),
     ('shopper_id', shopper_id::text, coalesce(holder::text, 'whose hold it is'), owned),
     ('hold_posted', hold_posted::text, (spent = 1)::text, posted),
     ('returned', returned::text, back::text, gave),
     ('status', status, 'not open: its points are not spent or came back', opened),
     ('status', status, 'over: its points came back', issuing),
     ('status', status, 'still closing: its points are out', ended),
     ('status', status, 'over: its points came back already', closing)
   ) c(name, stored, expected, fine)
   where (held and owned and posted and gave and opened and issuing and ended and closing) is distinct from true
     and c.fine is distinct from true`,
  // Points that a friend brought belong to a referral, and so does their lot.
  `select 'transfers', t.transfer_id::text, 'order_id', coalesce(t.order_id::text, 'null'),
     'the order of a referral'
   from transfers t where t.club_id = $1
     and t.reason in ('refer', 'referBack', 'referMature', 'referWriteOff') and not exists (
       select from referrals r where r.club_id = $1 and r.order_id = t.order_id)
   union all select 'lots', l.lot_id::text, 'referral_order_id', l.referral_order_id::text,
     'the order of a referral of this shopper'
   from lots l where l.club_id = $1 and l.referral_order_id is not null and not exists (
     select from referrals r where r.club_id = $1 and r.order_id = l.referral_order_id
       and r.advocate_id = l.shopper_id)`,
  // Points of an action belong to one, and so does their lot.
  `select 'transfers', t.transfer_id::text, 'action_id', coalesce(t.action_id::text, 'null'),
     case when t.reason in ('bonus', 'bonusMature') then 'an action' else 'null' end
   from transfers t where t.club_id = $1 and case when t.reason in ('bonus', 'bonusMature')
     then not exists (select from actions a where a.club_id = $1 and a.action_id = t.action_id)
     else t.action_id is not null end
   union all select 'lots', l.lot_id::text, 'action_id', l.action_id::text,
     'an action of this shopper'
   from lots l where l.club_id = $1 and l.action_id is not null and not exists (
     select from actions a where a.club_id = $1 and a.action_id = l.action_id
       and a.shopper_id = l.shopper_id)`,
  // What a wallet was given, and what could not be taken back, is what its movements say.
  `with moved as (
     select cause, key, sum(amount_minor) as amount, sum(unrecovered_minor) as short
     from wallet_movements where club_id = $1 and state = 'done' group by 1, 2)
   select 'wallet_credits', c.cause || '/' || c.key, f.name, f.stored::text, f.expected::text
   from wallet_credits c left join moved using (cause, key) cross join lateral (values
     ('posted_minor', c.posted_minor, coalesce(moved.amount, 0)),
     ('unrecovered_minor', c.unrecovered_minor, coalesce(moved.short, 0))
   ) f(name, stored, expected)
   where c.club_id = $1 and f.stored <> f.expected`,
  // A movement belongs to a credit.
  `select 'wallet_movements', m.cause || '/' || m.key || '/' || m.movement, 'key', m.key,
     'a credit of its cause'
   from wallet_movements m where m.club_id = $1 and not exists (select from wallet_credits c
     where c.club_id = $1 and c.cause = m.cause and c.key = m.key)`,
  // What no code is needed for is wanted of the shop exactly as long as its redemption says.
  `select 'redemptions', r.shopper_id || '/' || r.redemption_id, 'way', r.way || ', ' || r.status,
     case when r.way = 'tag' then 'a tag that is wanted' else 'an open task' end
   from redemptions r where r.club_id = $1 and (
     (r.way = 'tag' and r.status in ('issuing', 'open') and not exists (select from tag_grants g
       where g.club_id = $1 and g.shopper_id = r.shopper_id and g.source = 'redemption'
         and g.source_key = r.redemption_id::text and g.ended_at is null))
     or (r.way = 'hand' and r.status = 'issuing' and not exists (select from tasks t
       where t.club_id = $1 and t.shopper_id = r.shopper_id and t.source = 'redemption'
         and t.source_key = r.redemption_id::text and t.state = 'open')))
   union all select 'tag_grants', g.grant_id::text, 'ended_at', 'null',
     'ended: its redemption is over'
   from tag_grants g where g.club_id = $1 and g.source = 'redemption' and g.ended_at is null
     and not exists (select from redemptions r where r.club_id = $1
       and r.shopper_id = g.shopper_id and r.redemption_id::text = g.source_key
       and (r.status in ('issuing', 'open') or (r.status = 'used'
         and (r.terms #>> '{value,forGood}')::boolean)))
   union all select 'tasks', t.task_id::text, 'state', t.state, 'closed: its redemption is over'
   from tasks t where t.club_id = $1 and t.source = 'redemption' and t.state = 'open'
     and not exists (select from redemptions r where r.club_id = $1
       and r.shopper_id = t.shopper_id and r.redemption_id::text = t.source_key
       and r.status = 'issuing')`,
  // What was to be told before its end was told in time, and ended then.
  `select 'lots', l.lot_id::text, 'told_at', coalesce(l.told_at::text, 'null'),
     'six days before ' || t.occurred_at::text
   from transfers t join lot_moves m on m.club_id = $1 and m.transfer_id = t.transfer_id
   join lots l on l.club_id = $1 and l.lot_id = m.lot_id
   where t.club_id = $1 and t.reason = 'expire' and l.only_told
     and (t.explain ->> 'toldAt') is null
   union all select 'lots', l.lot_id::text, 'told_at', l.told_at::text, 'six days before it ends'
   from lots l where l.club_id = $1 and l.told_at is not null
     and (l.expires_at is null or l.told_at > l.expires_at - interval '6 days')`,
  // A tier's tag is wanted exactly as long as the tier is held.
  `select 'tag_grants', g.grant_id::text, 'source_key', g.source_key,
     'the tier held: ' || coalesce(t.tier_id, 'none')
   from tag_grants g left join tier_standings t on t.club_id = $1 and t.shopper_id = g.shopper_id
   where g.club_id = $1 and g.source = 'tier' and g.ended_at is null
     and split_part(g.source_key, '/', 1) is distinct from t.tier_id
     and (t.look_at is null or t.look_at > t.judged_at)`,
  // A segment's tag is wanted of exactly those who are in it, once the clock has looked.
  `select 'tag_grants', g.grant_id::text, 'ended_at', 'null', 'ended: not in the segment, or not its tag'
   from tag_grants g left join segments s on s.club_id = $1 and s.segment_id::text = g.source_key
   where g.club_id = $1 and g.source = 'segment' and g.ended_at is null
     and (s.segment_id is null or (s.look_at is null or s.look_at > s.settled_at)
       and (s.tag is distinct from g.tag or not exists (select from segment_members m
         where m.club_id = $1 and m.segment_id = s.segment_id and m.shopper_id = g.shopper_id)))`,
  // Whoever is in a segment came in and has not left, and it counts them.
  `with moved as (select segment_id, shopper_id, sum(case when entered then 1 else -1 end) as n
     from segment_moves where club_id = $1 group by 1, 2),
   kept as (select segment_id, shopper_id, 1 as n from segment_members where club_id = $1)
   select 'segment_members', segment_id || '/' || shopper_id, 'moves',
     coalesce(kept.n, 0)::text, coalesce(moved.n, 0)::text
   from kept full join moved using (segment_id, shopper_id)
   where coalesce(kept.n, 0) <> coalesce(moved.n, 0)
   union all select 'segments', s.segment_id::text, 'shoppers', s.shoppers::text, count(m.*)::text
   from segments s left join segment_members m on m.club_id = $1 and m.segment_id = s.segment_id
   where s.club_id = $1 and (s.look_at is null or s.look_at > s.settled_at)
   group by s.segment_id, s.shoppers having s.shoppers <> count(m.*)`,
  // Points of entering a tier belong to an entry, and so does their lot.
  `select 'transfers', t.transfer_id::text, 'entry_id', coalesce(t.entry_id::text, 'null'),
     case when t.reason like 'tier%' then 'an entry' else 'null' end
   from transfers t where t.club_id = $1 and case when t.reason like 'tier%'
     then not exists (select from tier_entries e where e.club_id = $1 and e.entry_id = t.entry_id)
     else t.entry_id is not null end
   union all select 'lots', l.lot_id::text, 'entry_id', l.entry_id::text, 'an entry of this shopper'
   from lots l where l.club_id = $1 and l.entry_id is not null and not exists (
     select from tier_entries e where e.club_id = $1 and e.entry_id = l.entry_id
       and e.shopper_id = l.shopper_id)`,
  // Points that are held belong to a redemption.
  `select 'transfers', t.transfer_id::text, 'redemption_id', coalesce(t.redemption_id::text, 'null'),
     'a redemption whose hold this is'
   from transfers t where t.club_id = $1 and t.reason = 'hold' and not exists (
     select from redemptions r where r.club_id = $1 and r.hold_transfer_id = t.transfer_id)`,
];

/** One wrong row makes others: this many of one kind say as much as all. */
const SHOWN = 1000;

export async function runCheck(read: Reading, statement: string): Promise<Judge> {
  const rows = await read.query<Wrong>(
    `select c.a as table, c.b as id, c.c as column, c.d as stored, c.e as expected
     from (${statement}) as c(a, b, c, d, e) order by c.a, c.b, c.c limit ${SHOWN}`,
    [read.clubId],
  );
  return () => rows;
}
