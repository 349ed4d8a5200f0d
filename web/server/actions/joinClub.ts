/** A shopper who is logged in at the shop joins the club (`POST /proxy/join`). */
import type { Refusal } from '../domain/refusals.ts';
import { refuse } from '../domain/refusals.ts';
import type { StoredAction } from '../store/actions.ts';
import { askFor } from '../store/deliveries.ts';
import { waitForClub } from '../store/inbox.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { findShoppers } from './findShoppers.ts';
import { recordActions } from './recordActions.ts';

/** `deliveryId`: what the shop is asked before anything is earned, while that is still to come. */
export type Joined = { ok: true; action: StoredAction; deliveryId: string | null };

/** Once for each shopper: joining again answers what the first time brought. */
export async function joinClub(
  tx: Tx,
  ctx: Context,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<Joined | Refusal> {
  const shop = await readShop(tx, shopId);
  if (!shop) return refuse('notFound');
  await waitForClub(tx);
  const me = { customerId, email: null, phone: null };
  const shopperId = (await findShoppers(tx, ctx, shopId, new Map([['me', me]]))).get('me');
  if (!shopperId) throw new Error('a customer who is nobody');
  const told = { shopperId, key: `signUp/${shopperId}`, action: 'signUp', about: null };
  const [action] = await recordActions(tx, ctx, shop, 'shopper', [
    { ...told, occurredAt: ctx.now },
  ]);
  if (!action) throw new Error('an action that was not recorded');
  if (action.outcome !== 'asking') return { ok: true, action, deliveryId: null };
  const asks = [{ shopId, kind: 'lookUpTags' as const, key: action.actionId, dueAt: ctx.now }];
  const [deliveryId = null] = (await askFor(tx, asks, ctx.now)).values();
  return { ok: true, action, deliveryId };
}
