/** The desk of one batch of orders: everything locked and read, nothing written yet. */
import type { Draft, LotMove } from '../domain/books.ts';
import type { ProgramVersion } from '../domain/program.ts';
import type { LockedShopper } from '../store/books.ts';
import type { Ask } from '../store/deliveries.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { StoredRedemption } from '../store/redemptions.ts';
import type { Context, ShopOfOrders } from './context.ts';

export type Desk = {
  ctx: Context;
  shop: ShopOfOrders;
  versions: readonly ProgramVersion[];
  orders: Map<string, StoredOrder>;
  drafts: Map<string, Draft>;
  locked: Map<string, LockedShopper>;
  /** Newest activity of shoppers in this batch. */
  activity: Map<string, number>;
  /** All signs of life of each shopper, where orders of long ago are judged. */
  signs?: ReadonlyMap<string, readonly number[]>;
  redemptions: StoredRedemption[];
  holdMoves: ReadonlyMap<string, LotMove[]>;
  asks: Ask[];
};

/** Puts a delivery on the list that is written with the batch. */
export function ask(desk: Desk, kind: Ask['kind'], key: string): void {
  desk.asks.push({ shopId: desk.shop.shopId, kind, key, dueAt: desk.ctx.now });
}
