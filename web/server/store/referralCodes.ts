/** Shoppers' personal codes, and on which parent each hangs at the platform. */
import { at, insertRows } from './rows.ts';
import type { Tx } from './transaction.ts';

export type ReferralCode = {
  shopperId: string;
  shopId: string;
  code: string;
  /** The parent it was last put on; null: on none. */
  termsHash: string | null;
  /** The platform has reported it there. */
  confirmed: boolean;
};

const SELECT = `c.shopper_id as "shopperId", c.shop_id as "shopId", c.code,
  c.terms_hash as "termsHash", c.confirmed`;

/** Who sent the users of these codes, by code. A code of somebody who was merged works for who they became. */
export async function ownersOfCodes(
  tx: Tx,
  codes: readonly string[],
): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await tx.query<{ code: string; shopper_id: string }>(
    `select c.code, coalesce(s.merged_into, c.shopper_id) as shopper_id
     from referral_codes c join shoppers s using (club_id, shopper_id)
     where c.club_id = $1 and c.code = any($2::text[])
     union all
     -- A code that a friend got for themselves was sent by the advocate all the same.
     select g.code, coalesce(s.merged_into, s.shopper_id)
     from given_codes g join shoppers s on s.club_id = g.club_id and s.shopper_id = g.advocate_id
     where g.club_id = $1 and g.why = 'friend' and g.code = any($2::text[])`,
    [tx.clubId, codes],
  );
  return new Map(rows.map((row) => [row.code, row.shopper_id]));
}

export async function findReferralCode(tx: Tx, shopperId: string): Promise<ReferralCode | null> {
  const rows = await tx.query<ReferralCode>(
    `select ${SELECT} from referral_codes c where club_id = $1 and shopper_id = $2`,
    [tx.clubId, shopperId],
  );
  return rows[0] ?? null;
}

/** Everybody whose code is this shopper's to answer for: they, and who became them. */
export async function codeOwners(tx: Tx, shopperId: string): Promise<string[]> {
  const rows = await tx.query<{ shopper_id: string }>(
    `select c.shopper_id from referral_codes c join shoppers s using (club_id, shopper_id)
     where c.club_id = $1 and (c.shopper_id = $2 or s.merged_into = $2)`,
    [tx.clubId, shopperId],
  );
  return rows.map((row) => row.shopper_id);
}

export type Uncoded = { shopperId: string; firstName: string | null };

/** Who of these has no code yet. Erased, frozen and blocked people get none. */
export function withoutCode(tx: Tx, shopperIds: readonly string[]): Promise<Uncoded[]> {
  if (shopperIds.length === 0) return Promise.resolve([]);
  return tx.query<Uncoded>(
    `select s.shopper_id as "shopperId", s.first_name as "firstName" from shoppers s
     where s.club_id = $1 and s.shopper_id = any($2::uuid[]) and s.erased_at is null
       and s.frozen_at is null and not upper_inf(s.blocked) and not exists (select from referral_codes c
         where c.club_id = $1 and c.shopper_id = s.shopper_id)`,
    [tx.clubId, shopperIds],
  );
}

/** The insert decides: answers the shoppers whose code was free and who had none. */
export async function addReferralCodes(
  tx: Tx,
  shopId: string,
  codes: readonly { shopperId: string; code: string }[],
  now: number,
): Promise<Set<string>> {
  const rows = await insertRows<(typeof codes)[number], { shopper_id: string }>(
    tx,
    'referral_codes',
    [
      ['shopper_id', 'uuid', (c) => c.shopperId],
      ['shop_id', 'uuid', () => shopId],
      ['code', 'text', (c) => c.code],
      ['created_at', 'timestamptz', () => at(now)],
    ],
    codes,
    'on conflict do nothing returning shopper_id',
  );
  return new Set(rows.map((row) => row.shopper_id));
}

/** Another code for a shopper whose code somebody else's discount has. False: that one is taken too. */
export async function replaceReferralCode(
  tx: Tx,
  shopperId: string,
  code: string,
): Promise<boolean> {
  const rows = await tx.query(
    `update referral_codes set code = $3, terms_hash = null, confirmed = false
     where club_id = $1 and shopper_id = $2
       and not exists (select from referral_codes where club_id = $1 and code = $3) returning 1`,
    [tx.clubId, shopperId, code],
  );
  return rows.length > 0;
}

/** A code as its delivery sees it: `wanted` is false where it must not work any more. */
export type CodeToSettle = ReferralCode & {
  wanted: boolean;
  erased: boolean;
  firstName: string | null;
  /** The parent's id at the platform, when it was made there. */
  parentId: string | null;
};

export function readCodesToSettle(tx: Tx, shopperIds: readonly string[]): Promise<CodeToSettle[]> {
  return tx.query<CodeToSettle>(
    `select ${SELECT}, s.erased_at is null and s.frozen_at is null
         and not upper_inf(s.blocked) as wanted,
       s.erased_at is not null as erased, s.first_name as "firstName", p.parent_id as "parentId"
     from referral_codes c
     join shoppers o on o.club_id = c.club_id and o.shopper_id = c.shopper_id
     join shoppers s on s.club_id = c.club_id
       and s.shopper_id = coalesce(o.merged_into, o.shopper_id)
     left join parents p on p.club_id = c.club_id and p.shop_id = c.shop_id
       and p.terms_hash = c.terms_hash
     where c.club_id = $1 and c.shopper_id = any($2::uuid[]) order by c.shopper_id`,
    [tx.clubId, shopperIds],
  );
}

/** Where codes hang now; `termsHash` null: nowhere. */
export async function placeCodes(
  tx: Tx,
  shopperIds: readonly string[],
  where: { termsHash: string | null; confirmed: boolean },
): Promise<void> {
  if (shopperIds.length === 0) return;
  await tx.query(
    `update referral_codes set terms_hash = $3, confirmed = $4
     where club_id = $1 and shopper_id = any($2::uuid[])`,
    [tx.clubId, shopperIds, where.termsHash, where.confirmed],
  );
}

/** The code of an erased person, which may hold their name, goes when it works no more. */
export async function dropReferralCode(tx: Tx, shopperId: string): Promise<void> {
  await tx.query('delete from referral_codes where club_id = $1 and shopper_id = $2', [
    tx.clubId,
    shopperId,
  ]);
}

/** Whether a parent at the platform is one of ours. */
export async function isOurParent(tx: Tx, shopId: string, parentId: string): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from parents where club_id = $1 and shop_id = $2 and parent_id = $3',
    [tx.clubId, shopId, parentId],
  );
  return rows.length > 0;
}

/** Makes the delivery of every code of the club due: a version with other terms takes over then. */
export async function askForAllCodes(tx: Tx, dueAt: number, now: number): Promise<void> {
  await tx.query(
    `insert into deliveries (club_id, delivery_id, shop_id, kind, key, due_at, created_at)
     select club_id, gen_random_uuid(), shop_id, 'settleReferralCode', shopper_id::text, $2, $3
     from referral_codes where club_id = $1 order by shopper_id
     on conflict (club_id, kind, key) do update set asked = deliveries.asked + 1, attempts = 0,
       reason = null, done_at = null, state = 'due', cause = excluded.cause,
       due_at = case when deliveries.state = 'due'
         then least(deliveries.due_at, excluded.due_at) else excluded.due_at end`,
    [tx.clubId, at(dueAt), at(now)],
  );
}
