/** Something about a shopper changed that their personal code must follow: erased, frozen, let go. */
import { askFor } from '../store/deliveries.ts';
import type { Ask } from '../store/deliveries.ts';
import { codeOwners, findReferralCode } from '../store/referralCodes.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

/** Makes the delivery of the shopper's code due, and of those of who became them; nothing without. */
export async function askForReferralCode(tx: Tx, ctx: Context, shopperId: string): Promise<void> {
  const asks: Ask[] = [];
  for (const owner of await codeOwners(tx, shopperId)) {
    const code = await findReferralCode(tx, owner);
    if (!code) continue;
    const { shopId } = code;
    asks.push({ shopId, kind: 'settleReferralCode', key: owner, dueAt: ctx.now });
  }
  await askFor(tx, asks, ctx.now);
}
