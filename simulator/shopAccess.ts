import type { Database } from './state/database.ts';
import { readSetting, writeSetting } from './state/database.ts';

/**
 * 0: no customer data; 1: without names, addresses, phone numbers and emails; 2: with them.
 * https://shopify.dev/docs/apps/launch/protected-customer-data
 */
export type ProtectedLevel = 0 | 1 | 2;

/** What Shopify has approved the app for at one shop, beside its scopes. */
export type Approval = {
  /** Orders older than 60 days: https://shopify.dev/docs/api/usage/access-scopes */
  readAllOrders: boolean;
  protectedData: ProtectedLevel;
};

export type ShopAccess = {
  of(shopDomain: string): Approval;
  set(shopDomain: string, change: Partial<Approval>): Approval;
};

const USUAL: Approval = { readAllOrders: false, protectedData: 2 };

/** `given` holds until `set` says otherwise. */
export function makeShopAccess(
  db: Database,
  given: Readonly<Record<string, Partial<Approval>>>,
): ShopAccess {
  const of = (shopDomain: string): Approval => {
    const kept = readSetting(db, `access:${shopDomain}`);
    const changed = kept === null ? {} : (JSON.parse(kept) as Partial<Approval>);
    return { ...USUAL, ...given[shopDomain], ...changed };
  };
  return {
    of,
    set(shopDomain, change) {
      const next = { ...of(shopDomain), ...change };
      if (![0, 1, 2].includes(next.protectedData)) throw new Error('"protectedData" is 0, 1 or 2');
      writeSetting(db, `access:${shopDomain}`, JSON.stringify(next));
      return next;
    },
  };
}
