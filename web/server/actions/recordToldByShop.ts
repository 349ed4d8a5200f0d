/**
 * What the shop's own messages tell besides orders: that somebody has an account, and that somebody
 * wants its mails. Both are facts with a moment of their own, so that it makes no difference which
 * message tells them, how often, or in which order.
 */
import { rulesFor } from '../domain/actions.ts';
import { programInForce } from '../domain/programs.ts';
import { readVersionsFast } from '../store/programs.ts';
import { findIdentities, identityKey } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, ShopOfOrders } from './context.ts';
import { customerIdentity } from './findShoppers.ts';
import { recordActions } from './recordActions.ts';

/** `at`: when the account was made, or the box was ticked. */
export type ToldByShop = { customerId: string; action: 'signUp' | 'newsletter'; at: number };

/** Their shoppers are known by now. Each brings points once, whatever is told of it again. */
export async function recordToldByShop(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  told: readonly ToldByShop[],
): Promise<void> {
  if (told.length === 0) return;
  const versions = await readVersionsFast(tx);
  const rewarded = told.filter(({ action, at }) => {
    const program = programInForce(versions, at)?.program;
    return program !== undefined && rulesFor(program, { action, about: null }).length > 0;
  });
  if (rewarded.length === 0) return;
  const identityOf = (customerId: string) => customerIdentity(shop.shopId, customerId);
  const known = await findIdentities(
    tx,
    rewarded.map(({ customerId }) => identityOf(customerId)),
  );
  const acts = rewarded.flatMap(({ customerId, action, at }) => {
    const shopperId = known.get(identityKey(identityOf(customerId)));
    const key = `${action}/${shopperId}`;
    return shopperId ? [{ shopperId, key, action, about: null, occurredAt: at }] : [];
  });
  await recordActions(tx, ctx, shop, 'platform', acts);
}
