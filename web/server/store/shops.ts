/** Clubs and their shops. */
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
  /** What its merchant has granted, comma-separated; null before the platform has told. */
  scopes: string | null;
};

/** Finds a shop by its platform's domain, through the narrow role. */
export async function findShop(
  db: Database,
  platform: string,
  domain: string,
): Promise<ShopRef | null> {
  const { rows } = await db.intake.query<ShopRef>({
    name: 'find-shop',
    text: `select club_id as "clubId", shop_id as "shopId", domain,
       storefront_origin as "storefrontOrigin"
     from shops where platform = $1 and domain = $2`,
    values: [platform, domain],
  });
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
  const rows = await tx.hot<Shop>(
    `select club_id as "clubId", shop_id as "shopId", domain, storefront_origin as "storefrontOrigin",
       name, currency, time_zone as "timeZone", money_factor as "moneyFactor",
       money_label as "moneyLabel", installed_at as "installedAt",
       uninstalled_at as "uninstalledAt", scopes
     from shops where club_id = $1 and shop_id = $2`,
    [tx.clubId, shopId],
  );
  return rows[0] ?? null;
}

/** The club's shop: today every club has exactly one. */
export async function readOnlyShop(tx: Tx): Promise<Shop | null> {
  const row = await tx.prisma.shop.findFirst({
    where: { clubId: tx.clubId },
    select: { shopId: true },
  });
  return row ? readShop(tx, row.shopId) : null;
}

export type NewShop = Omit<Shop, 'installedAt' | 'uninstalledAt' | 'scopes'> & {
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

export type Answers = { marginBasisPoints: number; aovMinor: number | null };

/** What the merchant told of the shop; false when there is no such shop. */
export async function setAnswers(tx: Tx, shopId: string, answers: Answers): Promise<boolean> {
  const rows = await tx.query(
    `update shops set margin_basis_points = $3, told_aov_minor = $4
     where club_id = $1 and shop_id = $2 returning 1`,
    [tx.clubId, shopId, answers.marginBasisPoints, answers.aovMinor],
  );
  return rows.length > 0;
}

/**
 * The shop has left: its token goes. `version` is the pair that the platform was asked about (null:
 * there was none); where another pair is there by now, the shop has come back, and nothing happens.
 */
export async function markUninstalled(
  tx: Tx,
  shopId: string,
  version: bigint | null,
  when: number,
): Promise<void> {
  await tx.query('delete from shop_tokens where club_id = $1 and shop_id = $2 and version = $3', [
    tx.clubId,
    shopId,
    version,
  ]);
  await tx.query(
    `update shops s set uninstalled_at = $3
     where club_id = $1 and shop_id = $2 and uninstalled_at is null and not exists (
       select from shop_tokens t where t.club_id = s.club_id and t.shop_id = s.shop_id)`,
    [tx.clubId, shopId, at(when)],
  );
}

/** What the merchant has granted, as the platform told it; true when it is not what it was. */
export async function saveScopes(tx: Tx, shopId: string, scopes: string): Promise<boolean> {
  const rows = await tx.query(
    `update shops set scopes = $3
     where club_id = $1 and shop_id = $2 and scopes is distinct from $3 returning 1`,
    [tx.clubId, shopId, scopes],
  );
  return rows.length > 0;
}
