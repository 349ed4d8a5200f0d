/** Money credit that orders brought, as the contract shows it (`cashback`). */
import { moneyStyle } from '../domain/publicFacts.ts';
import { msOf } from '../store/readTimes.ts';
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

export type CashbackFacts = {
  amountMinor: number;
  givenMinor: number;
  currency: string;
  availableAt: number;
  endsAt: number;
};

/** `n` is a row of next_order_codes, `w` its row of wallet_credits. */
export const CASHBACK = `json_build_object('amountMinor', w.target_minor,
  'givenMinor', w.posted_minor - w.unrecovered_minor, 'currency', w.currency,
  'availableAt', ${msOf('n.available_at')}, 'endsAt', ${msOf('n.ends_at')})`;

export const JOIN_WALLET = `join wallet_credits w on w.club_id = n.club_id and w.cause = 'order'
  and w.key = n.order_id::text`;

/** What a friend brought, of `w` alone. */
export const REFERRAL_CREDIT = `json_build_object('amountMinor', w.target_minor,
  'givenMinor', w.posted_minor - w.unrecovered_minor, 'currency', w.currency,
  'availableAt', ${msOf('w.available_at')}, 'endsAt', ${msOf('w.expires_at')})`;

type Style = ReturnType<typeof moneyStyle>;

/** The shop's own money is written as the shop does, another's in its usual way. */
const styleOf = (currency: string, shop: Style): Style =>
  currency === shop.currency ? shop : moneyStyle({ currency, moneyFactor: 1, moneyLabel: null });

export const cashbackShown = (facts: CashbackFacts, shop: Style) => ({
  amountMinor: facts.amountMinor,
  money: styleOf(facts.currency, shop),
  availableAt: isoOf(facts.availableAt),
  endsAt: isoOf(facts.endsAt - 1),
  given: facts.givenMinor > 0,
});

const DAYS = 90;

/** What the last 90 days' orders brought in money credit, by currency, the shop's own first. */
export async function readCashbackMeasure(tx: Tx, now: number, shop: Style) {
  const rows = await tx.query<{ currency: string; given: number; unrecovered: number }>(
    `select currency, sum(posted_minor)::float8 as given,
       sum(unrecovered_minor)::float8 as unrecovered
     from wallet_credits where club_id = $1 and cause = 'order'
       and created_at > $2::timestamptz - interval '${DAYS} days' and posted_minor > 0
     group by currency order by currency <> $3, currency`,
    [tx.clubId, isoOf(now), shop.currency],
  );
  return rows.map(({ currency, given, unrecovered }) => ({
    money: styleOf(currency, shop),
    givenMinor: given,
    unrecoveredMinor: unrecovered,
  }));
}
