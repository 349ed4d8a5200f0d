/** "Put it back": the code closes first, and only then do its points come back. */
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { readBalances } from '../store/balances.ts';
import { lockAccounts } from '../store/books.ts';
import { boughtSince, findRedemption, saveRedemption } from '../store/redemptions.ts';
import type { StoredRedemption } from '../store/redemptions.ts';
import type { ShopRef } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { askForCode, shopperOf } from './redeemReward.ts';
import type { Redeemed } from './redeemReward.ts';
import { takeBack } from './takePerk.ts';

export type RedemptionInput = { shop: ShopRef; customerId: string; redemptionId: string };

/**
 * Marks a redemption as closing and makes its delivery due. Repeating it changes nothing. Refuses
 * with notFound (another's looks the same), or codeUsed: an order has used it, or was placed while the
 * access was theirs.
 */
export async function cancelRedemption(
  tx: Tx,
  ctx: Context,
  input: RedemptionInput,
): Promise<Redeemed | Refusal> {
  const shopperId = await shopperOf(tx, input.shop.shopId, input.customerId);
  if (!shopperId) return refuse('notFound');
  const locked = (await lockAccounts(tx, [shopperId])).get(shopperId);
  const redemption = await findRedemption(tx, shopperId, input.redemptionId);
  // Merged while we waited for the lock: the customer's redemptions are somebody else's now.
  if (locked && locked.mergedInto !== null) return cancelRedemption(tx, ctx, input);
  if (!locked || !redemption) return refuse('notFound');
  // Credit is the shopper's own money from the moment it is asked for.
  if (redemption.status === 'used' || redemption.way === 'wallet') return refuse('codeUsed');
  const { available } = locked.account;
  const open = redemption.status === 'issuing' || redemption.status === 'open';
  const put = await putBack(tx, ctx, redemption);
  if (!put.ok) return put;
  const { deliveryId } = put;
  if (!open || redemption.way === 'code') return { ok: true, redemption, available, deliveryId };
  const now = await lookUp(tx, shopperId, redemption.redemptionId);
  return now.ok ? { ...now, deliveryId } : now;
}

/**
 * Closes what a locked shopper has taken; over already is nothing. Answers the delivery to be tried at
 * once. Refuses with codeUsed where an order was placed while the access was theirs.
 */
export async function putBack(
  tx: Tx,
  ctx: Context,
  redemption: StoredRedemption,
): Promise<{ ok: true; deliveryId: string | null } | Refusal> {
  const { way, shopperId, createdAt } = redemption;
  if (way === 'tag' && (await boughtSince(tx, shopperId, createdAt))) return refuse('codeUsed');
  if (redemption.status !== 'issuing' && redemption.status !== 'open') {
    return { ok: true, deliveryId: null };
  }
  redemption.status = 'closing';
  redemption.reason = 'cancel';
  saveRedemption(tx, redemption);
  const deliveryId =
    way === 'code' ? await askForCode(tx, ctx, redemption) : await takeBack(tx, ctx, redemption);
  return { ok: true, deliveryId };
}

/** One redemption as it is now. Refuses with notFound. */
export async function lookUpRedemption(
  tx: Tx,
  input: RedemptionInput,
): Promise<Redeemed | Refusal> {
  const shopperId = await shopperOf(tx, input.shop.shopId, input.customerId);
  return shopperId ? lookUp(tx, shopperId, input.redemptionId) : refuse('notFound');
}

async function lookUp(
  tx: Tx,
  shopperId: string,
  redemptionId: string,
): Promise<Redeemed | Refusal> {
  const redemption = await findRedemption(tx, shopperId, redemptionId);
  const [balance] = await readBalances(tx, [shopperId]);
  if (!redemption || !balance) return refuse('notFound');
  return { ok: true, redemption, available: balance.available, deliveryId: null };
}
