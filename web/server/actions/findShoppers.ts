/** Who is this? Finds the shopper behind a platform customer, an email or a phone, or makes one. */
import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { normaliseEmail, normalisePhone } from '../domain/identities.ts';
import { heldOut } from '../domain/holdOut.ts';
import type { BuyerFacts } from '../domain/orderFacts.ts';
import {
  addIdentities,
  addShoppers,
  countSeen,
  customerIdsOf,
  findIdentities,
  identityKey,
} from '../store/shoppers.ts';
import type { Identity } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

/** Making a key costs four times as much as using it, and this is on the order path. */
const keyObjects = new WeakMap<Uint8Array, KeyObject>();

function keyObjectOf(key: Uint8Array): KeyObject {
  const made = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, made);
  return made;
}

/** Emails and phones are kept as hashes bound to the club: useless outside it. */
const hashed = (ctx: Context, clubId: string, kind: string, value: string): string =>
  createHmac('sha256', keyObjectOf(ctx.keys.identity))
    .update(`${clubId} ${kind} ${value}`)
    .digest('base64url');

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
 *
 * An email or a phone is what somebody typed; only the platform's customer id is proven. So a
 * customer we do not know yet may take over the shopper of a guest who gave the same address, and
 * never that of another customer.
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
  const all = wanted.flatMap((want) => want.identities);
  const known = await findIdentities(tx, all);
  const strangers = wanted.filter(({ identities: [first] }) => {
    return first?.kind === 'customer' && !known.has(identityKey(first));
  });
  const doubtful = strangers.flatMap(({ identities }) => ownersAmong(identities, known));
  const proven = await provenAmong(tx, shopId, doubtful);
  const found = new Map<string, string | null>();
  const fresh: string[] = [];
  const attach: (Identity & { shopperId: string })[] = [];
  for (const { key, identities } of wanted) {
    if (identities.length === 0) {
      found.set(key, null);
      continue;
    }
    const owner = ownerOf(identities, known, proven);
    const shopperId = owner ?? ctx.newId();
    if (owner === undefined) fresh.push(shopperId);
    if (identities[0]?.kind === 'customer') proven.add(shopperId);
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

const ownersAmong = (
  identities: readonly Identity[],
  known: ReadonlyMap<string, string>,
): string[] => identities.flatMap((identity) => known.get(identityKey(identity)) ?? []);

/** Who of these shoppers is a customer of the shop. */
const provenAmong = async (
  tx: Tx,
  shopId: string,
  shopperIds: readonly string[],
): Promise<Set<string>> => new Set((await customerIdsOf(tx, shopId, shopperIds)).keys());

/** Whom these identities (strongest first) belong to, as far as anybody may say so. */
function ownerOf(
  identities: readonly Identity[],
  known: ReadonlyMap<string, string>,
  proven: ReadonlySet<string>,
): string | undefined {
  const isCustomer = identities[0]?.kind === 'customer';
  return identities
    .map((identity) => ({ identity, id: known.get(identityKey(identity)) }))
    .find(({ identity, id }) => {
      if (id === undefined) return false;
      return identity.kind === 'customer' || !isCustomer || !proven.has(id);
    })?.id;
}

/**
 * The shoppers that are certainly this person: the customer's own, and guests with the same address.
 * Another customer who shares a phone is somebody else.
 */
export async function shoppersOfPerson(
  tx: Tx,
  ctx: Context,
  shopId: string,
  person: BuyerFacts,
): Promise<Set<string>> {
  const identities = identitiesOf(tx, ctx, shopId, person);
  const known = await findIdentities(tx, identities);
  const proven = await provenAmong(tx, shopId, ownersAmong(identities, known));
  const theirs = new Set<string>();
  for (const identity of identities) {
    const id = known.get(identityKey(identity));
    if (id !== undefined && (identity.kind === 'customer' || !proven.has(id))) theirs.add(id);
  }
  return theirs;
}
