/** A shopper wants to invite: their code is there, and on its way to the platform. */
import { programInForce } from '../domain/programs.ts';
import { termsKey } from '../domain/redemption.ts';
import { friendTerms } from '../domain/referrals.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { askFor } from '../store/deliveries.ts';
import { digestOf } from '../store/orders.ts';
import { readVersionsFast } from '../store/programs.ts';
import { findReferralCode } from '../store/referralCodes.ts';
import type { ShopRef } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { findShoppers } from './findShoppers.ts';
import { giveCodes } from './giveCodes.ts';

export type Invited = {
  ok: true;
  /** The delivery that puts the code on the platform, while it is not there. */
  deliveryId: string | null;
};

/**
 * Gives a platform customer, known or not, their personal code. Repeating it changes nothing. Refuses
 * with programOff where nobody is rewarded for friends now.
 */
export async function inviteFriends(
  tx: Tx,
  ctx: Context,
  input: { shop: ShopRef; customerId: string },
): Promise<Invited | Refusal> {
  const program = programInForce(await readVersionsFast(tx), ctx.now)?.program ?? null;
  const terms = friendTerms(program);
  if (!program?.referral) return refuse('programOff');
  const { shopId } = input.shop;
  const buyer = { customerId: input.customerId, email: null, phone: null };
  const found = await findShoppers(tx, ctx, shopId, new Map([['me', buyer]]));
  const shopperId = found.get('me');
  if (!shopperId) throw new Error('a customer id that is nobody');
  await giveCodes(tx, ctx, shopId, [shopperId]);
  const code = await findReferralCode(tx, shopperId);
  // Where no code is shared, theirs is for the link alone and nothing of it is at the platform.
  const ready = !terms || (code?.confirmed && code.termsHash === digestOf(termsKey(terms)));
  if (!code || ready) return { ok: true, deliveryId: null };
  const key = shopperId;
  const asked = await askFor(
    tx,
    [{ shopId, kind: 'settleReferralCode', key, dueAt: ctx.now }],
    ctx.now,
  );
  return { ok: true, deliveryId: asked.get(`settleReferralCode ${key}`) ?? null };
}
