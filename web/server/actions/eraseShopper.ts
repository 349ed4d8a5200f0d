/** The person leaves, the amounts stay: the books must still add up. */
import type { CustomerFacts } from '../gateways/platform.ts';
import { erasePersonMessages } from '../store/inbox.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { dropAlias } from '../store/merges.ts';
import { eraseBuyer, erasePerson } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import { askForReferralCode } from './askForReferralCode.ts';
import type { Context } from './context.ts';
import { customerIdentity, shoppersOfPerson } from './findShoppers.ts';

/**
 * Erases the shopper behind a platform customer: their details, who bought their orders, and what
 * messages told of them, the one that asks for it included (it is marked as handled before).
 */
export async function eraseShopper(
  tx: Tx,
  ctx: Context,
  shopId: string,
  customer: CustomerFacts,
): Promise<void> {
  const owners = await shoppersOfPerson(tx, ctx, shopId, customer);
  for (const shopperId of owners) {
    await erasePerson(tx, shopperId, ctx.now);
    // A personal code may hold a first name: it goes from the shop, and then from our books.
    await askForReferralCode(tx, ctx, shopperId);
    await writeAuditEntry(tx, {
      at: ctx.now,
      actor: 'platform',
      action: 'eraseShopper',
      details: { shopperId },
    });
  }
  const { customerId, email, phone } = customer;
  await dropAlias(tx, customerIdentity(shopId, customerId).value);
  const orderIds = await eraseBuyer(tx, [...owners], { customerId, email, phone });
  // A guest's messages name no customer, but the orders that turned out to be theirs.
  const words = [customerId, email ?? '', email?.toLowerCase() ?? '', phone ?? '', ...orderIds];
  await erasePersonMessages(tx, words, ctx.now);
}
