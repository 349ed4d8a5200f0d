/** The sealed tokens that let us speak for a shop, and who is renewing them just now. */
import { at } from './rows.ts';
import { seal, unseal } from './sealing.ts';
import type { Tx } from './transaction.ts';

/** The key of a number: tokens say which one sealed them, so that keys can be changed. */
export type TokenKeys = (keyId: number) => Uint8Array;

export type NewToken<Token> = { token: Token; accessExpiresAt: number; refreshExpiresAt: number };
export type TokenRow<Token> = NewToken<Token> & {
  /** Counts the pairs of this shop. */
  version: bigint;
  updatedAt: number;
  /** Real time: until then somebody is renewing the pair. */
  refreshingUntil: number | null;
};

async function sealedNow(tx: Tx, keys: TokenKeys, shopId: string, token: unknown) {
  const [row] = await tx.query<{ id: number }>('select newest_token_key() as id');
  const keyId = row?.id ?? 0;
  return { keyId, sealed: seal(keys(keyId), shopId, JSON.stringify(token)) };
}

/** Puts a new pair down, whatever was there before. */
export async function saveToken<Token>(
  tx: Tx,
  keys: TokenKeys,
  shopId: string,
  row: NewToken<Token>,
  now: number,
): Promise<void> {
  const { keyId, sealed } = await sealedNow(tx, keys, shopId, row.token);
  await tx.query(
    `insert into shop_tokens (club_id, shop_id, sealed, key_id, access_expires_at,
       refresh_expires_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (club_id, shop_id) do update set sealed = excluded.sealed,
       key_id = excluded.key_id, access_expires_at = excluded.access_expires_at,
       refresh_expires_at = excluded.refresh_expires_at, updated_at = excluded.updated_at,
       version = shop_tokens.version + 1, refreshing_until = null`,
    [tx.clubId, shopId, sealed, keyId, at(row.accessExpiresAt), at(row.refreshExpiresAt), at(now)],
  );
}

/** Replaces the pair that was renewed; false when it is not the shop's pair any more. */
export async function replaceToken<Token>(
  tx: Tx,
  keys: TokenKeys,
  shopId: string,
  version: bigint,
  row: NewToken<Token>,
  now: number,
): Promise<boolean> {
  const { keyId, sealed } = await sealedNow(tx, keys, shopId, row.token);
  const rows = await tx.query(
    `update shop_tokens set sealed = $4, key_id = $5, access_expires_at = $6,
       refresh_expires_at = $7, updated_at = $8, version = version + 1, refreshing_until = null
     where club_id = $1 and shop_id = $2 and version = $3 returning 1`,
    [
      tx.clubId,
      shopId,
      version,
      sealed,
      keyId,
      at(row.accessExpiresAt),
      at(row.refreshExpiresAt),
      at(now),
    ],
  );
  return rows.length > 0;
}

export async function readToken<Token>(
  tx: Tx,
  keys: TokenKeys,
  shopId: string,
): Promise<TokenRow<Token> | null> {
  type Row = Omit<TokenRow<Token>, 'token'> & { sealed: Buffer; keyId: number };
  const rows = await tx.query<Row>(
    `select sealed, key_id as "keyId", access_expires_at as "accessExpiresAt",
       refresh_expires_at as "refreshExpiresAt", version, updated_at as "updatedAt",
       refreshing_until as "refreshingUntil"
     from shop_tokens where club_id = $1 and shop_id = $2`,
    [tx.clubId, shopId],
  );
  const row = rows[0];
  if (!row) return null;
  const { sealed, keyId, ...rest } = row;
  const token = JSON.parse(unseal(keys(keyId), shopId, sealed).toString('utf8')) as Token;
  return { token, ...rest };
}

/** Whether this key opens the shop's token, which was sealed before tokens named their key. */
export async function opensToken(
  tx: Tx,
  key: Uint8Array,
  shopId: string,
): Promise<'yes' | 'no' | 'noToken'> {
  const [row] = await tx.query<{ sealed: Buffer }>(
    'select sealed from shop_tokens where club_id = $1 and shop_id = $2 and key_id = 0',
    [tx.clubId, shopId],
  );
  if (!row) return 'noToken';
  try {
    unseal(key, shopId, row.sealed);
    return 'yes';
  } catch {
    return 'no';
  }
}

/** Takes the renewal of this pair until `leaseUntil` (real time); false when somebody else has it. */
export async function takeRenewal(
  tx: Tx,
  shopId: string,
  version: bigint,
  lease: { realNow: number; leaseUntil: number },
): Promise<boolean> {
  const rows = await tx.query(
    `update shop_tokens set refreshing_until = $5
     where club_id = $1 and shop_id = $2 and version = $3
       and (refreshing_until is null or refreshing_until < $4) returning 1`,
    [tx.clubId, shopId, version, at(lease.realNow), at(lease.leaseUntil)],
  );
  return rows.length > 0;
}

/** The renewal came to nothing: whoever asks next may try. */
export async function giveUpRenewal(tx: Tx, shopId: string, version: bigint): Promise<void> {
  await tx.query(
    `update shop_tokens set refreshing_until = null
     where club_id = $1 and shop_id = $2 and version = $3`,
    [tx.clubId, shopId, version],
  );
}

/** The platform no longer renews this pair: the merchant's next visit brings a new one. */
export async function endRenewals(
  tx: Tx,
  shopId: string,
  version: bigint,
  now: number,
): Promise<void> {
  await tx.query(
    `update shop_tokens set refreshing_until = null,
       refresh_expires_at = least(refresh_expires_at, $4)
     where club_id = $1 and shop_id = $2 and version = $3`,
    [tx.clubId, shopId, version, at(now)],
  );
}

/** The platform no longer takes this access token: the next call renews it. */
export async function expireAccess(tx: Tx, shopId: string, now: number): Promise<void> {
  await tx.query(
    `update shop_tokens set access_expires_at = least(access_expires_at, $3)
     where club_id = $1 and shop_id = $2`,
    [tx.clubId, shopId, at(now)],
  );
}

/** How many of the club's tokens are sealed under an older key than the newest. */
export async function countOlder(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `select count(*)::int as n from shop_tokens
     where club_id = $1 and key_id < newest_token_key()`,
    [tx.clubId],
  );
  return row?.n ?? 0;
}

/** Seals the club's tokens under the newest key; answers how many were under an older one. */
export async function sealAnew(tx: Tx, keys: TokenKeys): Promise<number> {
  const rows = await tx.query<{ shopId: string; keyId: number; sealed: Buffer; newest: number }>(
    `select shop_id as "shopId", key_id as "keyId", sealed, newest_token_key() as newest
     from shop_tokens where club_id = $1 and key_id < newest_token_key()
     order by shop_id for update`,
    [tx.clubId],
  );
  for (const { shopId, keyId, sealed, newest } of rows) {
    const text = unseal(keys(keyId), shopId, sealed);
    await tx.query(
      'update shop_tokens set sealed = $3, key_id = $4 where club_id = $1 and shop_id = $2',
      [tx.clubId, shopId, seal(keys(newest), shopId, text), newest],
    );
  }
  return rows.length;
}
