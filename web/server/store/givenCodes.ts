/** Codes that are given to a person, each used once. */
import type { CodeTerms } from '../domain/codeTerms.ts';
import { at, insertRows, updateRows } from './rows.ts';
import type { Tx } from './transaction.ts';

export type GivenStatus = 'issuing' | 'open' | 'closing' | 'withdrawn' | 'used' | 'refused';

export type GivenCode = {
  givenId: string;
  shopId: string;
  why: 'friend' | 'advocate';
  /** A friend's: the mark of the address they proved. An advocate's: the friend's order. One code each. */
  about: string;
  advocateId: string;
  programVersion: number;
  terms: CodeTerms;
  termsHash: string;
  code: string;
  status: GivenStatus;
  reason: string | null;
  confirmed: boolean;
  createdAt: number;
  endsAt: number;
  usedOrderId: string | null;
  costMinor: bigint;
};

const SELECT = `given_id as "givenId", shop_id as "shopId", why, about, advocate_id as "advocateId",
  program_version as "programVersion", terms, terms_hash as "termsHash", code, status, reason,
  confirmed, created_at as "createdAt", ends_at as "endsAt", used_order_id as "usedOrderId",
  cost_minor as "costMinor"`;

/** The insert decides who is first; answers the row that is there now. */
export async function giveCode(tx: Tx, given: GivenCode): Promise<GivenCode> {
  await insertRows<GivenCode>(
    tx,
    'given_codes',
    [
      ['given_id', 'uuid', (g) => g.givenId],
      ['shop_id', 'uuid', (g) => g.shopId],
      ['why', 'text', (g) => g.why],
      ['about', 'text', (g) => g.about],
      ['advocate_id', 'uuid', (g) => g.advocateId],
      ['program_version', 'int', (g) => g.programVersion],
      ['terms', 'jsonb', (g) => JSON.stringify(g.terms)],
      ['terms_hash', 'text', (g) => g.termsHash],
      ['code', 'text', (g) => g.code],
      ['status', 'text', (g) => g.status],
      ['created_at', 'timestamptz', (g) => at(g.createdAt)],
      ['ends_at', 'timestamptz', (g) => at(g.endsAt)],
    ],
    [given],
    'on conflict do nothing',
  );
  const [row] = await findGiven(tx, given.why, given.about);
  if (!row) throw new Error('a code that was just given is not there');
  return row;
}

export const findGiven = (tx: Tx, why: GivenCode['why'], about: string): Promise<GivenCode[]> =>
  tx.query<GivenCode>(
    `select ${SELECT} from given_codes where club_id = $1 and why = $2 and about = $3 for update`,
    [tx.clubId, why, about],
  );

/** Codes that advocates got, or will get, for these friends' orders; locked. */
export const lockAdvocateCodes = (tx: Tx, orderIds: readonly string[]): Promise<GivenCode[]> =>
  tx.query<GivenCode>(
    `select ${SELECT} from given_codes where club_id = $1 and why = 'advocate'
       and about = any($2::text[]) order by given_id for update`,
    [tx.clubId, orderIds],
  );

export const readGiven = (tx: Tx, givenIds: readonly string[]): Promise<GivenCode[]> =>
  tx.query<GivenCode>(
    `select ${SELECT} from given_codes where club_id = $1 and given_id = any($2::uuid[])
     order by given_id`,
    [tx.clubId, givenIds],
  );

export const lockGiven = (tx: Tx, givenIds: readonly string[]): Promise<GivenCode[]> =>
  tx.query<GivenCode>(
    `select ${SELECT} from given_codes where club_id = $1 and given_id = any($2::uuid[])
     order by given_id for update`,
    [tx.clubId, givenIds],
  );

/** Codes that orders carry, or that they had used; locked. */
export function lockGivenOfOrders(
  tx: Tx,
  orderIds: readonly string[],
  codes: readonly string[],
): Promise<GivenCode[]> {
  if (orderIds.length === 0 && codes.length === 0) return Promise.resolve([]);
  return tx.query<GivenCode>(
    `select ${SELECT} from given_codes where club_id = $1
       and (code = any($3::text[]) or used_order_id = any($2::uuid[]))
     order by given_id for update`,
    [tx.clubId, orderIds, codes],
  );
}

/** Writes what changes of locked rows back. */
export const saveGiven = (tx: Tx, rows: readonly GivenCode[]): Promise<void> =>
  updateRows<GivenCode>(
    tx,
    'given_codes',
    ['given_id', 'uuid', (g) => g.givenId],
    [
      ['status', 'text', (g) => g.status],
      ['reason', 'text', (g) => g.reason],
      ['confirmed', 'boolean', (g) => g.confirmed],
      ['used_order_id', 'uuid', (g) => g.usedOrderId],
      ['cost_minor', 'bigint', (g) => g.costMinor],
    ],
    rows,
  );
