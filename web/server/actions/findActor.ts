/** Who did something, as somebody else tells it: found, or made, by one at a time in a club. */
import { normaliseEmail, normalisePhone } from '../domain/identities.ts';
import type { BuyerFacts } from '../domain/orderFacts.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { waitForClub } from '../store/inbox.ts';
import { findIdentities } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { lookForErased } from './erasedPeople.ts';
import { customerIdentity, findShoppers } from './findShoppers.ts';

/**
 * The shopper whom a customer id, a mail address or a mobile number names. Waits for the club, and so
 * comes before anything else is locked. Refuses with invalid (nobody's address), or notFound for
 * somebody who was erased: they come back by buying or joining again, and not by an old list.
 */
export async function findActor(
  tx: Tx,
  ctx: Context,
  shopId: string,
  named: BuyerFacts,
): Promise<{ ok: true; shopperId: string } | Refusal> {
  const actor = nameOf(named);
  if (!actor) return refuse('invalid', { problem: 'wrongShape' }, 'shopper');
  await waitForClub(tx);
  if (await isErased(tx, ctx, shopId, actor)) return refuse('notFound');
  const found = await findShoppers(tx, ctx, shopId, new Map([['actor', actor]]));
  const shopperId = found.get('actor');
  if (!shopperId) throw new Error('a name that leads to nobody');
  return { ok: true, shopperId };
}

/** In the one spelling; null when it names nobody. */
export function nameOf({ customerId, email, phone }: BuyerFacts): BuyerFacts | null {
  if (customerId !== null) return { customerId, email: null, phone: null };
  const named = { customerId, email: normaliseEmail(email), phone: normalisePhone(phone) };
  return (named.email ?? named.phone) ? named : null;
}

async function isErased(
  tx: Tx,
  ctx: Context,
  shopId: string,
  { customerId }: BuyerFacts,
): Promise<boolean> {
  if (customerId === null) return false;
  const gone = await lookForErased(tx, ctx, shopId, { customerIds: [customerId] });
  if (gone.customer(customerId) === null) return false;
  return (await findIdentities(tx, [customerIdentity(shopId, customerId)])).size === 0;
}
