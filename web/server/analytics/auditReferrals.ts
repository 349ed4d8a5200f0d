/** Referrals, computed a second time: who was new, what the advocate should have, what was posted. */
import type { OrderFacts } from '../domain/orderFacts.ts';
import { opinionOf, scoreOf } from '../domain/fraud.ts';
import type { Signal } from '../domain/fraud.ts';
import { holdOf, pays } from '../domain/referralHold.ts';
import type { HoldReason, ReferralHold } from '../domain/referralHold.ts';
import { COUNTED_SLACK_MS, judgeReferral } from '../domain/referrals.ts';
import type { Counted, OrderMark, Verdict } from '../domain/referrals.ts';
import type { Reading } from '../store/readLanes.ts';
import { msOf } from '../store/readTimes.ts';
import type { Judge, Programs, Span, Wrong } from './auditJobs.ts';

type ReferralRow = {
  orderId: string;
  platformOrderId: string;
  advocateId: string;
  verdict: Verdict;
  friendErased: boolean;
  version: number;
  facts: OrderFacts | null;
  points: bigint;
  pending: bigint;
  worth: bigint;
  stepPoints: bigint;
  withinCaps: boolean | null;
  holdReasons: HoldReason[];
  said: ReferralHold['decided'];
  signals: Signal[] | null;
  remembered: boolean;
  /** The friend's place among those of the advocate who count; 0 where there are no steps. */
  place: number;
  /** What transfers say of the two. */
  posted: number;
  waiting: number;
  /** Transfers of this referral on another shopper's account. */
  strays: number;
  friendIds: string[];
  counted: Counted | null;
  orders: OrderMark[];
  /** Money credit that is owed for it; null: none ever was. */
  credit: number | null;
};

const COUNTS = (row: string) =>
  `(${row}.worth > 0 and (${row}.decided = 'allowed'
    or (${row}.decided is null and ${row}.hold_reasons = '[]')))`;

const REFERRALS = `
  select r.order_id as "orderId", o.platform_order_id as "platformOrderId",
    r.advocate_id as "advocateId", r.verdict, r.friend_erased as "friendErased",
    r.program_version as version, o.facts, r.points,
    r.pending, r.worth, r.step_points as "stepPoints", r.within_caps as "withinCaps",
    r.hold_reasons as "holdReasons", r.decided as said, r.signals, r.remembered,
    case when $4 and ${COUNTS('r')} then (select count(*) from referrals k where k.club_id = $1
      and k.advocate_id = r.advocate_id and ${COUNTS('k')}
      and (k.placed_at, k.order_id) <= (r.placed_at, r.order_id))::float8 else 0 end as place,
    case when r.counted_at is not null then json_build_object('orders', r.counted_orders,
      'at', ${msOf('r.counted_at')}) end as counted, t.*, f.ids as "friendIds", m.marks as orders,
    (select w.target_minor::float8 from wallet_credits w where w.club_id = $1
      and w.cause = 'referral' and w.key = r.order_id::text) as credit
  from referrals r
  join orders o on o.club_id = $1 and o.order_id = r.order_id
  cross join lateral (select
      coalesce(sum(case reason when 'refer' then points when 'referMature' then 0
        else -points end), 0)::float8 as posted,
      coalesce(sum(case when to_account = 'pending' then points
        when from_account = 'pending' then -points else 0 end), 0)::float8 as waiting,
      count(*) filter (where (select coalesce(s.merged_into, s.shopper_id) from shoppers s
        where s.club_id = $1 and s.shopper_id = coalesce(to_shopper_id, from_shopper_id))
          <> r.advocate_id)::float8 as strays
    from transfers where club_id = $1 and order_id = r.order_id and reason in
      ('refer', 'referBack', 'referMature', 'referWriteOff')) t
  cross join lateral (select coalesce(json_agg(shopper_id), '[]') as ids
    from referral_friends where club_id = $1 and order_id = r.order_id) f
  cross join lateral (select coalesce(json_agg(json_build_object(
      'platformOrderId', e.platform_order_id, 'placedAt', ${msOf('e.placed_at')},
      'test', e.facts #> '{scalars,test}', 'cancelledAt', e.facts #> '{scalars,cancelledAt}')),
      '[]') as marks
    from referral_friends k join orders e on e.club_id = k.club_id and e.shopper_id = k.shopper_id
    where k.club_id = $1 and k.order_id = r.order_id
      and e.placed_at <= greatest(r.placed_at,
        r.counted_at + interval '${COUNTED_SLACK_MS} milliseconds')) m
  where r.club_id = $1 and r.order_id > $2 and r.order_id <= $3`;

/** Referrals of a span of friends' orders. */
export async function readReferrals(read: Reading, span: Span, programs: Programs): Promise<Judge> {
  const steps = [...programs.values()].some(({ referral }) => referral?.steps?.length);
  const values = [read.clubId, span.after, span.to, steps];
  const rows = await read.query<ReferralRow>(REFERRALS, values);
  return () => rows.flatMap((row) => auditReferral(row, programs));
}

function auditReferral(referral: ReferralRow, programs: Programs): Wrong[] {
  const found: Wrong[] = [];
  const check = (column: string, stored: unknown, expected: unknown, note: string) => {
    if (String(stored) === String(expected)) return;
    const row = { table: 'referrals', id: referral.orderId, column };
    found.push({ ...row, stored: String(stored), expected: `${expected} (${note})` });
  };
  const { facts, verdict } = referral;
  check('points', referral.points, referral.posted, 'its postings');
  check('pending', referral.pending, referral.waiting, 'its postings');
  check(
    'advocate_id',
    `${referral.strays} postings elsewhere`,
    '0 postings elsewhere',
    'its postings',
  );
  const program = programs.get(referral.version);
  if (!program?.referral || !facts?.scalars) {
    check('points', referral.points, 0, 'no program with referrals');
    return found;
  }
  const judged = judgeReferral({
    ...referral,
    facts,
    program,
    // Who was frozen when is no part of the books.
    advocateFrozen: verdict === 'frozen',
    // Nor who an erased friend had been.
    ...(referral.friendErased ? { decided: verdict } : {}),
  });
  check('verdict', verdict, judged.verdict, 'the orders of the friend');
  check('worth', referral.worth, judged.points, 'the order’s facts and version');
  const { holdReasons, said, worth, place } = referral;
  const step = program.referral.steps?.find(({ at }) => at === place);
  check('step_points', referral.stepPoints, step?.points ?? 0, 'its place among the friends');
  const paid = pays({ reasons: holdReasons, decided: said }) && worth > 0n;
  const due = paid ? worth + referral.stepPoints : 0n;
  check('points', referral.points, due, 'what it is worth, its step and what holds it');
  const { advocateCredit } = program.referral;
  // Where its days were over when it came to be paid, nothing was owed.
  const owed = paid ? (advocateCredit?.amountMinor ?? 0) : 0;
  if (referral.credit !== null) check('credit', referral.credit, owed, 'its version, while paid');
  const beyond = referral.withinCaps === false;
  check('hold_reasons', holdReasons.includes('cap'), beyond, 'its place within the caps');
  const held = holdReasons.filter((reason) => reason === 'signals' || reason === 'strongSignals');
  check('hold_reasons', held.join(' '), heldBy(referral, held).join(' '), 'what speaks against it');
  return found;
}

/** What its signals hold it by. A person's word about the same people says yes or no, and never asks. */
function heldBy(
  { signals, remembered }: ReferralRow,
  held: readonly HoldReason[],
): readonly HoldReason[] {
  const opinion = opinionOf(scoreOf(signals ?? []));
  if (!remembered || opinion === 'clear') return holdOf(opinion);
  return held.includes('strongSignals') ? ['strongSignals'] : [];
}
