/** Who is this? Finds the shopper behind a platform customer, an email or a phone, or makes one. */
import { createHmac } from 'node:crypto';
import { normaliseEmail, normalisePhone } from '../domain/identities.ts';
import { heldOut } from '../domain/holdOut.ts';
import type { BuyerFacts } from '../domain/orderFacts.ts';
import {
  addIdentities,
  addShoppers,
  countSeen,
  findIdentities,
  identityKey,
} from '../store/shoppers.ts';
import type { Identity } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

/** Emails and phones are kept as hashes bound to the club: useless outside it. */
const hashed = (ctx: Context, clubId: string, kind: string, value: string): string =>
  createHmac('sha256', ctx.keys.identity).update(`${clubId} ${kind} ${value}`).digest('base64url');

/** The identities of a buyer, strongest first. */
export function identitiesOf(tx: Tx, ctx: Context, shopId: string, buyer: BuyerFacts): Identity[] {
  const identities: Identity[] = [];
  const email = buyer.email === null ? null : normaliseEmail(buyer.email);
  const phone = buyer.phone === null ? null : normalisePhone(buyer.phone);
  if (buyer.customerId !== null) {
    identities.push({ kind: 'customer', value: `${shopId}:${buyer.customerId}` });
  }
  if (email) identities.push({ kind: 'email', value: hashed(ctx, tx.clubId, 'email', email) });
  if (phone) identities.push({ kind: 'phone', value: hashed(ctx, tx.clubId, 'phone', phone) });
  return identities;
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
  const wanted = [...buyers].map(([key, buyer]) => ({
    key,
    identities: identitiesOf(tx, ctx, shopId, buyer),
  }));
  const known = await findIdentities(
    tx,
    wanted.flatMap((want) => want.identities),
  );
  const found = new Map<string, string | null>();
  const fresh: string[] = [];
  const attach: (Identity & { shopperId: string })[] = [];
  for (const { key, identities } of wanted) {
    const owner = identities.map((i) => known.get(identityKey(i))).find((id) => id !== undefined);
    if (identities.length === 0) {
      found.set(key, null);
      continue;
    }
    const shopperId = owner ?? ctx.newId();
    if (owner === undefined) fresh.push(shopperId);
    for (const identity of identities) {
      if (known.has(identityKey(identity))) continue;
      known.set(identityKey(identity), shopperId);
      attach.push({ ...identity, shopperId });
    }
    found.set(key, shopperId);
  }
  await addFresh(tx, ctx, fresh);
  await addIdentities(tx, attach);
  return found;
}

/** Who is held out is drawn when a shopper is first seen, and never again. */
async function addFresh(tx: Tx, ctx: Context, fresh: readonly string[]): Promise<void> {
  if (fresh.length === 0) return;
  const seen = await countSeen(tx, fresh.length);
  const draw = (shopperId: string) => heldOut(ctx.keys.holdOut, tx.clubId, shopperId, seen);
  await addShoppers(
    tx,
    fresh.map((shopperId) => ({ shopperId, firstSeenAt: ctx.now, heldOut: draw(shopperId) })),
  );
}
