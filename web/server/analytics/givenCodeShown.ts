/** A code that was given to a friend, as the friend is shown it (`friendCodeAnswer`). */
import { localDay } from '../domain/days.ts';
import type { CodeTerms } from '../domain/codeTerms.ts';
import type { Tx } from '../store/transaction.ts';

type Row = {
  code: string;
  status: string;
  terms: CodeTerms;
  endsAt: number;
  origin: string;
  timeZone: string;
};

const GIVEN = `
  select g.code, g.status, g.terms, g.ends_at as "endsAt", s.storefront_origin as origin,
    s.time_zone as "timeZone"
  from given_codes g join shops s on s.club_id = $1 and s.shop_id = g.shop_id
  where g.club_id = $1 and g.given_id = $2 and g.shop_id = $3`;

/** Null when it is not there; `refused`: the shop did not take it, or has taken it back. */
export async function readGivenCode(tx: Tx, about: { givenId: string; shopId: string }) {
  const [row] = await tx.query<Row>(GIVEN, [tx.clubId, about.givenId, about.shopId]);
  if (!row) return null;
  const { code, status, terms, endsAt, origin } = row;
  return {
    refused: status !== 'issuing' && status !== 'open',
    code: {
      code,
      ready: status === 'open',
      value: terms.value,
      minimumMinor: terms.minimumMinor,
      day: localDay(endsAt - 1, row.timeZone),
      link: `${origin}/discount/${encodeURIComponent(code)}?redirect=${encodeURIComponent('/')}`,
    },
  };
}
