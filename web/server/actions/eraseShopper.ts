/**
 * The person leaves, the amounts stay: the books must still add up. What can be found by a key goes at
 * once; orders and messages that merely name the person are looked through in steps (`forgetTraces`),
 * so that a club with a million messages works on meanwhile.
 */
import type { BuyerFacts } from '../domain/orderFacts.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { blockedAmong } from '../store/blocks.ts';
import { askFor } from '../store/deliveries.ts';
import type { Ask } from '../store/deliveries.ts';
import {
  addressesOfOthers,
  closeCodes,
  eraseBelongings,
  findBuyerless,
  forgetProven,
  readTraces,
} from '../store/erasures.ts';
import type { Traces } from '../store/erasures.ts';
import { addErasure } from '../store/erasureSteps.ts';
import { dropAlias } from '../store/merges.ts';
import { dropIdentities, erasePerson } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import { askForReferralCode } from './askForReferralCode.ts';
import type { Context } from './context.ts';
import { forgetToldKeys, rememberErased, standInFor } from './erasedPeople.ts';
import { addressesOf, customerIdentity, shoppersOfPerson } from './findShoppers.ts';

export type ErasureAsked = {
  /** As the platform names them: a customer, or an address alone. */
  person: BuyerFacts;
  /** The platform's ids of their orders, heard of or not. */
  orderIds: readonly string[];
};

/**
 * Erases the shoppers behind a person: their details, who bought their orders, whom they referred, what
 * staff wrote of them, their codes here and at the platform, and what messages told of them, the one
 * that asks for it included (it is marked as handled before).
 */
export async function eraseShopper(
  tx: Tx,
  ctx: Context,
  shopId: string,
  { person, orderIds }: ErasureAsked,
): Promise<void> {
  const owners = [...(await shoppersOfPerson(tx, ctx, shopId, person))];
  const traces = await readTraces(tx, shopId, owners);
  const addresses = [...(await theirAddresses(tx, traces, person))];
  const blocked = (await blockedAmong(tx, traces.shopperIds)).size > 0;
  const asks = await eraseRows(tx, ctx, traces, addresses);
  const { customerId } = person;
  if (customerId !== null) await dropAlias(tx, customerIdentity(shopId, customerId).value);
  const customerIds = [...new Set([...traces.customerIds, ...(customerId ? [customerId] : [])])];
  const unmarked = await withoutMark(tx, shopId, orderIds);
  const { codes } = traces;
  await rememberErased(tx, ctx, shopId, { customerIds, orderIds: unmarked, codes, blocked });
  const erasureId = ctx.newId();
  await addErasure(tx, {
    erasureId,
    shopId,
    words: [...new Set([...customerIds, ...addresses, ...traces.orderIds, ...orderIds, ...codes])],
    codes,
    standIns: codes.map((code) => standInFor(ctx, tx.clubId, code)),
    customerIds,
    stage: 'orders',
    place: '',
    askedAt: ctx.now,
  });
  asks.push({ shopId, kind: 'erasePerson', key: erasureId, dueAt: ctx.now });
  await askFor(tx, asks, ctx.now);
}

/** What goes at once; answers the deliveries that take their codes off the shop. */
async function eraseRows(
  tx: Tx,
  ctx: Context,
  traces: Traces,
  addresses: readonly string[],
): Promise<Ask[]> {
  const { shopperIds, fullNames } = traces;
  const hashes = addresses.flatMap((text) => {
    const { email, phone } = addressesOf(tx, ctx, { email: text, phone: text });
    return [email, phone].flatMap((each) => (each ? [each.own, each.typed] : []));
  });
  await dropIdentities(tx, hashes);
  for (const shopperId of shopperIds) await erasePerson(tx, shopperId, ctx.now);
  await eraseBelongings(tx, shopperIds, [...addresses, ...fullNames], ctx.now);
  await forgetToldKeys(tx, ctx, shopperIds);
  // A personal code may hold a first name: it goes from the shop, and then from our books.
  for (const shopperId of shopperIds) await askForReferralCode(tx, ctx, shopperId);
  for (const shopperId of shopperIds) {
    await writeAuditEntry(tx, {
      at: ctx.now,
      actor: 'platform',
      action: 'eraseShopper',
      details: { shopperId },
    });
  }
  const marks = [...new Set(hashes.map(({ value }) => value))];
  const closing = [...(await closeCodes(tx, shopperIds)), ...(await forgetProven(tx, marks))];
  return closing.map((each) => ({ ...each, dueAt: ctx.now }));
}

/** Emails and phones that are this person's and no other living shopper's, as written and lower case. */
async function theirAddresses(tx: Tx, traces: Traces, person: BuyerFacts): Promise<Set<string>> {
  const told = [...traces.emails, ...traces.phones, person.email ?? '', person.phone ?? ''];
  const theirs = [...new Set(told.flatMap((each) => [each, each.toLowerCase()]))].filter(Boolean);
  const others = await addressesOfOthers(tx, traces.shopperIds, theirs);
  return new Set(theirs.filter((each) => !others.has(each.toLowerCase())));
}

/** Orders that we know carry the mark themselves. */
async function withoutMark(tx: Tx, shopId: string, orderIds: readonly string[]): Promise<string[]> {
  const marked = await findBuyerless(tx, shopId, orderIds);
  return orderIds.filter((id) => !marked.has(id));
}
