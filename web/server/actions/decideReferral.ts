/** A person says whether the member is paid for a friend, or the member asks them to look again. */
import { canBeAppealed } from '../domain/referralHold.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { waitForClub } from '../store/inbox.ts';
import { platformIdOf } from '../store/orders.ts';
import { isFriendOf, saveAppeal, saveDecision } from '../store/referralDecisions.ts';
import { lockReferrals } from '../store/referrals.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { judgeAdvocates } from './judgeFriends.ts';
import { recordOrders } from './recordOrders.ts';

export type DecideInput = {
  shopId: string;
  /** The friend's order. */
  orderId: string;
  pays: boolean;
  note: string;
  actor: string;
};

/**
 * What a person says outweighs what was found, and a later word an earlier one. Points come or go by the
 * way of every order, with the dates they would have had. Refuses with notFound where nothing was ever
 * found; said again in the same way is nothing.
 */
export async function decideReferral(
  tx: Tx,
  ctx: Context,
  input: DecideInput,
): Promise<{ ok: true } | Refusal> {
  const { shopId, orderId, pays, note, actor } = input;
  await waitForClub(tx);
  const [referral] = await lockReferrals(tx, [orderId]);
  const found = referral && (referral.holdReasons.length > 0 || referral.decided !== null);
  if (!found || referral.holdReasons.includes('unchecked')) return refuse('notFound');
  const decided = pays ? ('allowed' as const) : ('refused' as const);
  if (referral.decided === decided && referral.decidedBy !== 'clock') return { ok: true };
  await saveDecision(tx, orderId, { decided, decidedAt: ctx.now, decidedBy: actor, note });
  const action = pays ? 'allowReferral' : 'refuseReferral';
  const details = { orderId, shopperId: referral.advocateId, note };
  await writeAuditEntry(tx, { at: ctx.now, actor, action, details });
  await judgeOrderAgain(tx, ctx, shopId, orderId);
  // The answer may be that to others of the same home, too.
  await judgeAdvocates(tx, ctx, shopId, [referral.advocateId]);
  return { ok: true };
}

async function judgeOrderAgain(
  tx: Tx,
  ctx: Context,
  shopId: string,
  orderId: string,
): Promise<void> {
  const shop = await readShop(tx, shopId);
  const platformOrderId = await platformIdOf(tx, orderId);
  if (!shop || platformOrderId === null) return;
  await recordOrders(tx, ctx, shop, [{ platformOrderId, because: 'merged' }]);
}

export type AppealInput = { shopId: string; orderId: string; customerId: string };

/**
 * The member asks for another look at a friend that was not paid: once. Refuses with notFound where it
 * is not theirs, or there is nothing to look at again.
 */
export async function appealReferral(
  tx: Tx,
  ctx: Context,
  input: AppealInput,
): Promise<{ ok: true } | Refusal> {
  const { shopId, orderId, customerId } = input;
  await waitForClub(tx);
  if (!(await isFriendOf(tx, { shopId, orderId, customerId }))) return refuse('notFound');
  const [referral] = await lockReferrals(tx, [orderId]);
  if (!referral) return refuse('notFound');
  if (referral.appealedAt !== null && referral.decided === null) return { ok: true };
  if (!canBeAppealed(referral)) return refuse('notFound');
  await saveAppeal(tx, orderId, ctx.now);
  await writeAuditEntry(tx, {
    at: ctx.now,
    actor: 'shopper',
    action: 'appealReferral',
    details: { orderId, shopperId: referral.advocateId },
  });
  await judgeOrderAgain(tx, ctx, shopId, orderId);
  return { ok: true };
}
