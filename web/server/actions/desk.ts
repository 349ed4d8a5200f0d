/** The desk of one batch of orders: everything locked and read, nothing written yet. */
import type { Draft, LotMove } from '../domain/books.ts';
import type { Purse } from '../domain/campaignPurse.ts';
import type { ProgramVersion } from '../domain/program.ts';
import type { SignOfLife } from '../domain/signsOfLife.ts';
import type { LockedShopper } from '../store/books.ts';
import type { Ask } from '../store/deliveries.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { StoredRedemption } from '../store/redemptions.ts';
import type { Context, ShopOfOrders } from './context.ts';
import type { TierPasts } from './seeTiers.ts';

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
  signs?: ReadonlyMap<string, readonly SignOfLife[]>;
  redemptions: StoredRedemption[];
  holdMoves: ReadonlyMap<string, LotMove[]>;
  asks: Ask[];
  /** What campaigns have left, where rules are in force; and products that nobody knows yet. */
  purse?: Purse;
  waits?: readonly { productId: string; platformOrderId: string }[];
  /** What counts for tiers, where a version has some: as it was stored before this batch. */
  tierPasts?: TierPasts;
  /** Orders that are judged again because of this batch, besides its own. */
  later?: readonly StoredOrder[];
  /** The message that told of an order last, by our id of the order and of its shopper. */
  causes?: Map<string, string>;
};

/** Puts a delivery on the list that is written with the batch. */
export function ask(desk: Desk, kind: Ask['kind'], key: string): void {
  const [about = ''] = key.split('/');
  const cause = desk.causes?.get(about) ?? null;
  desk.asks.push({ shopId: desk.shop.shopId, kind, key, dueAt: desk.ctx.now, cause });
}

/** A message told of this order: what is asked for on its account is asked for by that message. */
export function noteCause(
  desk: Desk,
  orderId: string,
  shopperId: string | null,
  cause: string | undefined,
): void {
  if (cause === undefined) return;
  desk.causes ??= new Map();
  desk.causes.set(orderId, cause);
  if (shopperId !== null) desk.causes.set(shopperId, cause);
}
