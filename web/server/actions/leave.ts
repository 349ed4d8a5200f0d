/** A shop goes, or asks what we keep of somebody. */
import type { CustomerFacts } from '../gateways/platform.ts';
import { eraseBooks, writeAuditEntry } from '../store/auditLog.ts';
import { dropDeliveries } from '../store/deliveries.ts';
import { eraseMessages } from '../store/inbox.ts';
import { eraseAllPersons } from '../store/shoppers.ts';
import { markUninstalled, readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { shoppersOfPerson } from './findShoppers.ts';

/** The app was removed: its tokens go, the books wait for the shop's erasure or its return. */
export async function retireShop(tx: Tx, shopId: string, when: number): Promise<void> {
  await markUninstalled(tx, shopId, when);
}

/**
 * 48 hours after it left: persons, messages and books of the club go, through the audited door. A
 * request that was sent (`when`) before the shop came back is about a leaving that is over.
 */
export async function eraseShop(tx: Tx, ctx: Context, shopId: string, when: number): Promise<void> {
  const shop = await readShop(tx, shopId);
  if (shop && shop.installedAt > when) return;
  await markUninstalled(tx, shopId, ctx.now);
  await eraseAllPersons(tx, ctx.now);
  await eraseMessages(tx, ctx.now);
  await dropDeliveries(tx, ctx.now);
  await eraseBooks(tx, 'platform', ctx.now);
}

/** Somebody asked the shop what is kept of them: put down for the merchant to answer. */
export async function noteDataRequest(
  tx: Tx,
  ctx: Context,
  shopId: string,
  customer: CustomerFacts,
): Promise<void> {
  const [shopperId = 'nobody'] = await shoppersOfPerson(tx, ctx, shopId, customer);
  await writeAuditEntry(tx, {
    at: ctx.now,
    actor: 'platform',
    action: 'dataRequest',
    details: { shopperId },
  });
}
