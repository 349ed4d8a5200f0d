/**
 * What the shop tells us of its customers: they become shoppers, with the details they gave. Answers
 * whose cards are due, to be asked for once every shopper of the batch is locked: a redemption locks
 * its shopper first and the card's row after.
 */
import type { CustomerFacts } from '../gateways/platform.ts';
import type { BuyerFacts } from '../domain/orderFacts.ts';
import type { Ask } from '../store/deliveries.ts';
import { updateDetails } from '../store/shoppers.ts';
import type { ShopperDetails } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { findShoppers } from './findShoppers.ts';

export async function recordCustomers(
  tx: Tx,
  ctx: Context,
  shopId: string,
  customers: readonly CustomerFacts[],
): Promise<Ask[]> {
  const newest = new Map<string, CustomerFacts>();
  for (const customer of customers) {
    const known = newest.get(customer.customerId);
    if (!known || known.updatedAt <= customer.updatedAt) newest.set(customer.customerId, customer);
  }
  if (newest.size === 0) return [];
  const buyers = new Map<string, BuyerFacts>(newest);
  const shoppers = await findShoppers(tx, ctx, shopId, buyers);
  const details: ShopperDetails[] = [];
  for (const [customerId, customer] of newest) {
    const shopperId = shoppers.get(customerId);
    if (!shopperId) continue;
    const { email, phone, firstName, lastName, locale, updatedAt } = customer;
    details.push({ shopperId, email, phone, firstName, lastName, locale, updatedAt });
  }
  await updateDetails(tx, details);
  return details.map(({ shopperId }) => ({
    shopId,
    kind: 'shopperCard' as const,
    key: shopperId,
    dueAt: ctx.now,
  }));
}
