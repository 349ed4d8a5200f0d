/** Parent discounts whose codes are all gone. Next-order parents end by themselves, on their day. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** Some code of the parent's terms is there, on its way in, or on its way out. */
const LIVE = `(exists (select from redemptions r where r.club_id = p.club_id
    and r.shop_id = p.shop_id and r.terms_hash = p.terms_hash
    and r.status in ('issuing', 'open', 'closing'))
  or exists (select from referral_codes c where c.club_id = p.club_id
    and c.shop_id = p.shop_id and c.terms_hash = p.terms_hash))`;

/** Whether the parent of these terms is this one, still; it stays so until the transaction ends. */
export async function holdParent(
  tx: Tx,
  shopId: string,
  termsHash: string,
  parentId: string,
): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from parents where club_id = $1 and shop_id = $2 and terms_hash = $3
       and parent_id = $4 for share`,
    [tx.clubId, shopId, termsHash, parentId],
  );
  return rows.length > 0;
}

/**
 * Makes a delivery due that looks whether a parent can end, for each parent of the shop whose terms are
 * not in `keep`. Without `evenLive` only for those that have no code left.
 */
export async function askToEndParents(
  tx: Tx,
  shopId: string,
  which: { keep: readonly string[]; evenLive: boolean },
  when: { dueAt: number; now: number },
): Promise<void> {
  await tx.query(
    `insert into deliveries (club_id, delivery_id, shop_id, kind, key, due_at, created_at)
     select p.club_id, gen_random_uuid(), p.shop_id, 'endParent', p.parent_id, $5, $6
     from parents p where p.club_id = $1 and p.shop_id = $2 and p.parent_id is not null
       and p.terms ->> 'endsAt' is null and not p.terms_hash = any($3::text[])
       and ($4 or not ${LIVE})
     order by p.parent_id collate "C"
     on conflict (club_id, kind, key) do update set asked = deliveries.asked + 1, attempts = 0,
       reason = null, done_at = null, state = 'due', due_at = excluded.due_at`,
    [tx.clubId, shopId, which.keep, which.evenLive, at(when.dueAt), at(when.now)],
  );
}

type Row = { termsHash: string; code: string };

/**
 * Gives a parent up: from now on its terms have none, and the next code on them makes another under
 * `nextCode`. False when a code still hangs on it, or its terms are in `keep`. A parent that was given
 * up before stays so: true again.
 */
export async function retireParent(
  tx: Tx,
  shopId: string,
  parentId: string,
  keep: ReadonlySet<string>,
  nextCode: (row: Row) => string,
): Promise<boolean> {
  const [row] = await tx.query<Row>(
    `select terms_hash as "termsHash", parent_code as code from parents
     where club_id = $1 and shop_id = $2 and parent_id = $3 for update`,
    [tx.clubId, shopId, parentId],
  );
  if (!row) return true;
  if (keep.has(row.termsHash)) return false;
  // A statement of its own: it sees what was written down before the row was ours.
  const retired = await tx.query(
    `update parents p set parent_id = null, parent_code = $4
     where p.club_id = $1 and p.shop_id = $2 and p.terms_hash = $3 and not ${LIVE} returning 1`,
    [tx.clubId, shopId, row.termsHash, nextCode(row)],
  );
  return retired.length > 0;
}
