/**
 * What an order means besides its own points and the code it used. Each part is a file of its own:
 * `expect` runs before anything is locked and says whose accounts will be needed; `open` reads under
 * the locks; `judge` decides in memory, order by order; `close` writes what was decided.
 */
import type { OrderFacts } from '../domain/orderFacts.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, ShopOfOrders } from './context.ts';
import type { Desk } from './desk.ts';
import { referrals } from './parts/referrals.ts';
import { paidFirst } from './parts/paidFirst.ts';
import { givenCodes } from './parts/givenCodes.ts';
import { nextOrders } from './parts/nextOrders.ts';
import { tiers } from './parts/tiers.ts';
import type { OrderWork } from './recordOrders.ts';

/** What is known of a batch before the locks. */
export type Batch = {
  ctx: Context;
  shop: ShopOfOrders;
  works: readonly OrderWork[];
  /** The shopper of each order, by the platform's order id. */
  byOrder: ReadonlyMap<string, string | null>;
  /** Our ids of the orders that are not new. */
  orderIds: readonly string[];
};

export type OpenPart = {
  /** Called for orders whose facts changed, after their own points were judged. No IO. */
  judge(order: StoredOrder, facts: OrderFacts): void;
  /** Called once, when all orders were judged and nothing is written yet. No IO. */
  settle?(): void;
  close(): Promise<void>;
};

export type Expectation = {
  /** Shoppers to lock besides buyers and owners of used codes. */
  shopperIds: readonly string[];
  open(desk: Desk): Promise<OpenPart>;
};

export type OrderPart = { expect(tx: Tx, batch: Batch): Promise<Expectation> };

/** In the order they are judged. */
export const ORDER_PARTS: readonly OrderPart[] = [
  referrals,
  paidFirst,
  nextOrders,
  givenCodes,
  tiers,
];
