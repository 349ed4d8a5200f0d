/** Shoppers and the identities they are known by. */
import { at, insertRows } from './rows.ts';
import type { Tx } from './transaction.ts';

/**
 * `customer`, `email` and `phone` say whose something is: a platform's customer, an address that the
 * platform vouches for or that is all we know of a guest. The typed ones say who has ever used an
 * address, and give nobody anything.
 */
export type IdentityKind = 'customer' | 'email' | 'phone' | 'typedEmail' | 'typedPhone';
/** `value`: for customers `shopId:platform id`; emails and phones as keyed hashes, never plain. */
export type Identity = { kind: IdentityKind; value: string };

export const identityKey = (identity: Identity): string => `${identity.kind} ${identity.value}`;

/** Which shopper each known identity belongs to, by `identityKey`. */
export async function findIdentities(
  tx: Tx,
  identities: readonly Identity[],
): Promise<Map<string, string>> {
  if (identities.length === 0) return new Map();
  const rows = await tx.hot<Identity & { shopper_id: string }>(
    `select i.kind, i.value, i.shopper_id from identities i
     join unnest($2::text[], $3::text[]) as r(kind, value)
       on r.kind = i.kind and r.value = i.value
     where i.club_id = $1`,
    [tx.clubId, identities.map((i) => i.kind), identities.map((i) => i.value)],
  );
  return new Map(rows.map((row) => [identityKey(row), row.shopper_id]));
}

export type NewShopper = { shopperId: string; firstSeenAt: number; heldOut: boolean };

/** Counts new shoppers in; answers how many the club had seen before them. */
export async function countSeen(tx: Tx, more: number): Promise<number> {
  const rows = await tx.query<{ seen: bigint }>(
    `update clubs set shoppers_seen = shoppers_seen + $2 where club_id = $1
     returning shoppers_seen - $2 as seen`,
    [tx.clubId, more],
  );
  return Number(rows[0]?.seen ?? 0n);
}

export async function addShoppers(tx: Tx, shoppers: readonly NewShopper[]): Promise<void> {
  await insertRows<NewShopper>(
    tx,
    'shoppers',
    [
      ['shopper_id', 'uuid', (s) => s.shopperId],
      ['first_seen_at', 'timestamptz', (s) => at(s.firstSeenAt)],
      ['held_out', 'boolean', (s) => s.heldOut],
    ],
    shoppers,
  );
}

/** The insert decides who is first: an identity that is somebody's stays theirs. */
export async function addIdentities(
  tx: Tx,
  identities: readonly (Identity & { shopperId: string })[],
): Promise<void> {
  await insertRows<Identity & { shopperId: string }>(
    tx,
    'identities',
    [
      ['kind', 'text', (i) => i.kind],
      ['value', 'text', (i) => i.value],
      ['shopper_id', 'uuid', (i) => i.shopperId],
    ],
    identities,
    'on conflict do nothing',
  );
}

/** What a person told the shop about themselves; null leaves what is known. */
export type ShopperDetails = {
  shopperId: string;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  locale: string | null;
  updatedAt: number;
};

/** Newest wins; an erased person stays erased. */
export async function updateDetails(tx: Tx, details: readonly ShopperDetails[]): Promise<void> {
  if (details.length === 0) return;
  const column = (pick: (d: ShopperDetails) => unknown) => details.map(pick);
  await tx.query(
    `update shoppers s set email = coalesce(r.email, s.email), phone = coalesce(r.phone, s.phone),
       first_name = coalesce(r.first_name, s.first_name),
       last_name = coalesce(r.last_name, s.last_name),
       locale = coalesce(r.locale, s.locale), customer_updated_at = r.updated_at
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::timestamptz[]) as r(id, email, phone, first_name, last_name, locale, updated_at)
     where s.club_id = $1 and s.shopper_id = r.id and s.erased_at is null
       and r.updated_at >= coalesce(s.customer_updated_at, '-infinity')`,
    [
      tx.clubId,
      column((d) => d.shopperId),
      column((d) => d.email),
      column((d) => d.phone),
      column((d) => d.firstName),
      column((d) => d.lastName),
      column((d) => d.locale),
      column((d) => at(d.updatedAt)),
    ],
  );
}

/**
 * The platform's customer ids of shoppers at one shop (identity values start with the shop's id). An
 * id that the platform gave up in a merge is nobody's to be spoken of by.
 */
export async function customerIdsOf(
  tx: Tx,
  shopId: string,
  shopperIds: readonly string[],
): Promise<Map<string, string>> {
  if (shopperIds.length === 0) return new Map();
  const rows = await tx.hot<{ shopper_id: string; value: string }>(
    `select shopper_id, value from identities
     where club_id = $1 and shopper_id = any($2::uuid[]) and kind = 'customer'
       and not alias and starts_with(value, $3)`,
    [tx.clubId, shopperIds, `${shopId}:`],
  );
  return new Map(rows.map((row) => [row.shopper_id, row.value.slice(shopId.length + 1)]));
}

/** The person goes, the row and its amounts stay. */
export async function erasePerson(tx: Tx, shopperId: string, now: number): Promise<void> {
  await tx.query(
    `update shoppers set email = null, phone = null, first_name = null, last_name = null,
       locale = null, customer_updated_at = null, birth_month = null, birth_day = null,
       birthday_set_at = null, birth_calendar = 'gregory', erased_at = coalesce(erased_at, $3)
     where club_id = $1 and shopper_id = $2`,
    [tx.clubId, shopperId, at(now)],
  );
  await tx.query('delete from identities where club_id = $1 and shopper_id = $2', [
    tx.clubId,
    shopperId,
  ]);
}

/** These ways of being known lead to nobody any more. */
export async function dropIdentities(tx: Tx, identities: readonly Identity[]): Promise<void> {
  if (identities.length === 0) return;
  await tx.query(
    `delete from identities i using unnest($2::text[], $3::text[]) as r(kind, value)
     where i.club_id = $1 and i.kind = r.kind and i.value = r.value`,
    [tx.clubId, identities.map((i) => i.kind), identities.map((i) => i.value)],
  );
}
