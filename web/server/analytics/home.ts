/** Is it alive, and what needs a person (`home` of the contract). */
import type { Tx } from '../store/transaction.ts';
import { moneyStyle } from '../domain/publicFacts.ts';
import { readReferralMeasure } from './referralMeasure.ts';
import { readBonusMonth } from './bonusMonth.ts';
import { WAITS } from './referralsToDecide.ts';
import { readCashbackMeasure } from './cashbackShown.ts';
import { isoOf } from './shown.ts';

export type ParkedFacts = {
  id: string;
  topic: string;
  reason: string | null;
  receivedAt: number;
  attempts: number;
};

export type HomeFacts = {
  shopName: string;
  currency: string;
  moneyFactor: number;
  moneyLabel: string | null;
  timeZone: string;
  programVersion: number | null;
  lastOrderAt: number | null;
  waiting: bigint;
  parked: ParkedFacts[];
  shoppers: bigint;
  /** Stored balances, summed over the club. */
  outstanding: bigint;
  onTheWay: bigint;
  held: bigint;
  /** The same from transfers: what shoppers' accounts took in less what they gave. */
  net: bigint;
  issued: bigint;
  redeemed: bigint;
  codesIssued: bigint;
  codesUsed: bigint;
  codesHeldOut: bigint;
  codeSales: bigint;
  codeCost: bigint;
  dataRequests: bigint;
  tasks: bigint;
  referralsToDecide: bigint;
};

const PARKED_SHOWN = 50;

const HOME = `
  with moved as (
    select coalesce(sum(case when to_shopper_id is not null then points else 0 end
        - case when from_shopper_id is not null then points else 0 end), 0)::bigint as net,
      coalesce(sum(points) filter (where reason in ('earn', 'refer')), 0)::bigint as issued,
      (coalesce(sum(points) filter (where to_account = 'redeemed'), 0)
        - coalesce(sum(points) filter (where from_account = 'redeemed'), 0))::bigint as redeemed
    from transfers where club_id = $1
  ), kept as (
    select count(*) filter (where merged_into is null) as shoppers, coalesce(sum(available), 0)::bigint as outstanding,
      coalesce(sum(pending), 0)::bigint as "onTheWay", coalesce(sum(held), 0)::bigint as held
    from shoppers where club_id = $1
  ), made as (
    select count(*) filter (where n.code is not null
        and n.status not in ('heldOut', 'late', 'refused')) as "codesIssued",
      count(*) filter (where n.status = 'used') as "codesUsed",
      count(*) filter (where n.status = 'heldOut') as "codesHeldOut",
      coalesce(sum(o.eligible_minor), 0)::bigint as "codeSales",
      coalesce(sum(n.cost_minor), 0)::bigint as "codeCost"
    from next_order_codes n
    left join orders o on o.club_id = n.club_id and o.order_id = n.used_order_id
    where n.club_id = $1 and n.tier_key is null and n.created_at > $3::timestamptz - interval '90 days'
  ), parked as (
    (select webhook_id as id, topic, reason, received_at, attempts from inbox
     where club_id = $1 and state = 'parked' order by received_at desc limit ${PARKED_SHOWN})
    union all
    (select delivery_id::text, kind, reason, created_at, attempts from deliveries
     where club_id = $1 and state = 'parked' order by created_at desc limit ${PARKED_SHOWN})
  )
  select s.name as "shopName", s.currency, s.money_factor as "moneyFactor",
    s.money_label as "moneyLabel", s.time_zone as "timeZone",
    (select max(version) from programs where club_id = $1 and effective_from <= $3)
      as "programVersion",
    (select max(placed_at) from orders where club_id = $1) as "lastOrderAt",
    (select count(*) from inbox where club_id = $1 and state = 'new') as waiting,
    (select count(*) from data_requests where club_id = $1 and answered_at is null)
      as "dataRequests",
    (select count(*) from tasks where club_id = $1 and state = 'open') as tasks,
    (select count(*) from referrals r where r.club_id = $1 and ${WAITS}) as "referralsToDecide",
    coalesce((select json_agg(json_build_object('id', id, 'topic', topic, 'reason', reason,
        'receivedAt', (extract(epoch from received_at) * 1000)::bigint, 'attempts', attempts)
        order by received_at desc) from parked), '[]') as parked,
    kept.*, moved.*, made.*
  from shops s, moved, kept, made where s.club_id = $1 and s.shop_id = $2`;

/** Null when the club has no such shop. */
export async function readHome(tx: Tx, input: { shopId: string; now: number }) {
  const [facts] = await tx.query<HomeFacts>(HOME, [tx.clubId, input.shopId, isoOf(input.now)]);
  if (!facts) return null;
  const referrals = await readReferralMeasure(tx, input.now);
  const home = shapeHome(facts);
  const cashback = await readCashbackMeasure(tx, input.now, home.money);
  const nextOrders = { ...home.nextOrders, cashback };
  const bonuses = await readBonusMonth(tx, input.now, home.timeZone);
  return { now: isoOf(input.now), ...home, nextOrders, referrals, bonuses };
}

export function shapeHome(facts: HomeFacts) {
  const { shopName, timeZone, programVersion, lastOrderAt, parked } = facts;
  return {
    shopName,
    money: moneyStyle(facts),
    timeZone,
    programVersion,
    lastOrderAt: lastOrderAt === null ? null : isoOf(lastOrderAt),
    waiting: Number(facts.waiting),
    parked: parked.map(({ reason, receivedAt, ...row }) => ({
      ...row,
      reason: reason ?? 'unknown',
      receivedAt: isoOf(receivedAt),
    })),
    points: {
      issued: Number(facts.issued),
      redeemed: Number(facts.redeemed),
      outstanding: Number(facts.outstanding),
      onTheWay: Number(facts.onTheWay),
    },
    nextOrders: {
      issued: Number(facts.codesIssued),
      used: Number(facts.codesUsed),
      heldOut: Number(facts.codesHeldOut),
      salesMinor: Number(facts.codeSales),
      costMinor: Number(facts.codeCost),
    },
    shoppers: Number(facts.shoppers),
    dataRequests: Number(facts.dataRequests),
    tasks: Number(facts.tasks),
    referralsToDecide: Number(facts.referralsToDecide),
    booksBalance: facts.net === facts.outstanding + facts.onTheWay + facts.held,
  };
}
