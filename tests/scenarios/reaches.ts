/** What a process of ours has in its hands, without its doors: several of them on one database. */
import { WANTED_SCOPES, createShopify } from '../../web/server/gateways/shopify/index.ts';
import { idsOf } from '../../web/server/actions/installShop.ts';
import { callShop } from '../../web/server/actions/shopCall.ts';
import { openKeys } from '../../web/server/keys.ts';
import { openDatabase } from '../../web/server/store/connections.ts';
import { inTransaction } from '../../web/server/store/transaction.ts';
import { API_KEY, API_SECRET } from '../signing.ts';

export const SHOP_DOMAIN = 'northday.myshopify.com';

export type Place = { databaseUrl: string; platformOrigin: string; now: () => number };

/** Calls the shop with a fresh token, as every delivery does. */
export async function openCaller(place: Place) {
  const { databaseUrl, platformOrigin, now } = place;
  const db = openDatabase(databaseUrl, 6);
  const platform = createShopify({
    apiKey: API_KEY,
    apiSecrets: [API_SECRET],
    apiVersion: '2026-07',
    scopes: WANTED_SCOPES,
    clock: { now },
    platformOrigin,
  });
  const keys = await openKeys(db, { secrets: [API_SECRET], demo: null });
  const { clubId, shopId } = idsOf('shopify', SHOP_DOMAIN);
  const reach = {
    inTransaction: <T>(club: string, work: Parameters<typeof inTransaction<T>>[2]) =>
      inTransaction(db, club, work),
    platform,
    keys,
    now,
  };
  return {
    db,
    clubId,
    shopId,
    platform,
    call: (deadlineMs: number) => callShop(reach, clubId, shopId, deadlineMs),
    end: () => db.end(),
  };
}
