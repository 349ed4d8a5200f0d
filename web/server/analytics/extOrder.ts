/** What one order brought its buyer: one query, one shaping function (`extOrder` of the contract). */
import { localDay } from '../domain/days.ts';
import type { NextOrderStatus } from '../domain/nextOrder.ts';
import { moneyStyle, publicProgram } from '../domain/publicFacts.ts';
import type { Tx } from '../store/transaction.ts';
import { CASHBACK, JOIN_WALLET, cashbackShown } from './cashbackShown.ts';
import type { CashbackFacts } from './cashbackShown.ts';
import { inviteOf } from './inviteShown.ts';
import type { InviteFacts } from './inviteShown.ts';
import { isoOf, nextOrderShown } from './shown.ts';
import type { NextOrderFacts } from './shown.ts';

export type ExtOrderFacts = InviteFacts & {
  currency: string;
  moneyFactor: number;
  moneyLabel: string | null;
  timeZone: string;
  points: bigint;
  pending: bigint;
  availableAt: number | null;
  code: (NextOrderFacts & { status: NextOrderStatus }) | null;
  cashback: CashbackFacts | null;
};

const ORDER = `
  select s.currency, s.money_factor as "moneyFactor", s.money_label as "moneyLabel",
    s.time_zone as "timeZone",
    (select settings from programs where club_id = $1 and effective_from <= $3
       order by version desc limit 1) as program,
    s.storefront_origin as "storefrontOrigin", c.code as "personalCode",
    case when c.confirmed then p.terms end as "personalTerms",
    o.points, o.pending, o.available_at as "availableAt",
    (select json_build_object('code', n.code, 'terms', n.terms, 'status', n.status,
         'endsAt', (extract(epoch from n.ends_at) * 1000)::bigint)
       from next_order_codes n where n.club_id = $1 and n.order_id = o.order_id
         and n.code is not null) as code,
    (select ${CASHBACK} from next_order_codes n ${JOIN_WALLET}
       where n.club_id = $1 and n.order_id = o.order_id and n.status in ('issuing', 'open')
         and w.target_minor > 0) as cashback
  from orders o join shops s on s.club_id = $1 and s.shop_id = o.shop_id
  left join referral_codes c on c.club_id = $1 and c.shopper_id = o.shopper_id
  left join parents p
    on p.club_id = $1 and p.shop_id = o.shop_id and p.terms_hash = c.terms_hash
  where o.club_id = $1 and o.shop_id = $2 and o.checkout_token = $4
  order by o.placed_at desc nulls last limit 1`;

/** Null: no order of this shop has come from that checkout (yet). */
export async function readExtOrder(
  tx: Tx,
  input: { shopId: string; checkoutToken: string; now: number },
): Promise<ReturnType<typeof shapeExtOrder> | null> {
  const { shopId, checkoutToken, now } = input;
  const values = [tx.clubId, shopId, isoOf(now), checkoutToken];
  const [facts] = await tx.query<ExtOrderFacts>(ORDER, values);
  return facts ? shapeExtOrder(facts, now) : null;
}

export function shapeExtOrder(facts: ExtOrderFacts, now: number) {
  const { code, availableAt, timeZone } = facts;
  const waits = facts.pending > 0n && availableAt !== null;
  const works = code?.status === 'open' && code.endsAt > now;
  return {
    points: Number(facts.points),
    yoursOn: waits ? localDay(availableAt, timeZone) : null,
    nextOrderCode: works ? nextOrderShown(code) : null,
    cashback:
      facts.cashback && facts.cashback.endsAt > now
        ? cashbackShown(facts.cashback, moneyStyle(facts))
        : null,
    making: code?.status === 'issuing' && code.endsAt > now,
    invite: inviteOf(facts),
    program: facts.program ? publicProgram(facts.program) : null,
    money: moneyStyle(facts),
    timeZone,
    now: isoOf(now),
  };
}
