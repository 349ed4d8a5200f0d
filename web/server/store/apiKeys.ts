/** Keys of a merchant's own systems. Only their hashes are kept. */
import type { Database } from './connections.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** What a door knows of whoever holds a key. */
export type KeyRef = { clubId: string; shopId: string; keyId: string; scopes: string[] };

/** Finds a key that still holds, at a shop that has not left, through the narrow role. */
export async function findApiKey(db: Database, hash: string): Promise<KeyRef | null> {
  const { rows } = await db.intake.query<KeyRef>({
    name: 'find-api-key',
    text: `select k.club_id as "clubId", k.shop_id as "shopId", k.key_id as "keyId", k.scopes
     from api_keys k join shops s on s.club_id = k.club_id and s.shop_id = k.shop_id
     where k.hash = $1 and k.revoked_at is null and s.uninstalled_at is null`,
    values: [hash],
  });
  return rows[0] ?? null;
}

export type NewApiKey = {
  keyId: string;
  shopId: string;
  name: string;
  hash: string;
  starts: string;
  scopes: readonly string[];
  createdAt: number;
  createdBy: string;
};

export async function addApiKey(tx: Tx, key: NewApiKey): Promise<void> {
  await tx.query(
    `insert into api_keys (club_id, key_id, shop_id, name, hash, starts, scopes, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.clubId,
      key.keyId,
      key.shopId,
      key.name,
      key.hash,
      key.starts,
      key.scopes,
      at(key.createdAt),
      key.createdBy,
    ],
  );
}

/** How many of the shop's keys still hold. Locks them, so that two makers count one after the other. */
export async function countApiKeys(tx: Tx, shopId: string): Promise<number> {
  await tx.query('select 1 from shops where club_id = $1 and shop_id = $2 for update', [
    tx.clubId,
    shopId,
  ]);
  const rows = await tx.query<{ n: number }>(
    `select count(*)::int as n from api_keys
     where club_id = $1 and shop_id = $2 and revoked_at is null`,
    [tx.clubId, shopId],
  );
  return rows[0]?.n ?? 0;
}

/** False when the shop has no such key, or it was revoked before. */
export async function revokeApiKey(
  tx: Tx,
  { shopId, keyId }: Pick<KeyRef, 'shopId' | 'keyId'>,
  by: string,
  now: number,
): Promise<boolean> {
  const rows = await tx.query(
    `update api_keys set revoked_at = $4, revoked_by = $5
     where club_id = $1 and shop_id = $2 and key_id = $3 and revoked_at is null returning 1`,
    [tx.clubId, shopId, keyId, at(now), by],
  );
  return rows.length > 0;
}

/** A key is used all day: to the minute is enough. False when it was revoked meanwhile. */
export async function touchApiKey(tx: Tx, keyId: string, now: number): Promise<boolean> {
  const rows = await tx.hot<{ holds: boolean }>(
    `with touched as (
       update api_keys set last_used_at = $3 where club_id = $1 and key_id = $2
         and (last_used_at is null or last_used_at < $3::timestamptz - interval '1 minute'))
     select revoked_at is null as holds from api_keys where club_id = $1 and key_id = $2`,
    [tx.clubId, keyId, at(now)],
  );
  return rows[0]?.holds ?? false;
}
