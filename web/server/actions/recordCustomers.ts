/**
 * What the shop tells us of its customers: they become shoppers, with the details they gave. Where the
 * platform vouches for a customer's email, the guest who is known by it is this customer, and the two
 * become one; an email it does not vouch for, and any phone, is only remembered as typed.
 */
import type { CustomerFacts } from '../gateways/platform.ts';
import { aliasesAmong } from '../store/merges.ts';
import type { Pair } from '../store/merges.ts';
import { addIdentities, findIdentities, identityKey, updateDetails } from '../store/shoppers.ts';
import type { Identity, ShopperDetails } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, ShopOfOrders } from './context.ts';
import { blockReturning } from './erasedMark.ts';
import { addFresh, addressesOf, customerIdentity, customersAmong } from './findShoppers.ts';
import { joinShoppers, NOTHING_MERGED } from './mergeShoppers.ts';
import type { Merged } from './mergeShoppers.ts';

/**
 * Answers what is left to do: the cards are asked for once every shopper of the batch is locked, since
 * a redemption locks its shopper first and the card's row after.
 */
export async function recordCustomers(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  customers: readonly ToldCustomer[],
): Promise<Merged> {
  const newest = new Map<string, ToldCustomer>();
  for (const customer of customers) {
    const known = newest.get(customer.customerId);
    if (!known || known.updatedAt <= customer.updatedAt) newest.set(customer.customerId, customer);
  }
  if (newest.size === 0) return NOTHING_MERGED;
  const told = [...newest.values()].map((customer) => toldOf(tx, ctx, shop.shopId, customer));
  const { shoppers, pairs } = await recognise(tx, ctx, shop.shopId, told);
  const aliases = await aliasesAmong(
    tx,
    told.map(({ me }) => me.value),
  );
  const details: ShopperDetails[] = [];
  const causes = new Map<string, string>();
  for (const { customer, me } of told) {
    const shopperId = shoppers.get(customer.customerId);
    // The last words of a customer who was merged away say nothing of the one who was kept.
    if (shopperId === undefined || aliases.has(me.value)) continue;
    causes.set(shopperId, customer.cause);
    const { email, phone, firstName, lastName, locale, updatedAt } = customer;
    details.push({ shopperId, email, phone, firstName, lastName, locale, updatedAt });
  }
  const { asks, orderIds } = await joinShoppers(tx, ctx, shop, pairs);
  await updateDetails(tx, details);
  const { shopId } = shop;
  const cards = [...causes].map(([key, cause]) => {
    return { shopId, kind: 'shopperCard' as const, key, dueAt: ctx.now, cause };
  });
  return { asks: [...asks, ...cards], orderIds };
}

/** `cause`: the message that told of them. */
type ToldCustomer = CustomerFacts & { cause: string };

type Told = { customer: ToldCustomer; me: Identity; vouched: Identity | null; typed: Identity[] };

function toldOf(tx: Tx, ctx: Context, shopId: string, customer: ToldCustomer): Told {
  const { email, phone } = addressesOf(tx, ctx, customer);
  const vouched = customer.emailVerified && email ? email.own : null;
  const typed = [vouched ? null : email, phone].flatMap((each) => (each ? [each.typed] : []));
  return { customer, me: customerIdentity(shopId, customer.customerId), vouched, typed };
}

/** Finds or makes each customer's shopper, and the guests who turn out to be one of them. */
async function recognise(tx: Tx, ctx: Context, shopId: string, told: readonly Told[]) {
  const all = told.flatMap(({ me, vouched, typed }) => [
    me,
    ...(vouched ? [vouched] : []),
    ...typed,
  ]);
  const known = await findIdentities(tx, all);
  const customers = await customersAmong(tx, shopId, [...new Set(known.values())]);
  const shoppers = new Map<string, string>();
  const fresh: string[] = [];
  const pairs: Pair[] = [];
  const attach: (Identity & { shopperId: string })[] = [];
  for (const { customer, me, vouched, typed } of told) {
    const owner = vouched ? known.get(identityKey(vouched)) : undefined;
    const guest = owner !== undefined && !customers.has(owner) ? owner : undefined;
    const mine = known.get(identityKey(me));
    // A customer we did not know simply is the guest; nothing has to move.
    const shopperId = mine ?? guest ?? ctx.newId();
    if (mine === undefined && guest === undefined) fresh.push(shopperId);
    if (mine !== undefined && guest !== undefined) pairs.push({ from: guest, into: mine });
    customers.add(shopperId);
    if (guest !== undefined) customers.add(guest);
    for (const identity of [me, ...(vouched ? [vouched] : []), ...typed]) {
      if (known.has(identityKey(identity))) continue;
      known.set(identityKey(identity), shopperId);
      attach.push({ ...identity, shopperId });
    }
    shoppers.set(customer.customerId, shopperId);
  }
  await addFresh(tx, ctx, fresh);
  await addIdentities(tx, attach);
  await blockReturning(tx, ctx, fresh, attach);
  return { shoppers, pairs };
}
