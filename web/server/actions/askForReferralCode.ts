/** Something about a shopper changed that their personal code must follow: erased, frozen, let go. */
import { askFor } from '../store/deliveries.ts';
import { findReferralCode } from '../store/referralCodes.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

/** Makes the delivery of the shopper's code due; nothing where there is no code. */
export async function askForReferralCode(tx: Tx, ctx: Context, shopperId: string): Promise<void> {
  const code = await findReferralCode(tx, shopperId);
  if (!code) return;
  const { shopId } = code;
  const due = { shopId, kind: 'settleReferralCode' as const, key: shopperId, dueAt: ctx.now };
  await askFor(tx, [due], ctx.now);
}
