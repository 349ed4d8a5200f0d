/** One shopper as the merchant sees them: who, their story, their codes, every point (`shopperPage`). */
import type { Program, RewardValue } from '../domain/program.ts';
import { offeredRewards } from '../domain/rewardSteps.ts';
import { DAYS_IN } from '../domain/retention/history.ts';
import { HORIZON_DAYS } from '../domain/retention/night.ts';
import type { Overdue } from '../domain/usualInterval.ts';
import { firstTier, openTo } from '../domain/tierGate.ts';
import type { Tx } from '../store/transaction.ts';
import { CASHBACK, JOIN_WALLET, REFERRAL_CREDIT, cashbackShown } from './cashbackShown.ts';
import type { CashbackFacts } from './cashbackShown.ts';
import { CODE_OF, readLedger } from './ledger.ts';
import { LAST_ORDER, ROW, readShopWords, shopperShown } from './shoppers.ts';
import type { RowFacts } from './shoppers.ts';
import { isoOf } from './shown.ts';
import { tierShown } from './tierShown.ts';
import type { TierFacts } from './tierShown.ts';

type PersonFacts = RowFacts & {
  firstSeenAt: number;
  held: bigint;
  referralCode: string | null;
  program: Program | null;
};

export type StoryFacts = {
  firstOrderAt: number | null;
  lastOrderAt: number | null;
  orders: bigint;
  spentMinor: bigint;
  gaps: bigint;
  /** Days between one order and the next: their median. */
  usualDays: number | null;
};

export type ExpectedFacts = {
  churnRisk: number;
  /** A day of the shop's; null: too little is known to name one. */
  nextOrderOn: string | null;
  bringsMinor: bigint;
};

type FriendFacts = {
  id: string | null;
  name: string | null;
  orderName: string | null;
  verdict: string;
  points: bigint;
  pending: bigint;
  availableAt: number;
  broughtMinor: bigint;
};

type CodeFacts = {
  code: string | null;
  kind: 'reward' | 'nextOrder' | 'tier';
  value: RewardValue;
  status: string;
  endsAt: number;
  madeAt: number;
  why: Overdue | null;
};

type NoteFacts = {
  id: string;
  at: number;
  by: string;
  action: 'adjustPoints' | 'freezeShopper' | 'unfreezeShopper' | 'blockShopper' | 'unblockShopper';
  points: number | null;
  note: string | null;
};

const YEAR_MS = 365 * 86_400_000;
const SHOWN = 50;

const NAME = `nullif(trim(coalesce(s.first_name, '') || ' ' || coalesce(s.last_name, '')), '')`;

const PERSON = `
  select ${ROW}, s.first_seen_at as "firstSeenAt", s.held,
    (select code from referral_codes where club_id = $1 and shopper_id = $2) as "referralCode",
    (select settings from programs where club_id = $1 and effective_from <= $3
       order by version desc limit 1) as program
  from shoppers s ${LAST_ORDER} where s.club_id = $1 and s.shopper_id = $2`;

/** Orders that are worth nothing are no orders: cancelled, test, unpaid, sent back. */
const STORY = `
  with bought as (
    select placed_at, eligible_minor,
      extract(epoch from placed_at - lag(placed_at) over (order by placed_at)) / 86400 as gap
    from orders where club_id = $1 and shopper_id = $2 and placed_at <= $3 and eligible_minor > 0
  )
  select min(placed_at) as "firstOrderAt", max(placed_at) as "lastOrderAt",
    count(*) filter (where placed_at > $4) as orders,
    coalesce(sum(eligible_minor) filter (where placed_at > $4), 0)::bigint as "spentMinor",
    count(gap) as gaps,
    percentile_cont(0.5) within group (order by gap)::float8 as "usualDays"
  from bought`;

/** As of last night. */
const EXPECTED = `
  select churn_risk as "churnRisk", (date '1970-01-01' + next_order_day)::text as "nextOrderOn",
    clv_minor as "bringsMinor"
  from predictions where club_id = $1 and shopper_id = $2`;

const TIER = `
  select tier_id as "tierId", since, progress from tier_standings
  where club_id = $1 and shopper_id = $2`;

const CAME_THROUGH = `
  select s.shopper_id as id, ${NAME} as name from referrals r
  join referral_friends f on f.club_id = $1 and f.shopper_id = $2 and f.order_id = r.order_id
  join shoppers s on s.club_id = $1 and s.shopper_id = r.advocate_id
  where r.club_id = $1 and r.verdict = 'friend' order by r.placed_at limit 1`;

const ON_THE_WAY = `
  select pending as points, available_at as at from orders
  where club_id = $1 and shopper_id = $2 and pending > 0
  union all select pending, available_at from referrals
  where club_id = $1 and advocate_id = $2 and pending > 0
  union all select pending, available_at from tier_entries
  where club_id = $1 and shopper_id = $2 and pending > 0 and available_at is not null
  order by at limit ${SHOWN}`;

const FRIENDS = `
  select r.friend_id as id, ${NAME} as name, o.name as "orderName", r.verdict, r.points, r.pending,
    r.available_at as "availableAt", r.eligible_minor as "broughtMinor"
  from referrals r left join shoppers s on s.club_id = $1 and s.shopper_id = r.friend_id
  left join orders o on o.club_id = $1 and o.order_id = r.order_id
  where r.club_id = $1 and r.advocate_id = $2 order by r.placed_at desc limit ${SHOWN}`;

const CODES = `
  select ${CODE_OF('r')} as code, 'reward' as kind, terms -> 'value' as value, status, expires_at as "endsAt",
    created_at as "madeAt", null::jsonb as why
  from redemptions r where club_id = $1 and shopper_id = $2
  union all select code, case when tier_key is null then 'nextOrder' else 'tier' end, terms -> 'value', status, ends_at, created_at, why
  from next_order_codes where club_id = $1 and shopper_id = $2
    and code is not null and status not in ('heldOut', 'late', 'refused')
  order by "madeAt" desc, code limit ${SHOWN}`;

const WALLET = `
  select ${CASHBACK} as cashback, n.status, o.name as "orderName", n.why,
    w.unrecovered_minor::float8 as "unrecoveredMinor", n.created_at as "madeAt"
  from next_order_codes n ${JOIN_WALLET}
  join orders o on o.club_id = n.club_id and o.order_id = n.order_id
  where n.club_id = $1 and n.shopper_id = $2 and n.status not in ('heldOut', 'late')
  union all
  select ${REFERRAL_CREDIT}, case when w.refusal is not null then 'refused'
      when w.target_minor = 0 then 'withdrawn' when w.posted_minor > 0 then 'open' else 'issuing' end,
    o.name, null, w.unrecovered_minor::float8, w.created_at
  from wallet_credits w left join orders o on o.club_id = $1 and o.order_id::text = w.key
  where w.club_id = $1 and w.shopper_id = $2 and w.cause = 'referral'
  order by "madeAt" desc limit ${SHOWN}`;

type WalletFacts = {
  cashback: CashbackFacts;
  status: string;
  orderName: string | null;
  why: Overdue | null;
  unrecoveredMinor: number;
  madeAt: number;
};

const NOTES = `
  select entry_id as id, at, actor as by, action, (details ->> 'points')::int as points,
    details ->> 'note' as note
  from audit_log where club_id = $1 and details ->> 'shopperId' in (
      select shopper_id::text from shoppers
      where club_id = $1 and (shopper_id = $2::uuid or merged_into = $2::uuid))
    and action in ('adjustPoints', 'freezeShopper', 'unfreezeShopper', 'blockShopper',
      'unblockShopper')
  order by at desc, entry_id desc limit ${SHOWN}`;

/** An old link to somebody who was merged leads to who they became. */
const LIVING = `
  select coalesce(merged_into, shopper_id) as id from shoppers
  where club_id = $1 and shopper_id = $2`;

export type PageAsked = { shopId: string; shopperId: string; now: number; before: string | null };

/** Null for a shopper of nobody's or another club's, and for a cursor that is none of ours. */
export async function readShopperPage(tx: Tx, asked: PageAsked) {
  const { now } = asked;
  const [living] = await tx.query<{ id: string }>(LIVING, [tx.clubId, asked.shopperId]);
  const shopperId = living?.id ?? asked.shopperId;
  const about = [tx.clubId, shopperId];
  const words = await readShopWords(tx, asked);
  const [person] = await tx.query<PersonFacts>(PERSON, [...about, isoOf(now)]);
  const ledger = await readLedger(tx, shopperId, asked.before);
  if (!words || !person || !ledger) return null;
  const [story] = await tx.query<StoryFacts>(STORY, [...about, isoOf(now), isoOf(now - YEAR_MS)]);
  const [expected] = await tx.query<ExpectedFacts>(EXPECTED, about);
  const [tier] = await tx.query<TierFacts>(TIER, about);
  const [cameThrough] = await tx.query<{ id: string; name: string | null }>(CAME_THROUGH, about);
  const waiting = await tx.query<{ points: bigint; at: number }>(ON_THE_WAY, about);
  const friends = await tx.query<FriendFacts>(FRIENDS, about);
  const codes = await tx.query<CodeFacts>(CODES, about);
  const wallet = await tx.query<WalletFacts>(WALLET, about);
  const notes = await tx.query<NoteFacts>(NOTES, about);
  return {
    ...words,
    shopper: personShown(person),
    story: { ...shapeStory(story), cameThrough: cameThrough ?? null },
    expected: expectedShown(expected),
    enoughFor: bestReward(openProgram(person.program, tier), Number(person.available)),
    tier: pageTier(person.program, tier ?? null),
    onTheWay: waiting.map(({ points, at }) => ({ points: Number(points), at: isoOf(at) })),
    friends: friends.map(friendShown),
    codes: codes.map(({ endsAt, madeAt, ...code }) => ({
      ...code,
      endsAt: isoOf(endsAt - 1),
      madeAt: isoOf(madeAt),
    })),
    wallet: wallet.map(({ cashback, madeAt: _madeAt, ...row }) => ({
      ...cashbackShown(cashback, words.money),
      ...row,
    })),
    notes: notes.map(({ at, note, ...entry }) => ({ ...entry, at: isoOf(at), note: note ?? '' })),
    ledger,
  };
}

const openProgram = (program: Program | null, facts: TierFacts | undefined): Program | null =>
  program && openTo(program, facts ? facts.tierId : firstTier(program.tiers));

function pageTier(program: Program | null, facts: TierFacts | null) {
  const tier = tierShown(program, facts);
  return tier && { ...tier, since: tier.since === null ? null : isoOf(tier.since) };
}

const personShown = (person: PersonFacts) => ({
  ...shopperShown(person, person.program?.tiers?.levels ?? []),
  firstSeenAt: isoOf(person.firstSeenAt),
  frozenAt: person.frozenAt === null ? null : isoOf(person.frozenAt),
  blockedAt: person.blockedAt === null ? null : isoOf(person.blockedAt),
  held: Number(person.held),
  referralCode: person.referralCode,
});

/** Fewer gaps than this are no habit. */
const HABIT_GAPS = 3;

export function shapeStory(facts: StoryFacts | undefined) {
  const moment = (at: number | null | undefined) => (at == null ? null : isoOf(at));
  const known = facts !== undefined && facts.gaps >= HABIT_GAPS && facts.usualDays !== null;
  return {
    firstOrderAt: moment(facts?.firstOrderAt),
    lastOrderAt: moment(facts?.lastOrderAt),
    orders: Number(facts?.orders ?? 0),
    spentMinor: Number(facts?.spentMinor ?? 0),
    usualDays: known ? Math.round(facts.usualDays ?? 0) : null,
  };
}

/** More likely gone than not: no day is named of them. */
const MAY_HAVE_LEFT = 0.5;

export function expectedShown(facts: ExpectedFacts | undefined) {
  if (!facts) return null;
  const { churnRisk, nextOrderOn, bringsMinor } = facts;
  const mayHaveLeft = churnRisk > MAY_HAVE_LEFT;
  return {
    mayHaveLeft,
    nextOrderOn: mayHaveLeft ? null : nextOrderOn,
    months: Math.round(HORIZON_DAYS / DAYS_IN.month),
    bringsMinor: Number(bringsMinor),
  };
}

/** The dearest reward that these points buy now. */
export function bestReward(program: Program | null, available: number): RewardValue | null {
  const affordable = (program ? offeredRewards(program) : []).filter(
    ({ points }) => points <= available,
  );
  return affordable.sort((a, b) => b.points - a.points)[0]?.value ?? null;
}

const friendShown = ({ pending, availableAt, ...friend }: FriendFacts) => ({
  ...friend,
  points: Number(friend.points),
  broughtMinor: Number(friend.broughtMinor),
  waitingUntil: pending > 0n ? isoOf(availableAt) : null,
});
