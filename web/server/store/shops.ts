/** Clubs, their shops, and the sealed tokens that let us speak for a shop. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Database } from './connections.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

/** What a door needs to know of a shop before it opens a transaction. */
export type ShopRef = { clubId: string; shopId: string; domain: string; storefrontOrigin: string };

export type Shop = ShopRef & {
  name: string;
  currency: string;
  timeZone: string;
  moneyFactor: number;
  moneyLabel: string | null;
  installedAt: number;
  uninstalledAt: number | null;
};

/** Finds a shop by its platform's domain, through the narrow role. */
export async function findShop(
  db: Database,
  platform: string,
  domain: string,
): Promise<ShopRef | null> {
  const { rows } = await db.intake.query<ShopRef>(
    `select club_id as "clubId", shop_id as "shopId", domain,
       storefront_origin as "storefrontOrigin"
     from shops where platform = $1 and domain = $2`,
    [platform, domain],
  );
  return rows[0] ?? null;
}

/** All shops of a platform, for the command line. */
export async function listShops(db: Database): Promise<ShopRef[]> {
  const { rows } = await db.intake.query<ShopRef>(
    `select club_id as "clubId", shop_id as "shopId", domain,
       storefront_origin as "storefrontOrigin" from shops order by domain`,
  );
  return rows;
}

export async function readShop(tx: Tx, shopId: string): Promise<Shop | null> {
  const row = await tx.prisma.shop.findUnique({
    where: { clubId_shopId: { clubId: tx.clubId, shopId } },
  });
  if (!row) return null;
  const { clubId, domain, storefrontOrigin, name, currency, timeZone } = row;
  const { moneyFactor, moneyLabel } = row;
  const installedAt = row.installedAt.getTime();
  const uninstalledAt = row.uninstalledAt?.getTime() ?? null;
  return {
    clubId,
    shopId,
    domain,
    storefrontOrigin,
    name,
    currency,
    timeZone,
    moneyFactor,
    moneyLabel,
    installedAt,
    uninstalledAt,
  };
}

/** The club's shop: today every club has exactly one. */
export async function readOnlyShop(tx: Tx): Promise<Shop | null> {
  const row = await tx.prisma.shop.findFirst({
    where: { clubId: tx.clubId },
    select: { shopId: true },
  });
  return row ? readShop(tx, row.shopId) : null;
}

export type NewShop = Omit<Shop, 'installedAt' | 'uninstalledAt'> & {
  platform: string;
  platformShopId: string;
};

/** A club of one shop, as an installation makes it. A shop that is there already is refreshed. */
export async function saveShop(tx: Tx, shop: NewShop, now: number): Promise<void> {
  await tx.query(
    `insert into clubs (club_id, name, created_at) values ($1, $2, $3) on conflict do nothing`,
    [tx.clubId, shop.name, at(now)],
  );
  await tx.query(
    `insert into shops (club_id, shop_id, platform, domain, platform_shop_id, name,
       storefront_origin, currency, time_zone, money_factor, money_label, installed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (club_id, shop_id) do update set name = excluded.name,
       storefront_origin = excluded.storefront_origin, currency = excluded.currency,
       time_zone = excluded.time_zone, uninstalled_at = null,
       installed_at = case when shops.uninstalled_at is null then shops.installed_at
         else excluded.installed_at end`,
    [
      tx.clubId,
      shop.shopId,
      shop.platform,
      shop.domain,
      shop.platformShopId,
      shop.name,
      shop.storefrontOrigin,
      shop.currency,
      shop.timeZone,
      shop.moneyFactor,
      shop.moneyLabel,
      at(now),
    ],
  );
}

/** How the shop writes its money: a rial shop may speak in toman. */
export async function setMoneyWords(
  tx: Tx,
  shopId: string,
  words: { factor: number; label: string | null },
): Promise<void> {
  await tx.query(
    'update shops set money_factor = $3, money_label = $4 where club_id = $1 and shop_id = $2',
    [tx.clubId, shopId, words.factor, words.label],
  );
}

/** Uninstalled at `when`, unless a newer token shows that the shop has come back since. */
export async function markUninstalled(tx: Tx, shopId: string, when: number): Promise<void> {
  await tx.query(
    `update shops s set uninstalled_at = $3
     where club_id = $1 and shop_id = $2 and installed_at <= $3 and not exists (
       select from shop_tokens t where t.club_id = s.club_id and t.shop_id = s.shop_id
         and t.updated_at > $3)`,
    [tx.clubId, shopId, at(when)],
  );
  await tx.query(
    `delete from shop_tokens where club_id = $1 and shop_id = $2 and updated_at <= $3`,
    [tx.clubId, shopId, at(when)],
  );
}

export type TokenRow<Token> = { token: Token; accessExpiresAt: number; refreshExpiresAt: number };

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM; the shop's id is bound in, so that a token cannot be moved to another row. */
function seal(key: Uint8Array, shopId: string, text: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(shopId));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function unseal(key: Uint8Array, shopId: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(shopId))
    .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([
    decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)),
    decipher.final(),
  ]).toString('utf8');
}

/** Puts a token down, encrypted under `key` (32 bytes). */
export async function saveToken<Token>(
  tx: Tx,
  key: Uint8Array,
  shopId: string,
  row: TokenRow<Token>,
  now: number,
): Promise<void> {
  await tx.query(
    `insert into shop_tokens (club_id, shop_id, sealed, access_expires_at, refresh_expires_at,
       updated_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (club_id, shop_id) do update set sealed = excluded.sealed,
       access_expires_at = excluded.access_expires_at,
       refresh_expires_at = excluded.refresh_expires_at, updated_at = excluded.updated_at`,
    [
      tx.clubId,
      shopId,
      seal(key, shopId, JSON.stringify(row.token)),
      at(row.accessExpiresAt),
      at(row.refreshExpiresAt),
      at(now),
    ],
  );
}

export async function readToken<Token>(
  tx: Tx,
  key: Uint8Array,
  shopId: string,
): Promise<TokenRow<Token> | null> {
  const rows = await tx.query<{ sealed: Buffer; a: number; r: number }>(
    `select sealed, access_expires_at as a, refresh_expires_at as r from shop_tokens
     where club_id = $1 and shop_id = $2`,
    [tx.clubId, shopId],
  );
  const row = rows[0];
  if (!row) return null;
  const token = JSON.parse(unseal(key, shopId, row.sealed)) as Token;
  return { token, accessExpiresAt: row.a, refreshExpiresAt: row.r };
}

/** The platform no longer renews this token: the merchant's next visit brings a new one. */
export async function endRefresh(tx: Tx, shopId: string, now: number): Promise<void> {
  await tx.query(
    `update shop_tokens set refresh_expires_at = least(refresh_expires_at, $3)
     where club_id = $1 and shop_id = $2`,
    [tx.clubId, shopId, at(now)],
  );
}

/** The platform no longer takes this access token: the next call refreshes it. */
export async function expireAccess(tx: Tx, shopId: string, now: number): Promise<void> {
  await tx.query(
    'update shop_tokens set access_expires_at = $3 where club_id = $1 and shop_id = $2',
    [tx.clubId, shopId, at(now)],
  );
}
