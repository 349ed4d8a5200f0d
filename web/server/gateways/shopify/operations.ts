import * as bulk from './bulkOperations.ts';
import * as codes from './codeOperations.ts';
import * as customers from './customerOperations.ts';
import * as limits from './limitsOperations.ts';
import * as listing from './listingOperations.ts';
import type { Operation } from './operation.ts';
import * as orders from './orderOperations.ts';
import {
  FETCH_PRODUCTS,
  LIST_COLLECTIONS,
  LIST_MEMBERS,
  MORE_COLLECTIONS,
} from './productOperations.ts';
import * as shop from './shopOperations.ts';
import * as subscriptions from './subscriptionOperations.ts';
import * as wallet from './walletOperations.ts';

/** Every document we ever send; the test holds each against Shopify's own schema and scopes. */
export const OPERATIONS: readonly Operation<unknown>[] = [
  ...Object.values(bulk),
  ...Object.values(codes),
  ...Object.values(customers),
  ...Object.values(limits),
  ...Object.values(listing),
  ...Object.values(orders),
  FETCH_PRODUCTS,
  LIST_COLLECTIONS,
  LIST_MEMBERS,
  MORE_COLLECTIONS,
  ...Object.values(shop),
  ...Object.values(subscriptions),
  ...Object.values(wallet),
];
