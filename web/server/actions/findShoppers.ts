/**
 * Who is this? Finds the shopper behind a platform customer or a guest, or makes one.
 *
 * A platform's customer id is proven, and so is an address that the platform vouches for. An address
 * that somebody typed proves nothing: it leads a guest's order to the guest who is known by it, which
 * can only give them points, and is remembered as typed for everybody else (decision 0016).
 */
import { normaliseEmail, normalisePhone } from '../domain/identities.ts';
import { heldOut } from '../domain/holdOut.ts';
import { keyed } from '../domain/keyed.ts';
import type { BuyerFacts } from '../domain/orderFacts.ts';
import {
  addIdentities,
  addShoppers,
  countSeen,
  customerIdsOf,
  findIdentities,
  identityKey,
} from '../store/shoppers.ts';
import type { Identity, IdentityKind } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { blockReturning } from './erasedMark.ts';

/** Emails and phones are kept as hashes bound to the club: useless outside it. */
export const hashed = (ctx: Context, clubId: string, kind: string, value: string): string =>
  keyed(ctx.keys.identity).update(`${clubId} ${kind} ${value}`).digest('base64url');

export const customerIdentity = (shopId: string, customerId: string): Identity => ({
  kind: 'customer',
  value: `${shopId}:${customerId}`,
});

/** An email and a phone, each as somebody's own and as typed by somebody; null: nobody's address. */
export type Addresses = { email: Address | null; phone: Address | null };
export type Address = { own: Identity; typed: Identity };

export function addressesOf(tx: Tx, ctx: Context, person: Omit<BuyerFacts, 'customerId'>) {
  const address = (
    kinds: [own: IdentityKind, typed: IdentityKind],
    text: string | null,
  ): Address | null => {
    const [own, typed] = kinds;
    if (!text) return null;
    const value = hashed(ctx, tx.clubId, own, text);
    return { own: { kind: own, value }, typed: { kind: typed, value } };
  };
  return {
    email: address(['email', 'typedEmail'], normaliseEmail(person.email)),
    phone: address(['phone', 'typedPhone'], normalisePhone(person.phone)),
  } satisfies Addresses;
}

/** Everything by which a buyer may be known to us, proven or typed: for looking up, not for giving. */
export function identitiesOf(tx: Tx, ctx: Context, shopId: string, buyer: BuyerFacts): Identity[] {
  const { email, phone } = addressesOf(tx, ctx, buyer);
  const customer = buyer.customerId === null ? [] : [customerIdentity(shopId, buyer.customerId)];
  const addresses = [email, phone].flatMap((each) => (each ? [each.own, each.typed] : []));
  return [...customer, ...addresses];
}

/** What leads to a buyer's shopper, and what they are only remembered to have typed. */
type Wanted = { key: string; own: Identity | null; typed: Identity[] };

function wantedOf(tx: Tx, ctx: Context, shopId: string, key: string, buyer: BuyerFacts): Wanted {
  const { email, phone } = addressesOf(tx, ctx, buyer);
  const typed = [email, phone].flatMap((each) => (each ? [each] : []));
  if (buyer.customerId !== null) {
    const own = customerIdentity(shopId, buyer.customerId);
    return { key, own, typed: typed.map((each) => each.typed) };
  }
  // A guest is known by one address: were it two, typing somebody's phone beside an email of one's
  // own would make both of them one person.
  const [first, ...others] = typed;
  return { key, own: first?.own ?? null, typed: others.map((each) => each.typed) };
}

/**
 * The shopper of each buyer, by the caller's key; null for nobody in particular. Unknown ones are
 * made, in one go. An identity that already belongs to somebody stays theirs.
 */
export async function findShoppers(
  tx: Tx,
  ctx: Context,
  shopId: string,
  buyers: ReadonlyMap<string, BuyerFacts>,
): Promise<Map<string, string | null>> {
  const wanted = [...buyers].map(([key, buyer]) => wantedOf(tx, ctx, shopId, key, buyer));
  const known = await findIdentities(
    tx,
    wanted.flatMap(({ own, typed }) => (own ? [own, ...typed] : typed)),
  );
  const found = new Map<string, string | null>();
  const fresh: string[] = [];
  const attach: (Identity & { shopperId: string })[] = [];
  for (const { key, own, typed } of wanted) {
    if (!own) {
      found.set(key, null);
      continue;
    }
    const owner = known.get(identityKey(own));
    const shopperId = owner ?? ctx.newId();
    if (owner === undefined) fresh.push(shopperId);
    for (const identity of [own, ...typed]) {
      if (known.has(identityKey(identity))) continue;
      known.set(identityKey(identity), shopperId);
      attach.push({ ...identity, shopperId });
    }
    found.set(key, shopperId);
  }
  await addFresh(tx, ctx, fresh);
  await addIdentities(tx, attach);
  await blockReturning(tx, ctx, fresh, attach);
  return found;
}

/** Who is held out is drawn when a shopper is first seen, and never again. */
export async function addFresh(tx: Tx, ctx: Context, fresh: readonly string[]): Promise<void> {
  if (fresh.length === 0) return;
  const seen = await countSeen(tx, fresh.length);
  const draw = (shopperId: string) => heldOut(ctx.keys.holdOut, tx.clubId, shopperId, seen);
  await addShoppers(
    tx,
    fresh.map((shopperId) => ({ shopperId, firstSeenAt: ctx.now, heldOut: draw(shopperId) })),
  );
}

/** Which of these shoppers are customers of the shop: the others are guests. */
export const customersAmong = async (
  tx: Tx,
  shopId: string,
  shopperIds: readonly string[],
): Promise<Set<string>> => new Set((await customerIdsOf(tx, shopId, shopperIds)).keys());

/**
 * The shoppers that are certainly this person: the customer's own, and guests with the same address.
 * Another customer who shares a phone is somebody else. Nobody for a customer id that was given up in
 * a merge, whose shopper is a customer still.
 */
export async function shoppersOfPerson(
  tx: Tx,
  ctx: Context,
  shopId: string,
  person: BuyerFacts,
): Promise<Set<string>> {
  const identities = identitiesOf(tx, ctx, shopId, person);
  const known = await findIdentities(tx, identities);
  const customers = await customerIdsOf(tx, shopId, [...new Set(known.values())]);
  const theirs = new Set<string>();
  for (const identity of identities) {
    const id = known.get(identityKey(identity));
    if (id === undefined) continue;
    const current = customers.get(id);
    if (current === undefined || (identity.kind === 'customer' && current === person.customerId)) {
      theirs.add(id);
    }
  }
  return theirs;
}
