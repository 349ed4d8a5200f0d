/**
 * The strict link flow: a friend names an address, reads a mail, types its code, and gets a discount
 * code of their own where nobody known by that address has bought here. What is answered before the
 * mail is read is the same for everybody.
 */
import { deriveCode } from '../domain/code.ts';
import { answerCheck, askCheck, digitsOf, typedDigits } from '../domain/friendCheck.ts';
import type { Program } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import { termsKey } from '../domain/redemption.ts';
import { ORDERS_READ, ownTerms } from '../domain/referrals.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { askFor } from '../store/deliveries.ts';
import { lockCheck, saveCheck } from '../store/friendChecks.ts';
import type { StoredCheck } from '../store/friendChecks.ts';
import { findGiven, giveCode } from '../store/givenCodes.ts';
import type { GivenCode } from '../store/givenCodes.ts';
import { digestOf } from '../store/orders.ts';
import { readVersionsFast } from '../store/programs.ts';
import { ownersOfCodes } from '../store/referralCodes.ts';
import { readFirstOrders, readWorking } from '../store/referrals.ts';
import { findIdentities } from '../store/shoppers.ts';
import { readShop } from '../store/shops.ts';
import type { ShopRef } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { addressesOf } from './findShoppers.ts';
import type { Address } from './findShoppers.ts';

export type Sent = { shop: ShopRef; ref: string; email: string };

type Place = { advocateId: string; address: Address; version: number; program: Program };

/**
 * Asks for a mail with a code. Refuses with programOff where friends need none, notFound for a code of
 * nobody, and invalid for what is no address. Too many mails to one address are quietly none.
 */
export async function checkAddress(
  tx: Tx,
  ctx: Context,
  sent: Sent & { locale: string },
): Promise<{ ok: true } | Refusal> {
  const place = await placeOf(tx, ctx, sent);
  if ('kind' in place) return place;
  const { shopId } = sent.shop;
  const mark = place.address.own.value;
  const next = askCheck(await lockCheck(tx, mark), ctx.now);
  if (!next) return { ok: true };
  const { advocateId } = place;
  const { email, locale } = sent;
  await saveCheck(tx, { ...next, mark, shopId, advocateId, email: email.trim(), locale });
  const asked = { shopId, kind: 'mail' as const, key: `check/${mark}`, dueAt: ctx.now };
  await askFor(tx, [asked], ctx.now);
  return { ok: true };
}

export type Claimed = { ok: true; given: GivenCode; deliveryId: string | null };

/**
 * The code of the mail against a discount code: one an address, the same when asked again. Refuses as
 * `checkAddress` does, with checkFailed where the code does not fit, and, once the address is proven,
 * with notNew for who has bought here, sent themselves or used their code.
 */
export async function claimCode(
  tx: Tx,
  ctx: Context,
  sent: Sent & { code: string },
): Promise<Claimed | Refusal> {
  const place = await placeOf(tx, ctx, sent);
  if ('kind' in place) return place;
  const check = await lockCheck(tx, place.address.own.value);
  const right = check !== null && typedDigits(sent.code) === codeOfCheck(tx, ctx, check);
  const { proven, misses } = answerCheck(check, { right, now: ctx.now });
  if (check) await saveCheck(tx, { ...check, misses, proven: check.proven || proven });
  if (!proven) return refuse('checkFailed');
  const given = await giveOwn(tx, ctx, sent.shop, place);
  if ('kind' in given) return given;
  if (given.status !== 'issuing') return { ok: true, given, deliveryId: null };
  const { shopId, givenId: key } = given;
  const kind = 'settleGivenCode' as const;
  const asked = await askFor(tx, [{ shopId, kind, key, dueAt: ctx.now }], ctx.now);
  return { ok: true, given, deliveryId: asked.get(`${kind} ${key}`) ?? null };
}

/** What stands in the mail: it follows from the row, so that nobody keeps it. */
export const codeOfCheck = (
  tx: Tx,
  ctx: Pick<Context, 'keys'>,
  { mark, createdAt, sent }: Pick<StoredCheck, 'mark' | 'createdAt' | 'sent'>,
): string => {
  const parts = [tx.clubId, 'friendCheck', mark, String(createdAt), String(sent)];
  return digitsOf(deriveCode(ctx.keys.code, parts, 6));
};

async function placeOf(tx: Tx, ctx: Context, { ref, email }: Sent): Promise<Place | Refusal> {
  const inForce = programInForce(await readVersionsFast(tx), ctx.now);
  if (!inForce || !ownTerms(inForce.program, ctx.now, 'UTC')) return refuse('programOff');
  const code = ref.trim().toUpperCase();
  const owner = (await ownersOfCodes(tx, [code])).get(code);
  const advocateId = owner === undefined ? null : await readWorking(tx, owner);
  if (advocateId === null) return refuse('notFound');
  const { email: address } = addressesOf(tx, ctx, { email, phone: null });
  if (!address) return refuse('invalid', { problem: 'wrongShape' }, 'email');
  return { advocateId, address, version: inForce.version, program: inForce.program };
}

async function giveOwn(
  tx: Tx,
  ctx: Context,
  { shopId }: ShopRef,
  place: Place,
): Promise<GivenCode | Refusal> {
  const about = place.address.own.value;
  const [before] = await findGiven(tx, 'friend', about);
  if (before) {
    const gone = before.status !== 'issuing' && before.status !== 'open';
    return gone || before.endsAt <= ctx.now ? refuse('notNew') : before;
  }
  if (await isKnown(tx, place)) return refuse('notNew');
  const shop = await readShop(tx, shopId);
  const terms = ownTerms(place.program, ctx.now, shop?.timeZone ?? 'UTC');
  if (!terms) return refuse('programOff');
  return giveCode(tx, {
    givenId: ctx.newId(),
    shopId,
    why: 'friend',
    about,
    advocateId: place.advocateId,
    programVersion: place.version,
    terms,
    termsHash: digestOf(termsKey(terms)),
    code: deriveCode(ctx.keys.code, [tx.clubId, 'friend', about]),
    status: 'issuing',
    reason: null,
    confirmed: false,
    createdAt: ctx.now,
    endsAt: terms.endsAt,
    usedOrderId: null,
    costMinor: 0n,
  });
}

/** Whether anybody known by this address is the advocate, or has bought here as far as we know. */
async function isKnown(tx: Tx, { address, advocateId }: Place): Promise<boolean> {
  const owners = await findIdentities(tx, [address.own, address.typed]);
  const people = [...new Set(owners.values())];
  if (people.includes(advocateId)) return true;
  const orders = await readFirstOrders(tx, people, ORDERS_READ);
  return orders.some(({ test, cancelledAt }) => !test && cancelledAt === null);
}
