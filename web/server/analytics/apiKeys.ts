/** The keys of a merchant's own systems (`apiKeysAnswer`); of a key itself nothing is kept. */
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

type KeyFacts = {
  id: string;
  name: string;
  starts: string;
  scopes: ('actions:write' | 'birthdays:write')[];
  createdAt: number;
  createdBy: string;
  lastUsedAt: number | null;
  revokedAt: number | null;
};

const SHOWN = 100;

const KEYS = `
  select key_id as id, name, starts, scopes, created_at as "createdAt", created_by as "createdBy",
    last_used_at as "lastUsedAt", revoked_at as "revokedAt"
  from api_keys where club_id = $1 and shop_id = $2
  order by revoked_at is not null, created_at desc, key_id limit ${SHOWN}`;

/** Null: there is no such shop. */
export async function readApiKeys(tx: Tx, input: { shopId: string; now: number }) {
  const [shop] = await tx.query<{ timeZone: string }>(
    'select time_zone as "timeZone" from shops where club_id = $1 and shop_id = $2',
    [tx.clubId, input.shopId],
  );
  if (!shop) return null;
  const keys = await tx.query<KeyFacts>(KEYS, [tx.clubId, input.shopId]);
  const orNull = (at: number | null) => (at === null ? null : isoOf(at));
  return {
    ...shop,
    now: isoOf(input.now),
    keys: keys.map((key) => ({
      ...key,
      createdAt: isoOf(key.createdAt),
      lastUsedAt: orNull(key.lastUsedAt),
      revokedAt: orNull(key.revokedAt),
    })),
  };
}
