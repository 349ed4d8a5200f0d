/** Two customers become one. */
import { deleteMetafieldsOf } from '../state/metafields.ts';
import { moveCodeUses } from '../state/discounts.ts';
import { gid } from '../state/ids.ts';
import { listOrders, writeOrder } from '../state/orders.ts';
import { deleteCustomer, readCustomer, writeCustomer } from '../state/shops.ts';
import { listAccounts } from '../state/storeCredit.ts';
import type { Customer, SimShop } from '../types.ts';
import type { Hands } from './placing.ts';

/**
 * The kept one gets the deleted one's orders, and the email or phone it has none of itself. Which of
 * two is kept is the caller's choice here; Shopify chooses by rules of its own.
 * https://help.shopify.com/en/manual/customers/manage-customers (merging customer profiles)
 */
export function mergeCustomers(
  { db, now }: Hands,
  shop: SimShop,
  keptId: string,
  deletedId: string,
): Customer {
  const { domain } = shop;
  const kept = readCustomer(db, domain, keptId);
  const deleted = readCustomer(db, domain, deletedId);
  if (!kept || !deleted || keptId === deletedId) throw new Error('a merge needs two customers');
  // https://shopify.dev/docs/api/admin-graphql/2026-07/enums/CustomerMergeErrorFieldType (STORE_CREDIT)
  if ([keptId, deletedId].some((id) => listAccounts(db, domain, id).length > 0)) {
    throw new Error('a customer has store credit');
  }
  for (const order of listOrders(db, domain, deletedId)) {
    writeOrder(db, domain, { ...order, customerId: keptId });
  }
  moveCodeUses(db, domain, deletedId, keptId);
  deleteMetafieldsOf(db, domain, gid('Customer', deletedId));
  deleteCustomer(db, domain, deletedId);
  const customer: Customer = {
    ...kept,
    email: kept.email ?? deleted.email,
    phone: kept.phone ?? deleted.phone,
    tags: [...new Set([...kept.tags, ...deleted.tags])],
    ordersCount: kept.ordersCount + deleted.ordersCount,
    updatedAt: now(),
  };
  writeCustomer(db, domain, customer);
  return customer;
}
