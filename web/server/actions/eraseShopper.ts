/** The person leaves, the amounts stay: the books must still add up. */
import type { CustomerFacts } from '../gateways/platform.ts';
import { eraseOrderMessages } from '../store/inbox.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { erasePerson, findIdentities } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { identitiesOf } from './findShoppers.ts';

/** Erases the shopper behind a platform customer; nothing to do when there is none. */
export async function eraseShopper(
  tx: Tx,
  ctx: Context,
  shopId: string,
  customer: CustomerFacts,
): Promise<void> {
  const identities = identitiesOf(tx, ctx, shopId, customer);
  const owners = new Set((await findIdentities(tx, identities)).values());
  for (const shopperId of owners) {
    await erasePerson(tx, shopperId, ctx.now);
    await writeAuditEntry(tx, {
      at: ctx.now,
      actor: 'platform',
      action: 'eraseShopper',
      details: { shopperId },
    });
  }
  await eraseOrderMessages(tx, customer.customerId);
}
