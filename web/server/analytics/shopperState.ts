/** What a shopper has now: one query, one shaping function (`shopperState` of the contract). */
import { localDay } from '../domain/days.ts';
import { FIRST_NOTICE_DAYS, LEAST_DAYS } from '../domain/notices.ts';
import type { CodeTerms } from '../domain/codeTerms.ts';
import type { Program, ProgramVersion } from '../domain/program.ts';
import { worthLess } from '../domain/worthLess.ts';
import type { Announced } from '../domain/worthLess.ts';
import { firstTier, lockedFor } from '../domain/tierGate.ts';
import { msOf } from '../store/readTimes.ts';
import type { Tx } from '../store/transaction.ts';
import { moneyStyle, publicProgram } from '../domain/publicFacts.ts';
import { CASHBACK, JOIN_WALLET, REFERRAL_CREDIT, cashbackShown } from './cashbackShown.ts';
import type { CashbackFacts } from './cashbackShown.ts';
import { inviteOf } from './inviteShown.ts';
import { isoOf, nextOrderShown, redemptionShown } from './shown.ts';
import type { NextOrderFacts, RedemptionFacts } from './shown.ts';
import { tierShown } from './tierShown.ts';
import type { TierFacts } from './tierShown.ts';

export type StateFacts = {
  currency: string;
  moneyFactor: number;
  moneyLabel: string | null;
  timeZone: string;
  program: Program | null;
  /** Null: a customer we have never heard of, or nobody. */
  shopperId: string | null;
  blocked: boolean | null;
  available: bigint | null;
  pending: bigint | null;
  waiting: { points: number; availableAt: number }[];
  ending: { points: number; end: number } | null;
  /** The newest version, where it is still to begin. */
  planned: ProgramVersion | null;
  storefrontOrigin: string;
  /** The shopper's own code, and the terms it has at the platform; null: none there. */
  personalCode: string | null;
  personalTerms: CodeTerms | null;
  codes: RedemptionFacts[];
  nextOrderCodes: NextOrderFacts[];
  tier: TierFacts | null;
  cashbacks: CashbackFacts[];
};

/** What is not told six days before does not end, and is not said to. Read apart from the index of ends. */
const ENDING = `
    (select json_build_object('points', sum(l.open), 'end', ${msOf('l.expires_at')})
       from (select expires_at, open, only_told and told_at is null as untold from lots
         where club_id = $1 and shopper_id = h.shopper_id and open > 0 offset 0) l
       where l.expires_at > $3::timestamptz + case when l.untold
           then interval '${LEAST_DAYS} days' else interval '0' end
         and l.expires_at <= $3::timestamptz + interval '${FIRST_NOTICE_DAYS + 1} days'
       group by l.expires_at order by l.expires_at limit 1)`;

/**
 * What is shown of a shopper's own rows is chosen by filters, not by conditions: a condition fits
 * indexes of everybody's pending orders and open codes, and a planner without fresh statistics takes
 * them. `$4` is null when nobody is logged in.
 */
export const STATE = `
  select s.currency, s.money_factor as "moneyFactor", s.money_label as "moneyLabel",
    s.time_zone as "timeZone",
    (select settings from programs where club_id = $1 and effective_from <= $3
       order by version desc limit 1) as program,
    (select json_build_object('version', version, 'effectiveFrom', ${msOf('effective_from')},
       'program', settings) from programs where club_id = $1 and effective_from > $3
       and version = (select max(version) from programs where club_id = $1)) as planned,
    h.shopper_id as "shopperId", upper_inf(h.blocked) as blocked, h.available, h.pending,
    coalesce((select json_agg(json_build_object('points', o.pending,
         'availableAt', ${msOf('o.available_at')})) filter (where o.pending > 0)
       from orders o where o.club_id = $1 and h.pending > 0
         and o.shopper_id = h.shopper_id), '[]')::jsonb
    || coalesce((select jsonb_agg(jsonb_build_object('points', r.pending,
         'availableAt', ${msOf('r.available_at')})) filter (where r.pending > 0)
       from referrals r where r.club_id = $1 and h.pending > 0
         and r.advocate_id = h.shopper_id), '[]')
    || coalesce((select jsonb_agg(jsonb_build_object('points', e.pending,
         'availableAt', ${msOf('e.available_at')}))
         filter (where e.pending > 0 and e.available_at is not null)
       from tier_entries e where e.club_id = $1 and h.pending > 0
         and e.shopper_id = h.shopper_id), '[]') as waiting,
    ${ENDING} as ending,
    s.storefront_origin as "storefrontOrigin", c.code as "personalCode",
    case when c.confirmed then p.terms end as "personalTerms",
    coalesce((select json_agg(json_build_object('redemptionId', r.redemption_id,
         'rewardId', r.reward_id, 'points', r.points, 'terms', r.terms, 'status', r.status,
         'code', r.code, 'expiresAt', ${msOf('r.expires_at')}, 'reason', r.reason)
         order by r.created_at desc, r.redemption_id)
         filter (where r.status in ('issuing', 'open', 'closing'))
       from redemptions r where r.club_id = $1 and r.shopper_id = h.shopper_id), '[]') as codes,
    coalesce((select json_agg(json_build_object('code', n.code, 'terms', n.terms,
         'endsAt', ${msOf('n.ends_at')}) order by n.ends_at, n.code)
       from next_order_codes n where n.club_id = $1 and n.shopper_id = h.shopper_id
         and n.code is not null and n.status = 'open' and n.ends_at > $3), '[]')::jsonb
    || coalesce((select jsonb_agg(jsonb_build_object('code', g.code, 'terms', g.terms,
         'endsAt', ${msOf('g.ends_at')}) order by g.ends_at, g.code)
       from given_codes g where g.club_id = $1 and g.advocate_id = h.shopper_id
         and g.why = 'advocate' and g.status = 'open' and g.ends_at > $3), '[]')
      as "nextOrderCodes",
    (select json_build_object('tierId', t.tier_id, 'since', null, 'progress', t.progress)
       from tier_standings t where t.club_id = $1 and t.shopper_id = h.shopper_id) as tier,
    coalesce((select json_agg(${CASHBACK} order by n.ends_at, n.order_id)
       from next_order_codes n ${JOIN_WALLET}
       where n.club_id = $1 and n.shopper_id = h.shopper_id and n.status in ('issuing', 'open')
         and n.ends_at > $3 and w.target_minor > 0), '[]')::jsonb
    || coalesce((select jsonb_agg(${REFERRAL_CREDIT}::jsonb order by w.expires_at, w.key)
       from wallet_credits w where w.club_id = $1 and w.shopper_id = h.shopper_id
         and w.cause = 'referral' and w.refusal is null and w.expires_at > $3
         and w.target_minor > 0), '[]') as cashbacks
  from shops s
  left join identities i on i.club_id = $1 and i.kind = 'customer'
    and i.value = $2::text || ':' || $4::text
  left join shoppers h on h.club_id = $1 and h.shopper_id = i.shopper_id
  left join referral_codes c on c.club_id = $1 and c.shopper_id = h.shopper_id
  left join parents p on p.club_id = $1 and p.shop_id = c.shop_id and p.terms_hash = c.terms_hash
  where s.club_id = $1 and s.shop_id = $2::uuid`;

/** Null when the club has no such shop. `customerId` null: nobody is logged in. */
export async function readShopperState(
  tx: Tx,
  input: {
    shopId: string;
    customerId: string | null;
    now: number;
    /** Nothing else is asked in this transaction. */
    alone?: boolean;
  },
): Promise<ReturnType<typeof shapeState> | null> {
  const { shopId, customerId, now } = input;
  const values = [tx.clubId, shopId, isoOf(now), customerId];
  const [facts] = await (input.alone ? tx.last : tx.hot)<StateFacts>(STATE, values);
  return facts ? shapeState(facts, { loggedIn: customerId !== null, now }) : null;
}

export function shapeState(facts: StateFacts, call: { loggedIn: boolean; now: number }) {
  return {
    shopper: call.loggedIn ? shopperOf(facts) : null,
    program: facts.program ? publicProgram(facts.program, heldBy(facts)) : null,
    money: moneyStyle(facts),
    timeZone: facts.timeZone,
    // Who is blocked refers nobody.
    invite: facts.blocked ? null : inviteOf(facts),
    codes: call.loggedIn ? facts.codes.map(redemptionShown) : [],
    nextOrderCodes: call.loggedIn ? broughtBy(facts) : [],
    locked: call.loggedIn && facts.program ? lockedFor(facts.program, heldBy(facts)) : [],
    announced: call.loggedIn ? announcedOf(facts) : null,
    phase: facts.program?.phase ?? null,
    blocked: facts.blocked ?? false,
    now: isoOf(call.now),
  };
}

const heldBy = ({ tier, program }: StateFacts): string | null =>
  tier ? tier.tierId : firstTier(program?.tiers);

/** What orders brought for the next one: codes, then money credit. */
const broughtBy = (facts: StateFacts) => [
  ...facts.nextOrderCodes.map(nextOrderShown),
  ...facts.cashbacks.map((each) => ({ code: null, ...cashbackShown(each, moneyStyle(facts)) })),
];

/** Debt and points never coexist, so a balance below zero is all debt. */
function shopperOf(facts: StateFacts) {
  const balance = Number(facts.available ?? 0n);
  const tier = tierShown(facts.program, facts.tier);
  // Nothing of theirs ends while they cannot spend it.
  const ending = facts.blocked ? null : facts.ending;
  return {
    available: Math.max(0, balance),
    debt: Math.max(0, -balance),
    pending: Number(facts.pending ?? 0n),
    onTheWay: byDay(facts.waiting, facts.timeZone),
    ...(ending ? { ending: endingOf(ending, facts) } : {}),
    ...(tier && {
      tier: { name: tier.name, by: tier.by, next: tier.next, keptThrough: tier.keptThrough },
    }),
  };
}

/** What a planned version will take from the points that are held. */
function announcedOf({ program, planned }: StateFacts): Announced | null {
  if (!program || !planned) return null;
  const changes = worthLess(program, planned.program);
  return changes.length > 0 ? { at: planned.effectiveFrom, changes } : null;
}

function endingOf(ending: NonNullable<StateFacts['ending']>, { timeZone, program }: StateFacts) {
  const orderKeeps = program?.expiry.kind === 'inactivity';
  return { points: Number(ending.points), day: localDay(ending.end - 1, timeZone), orderKeeps };
}

function byDay(waiting: StateFacts['waiting'], timeZone: string) {
  const sums = new Map<string, number>();
  for (const { points, availableAt } of waiting) {
    const day = localDay(availableAt, timeZone);
    sums.set(day, (sums.get(day) ?? 0) + points);
  }
  return [...sums]
    .map(([day, points]) => ({ points, day }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}
