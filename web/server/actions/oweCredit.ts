/**
 * Money credit at the shop, for whatever gives it: an order's cashback, a reward. The caller says what
 * there should be; what is sent is target − posted, each call once (decision 0038).
 */
import { askFor } from '../store/deliveries.ts';
import type { Tx } from '../store/transaction.ts';
import { writeOwed } from '../store/wallet.ts';
import type { Owed } from '../store/wallet.ts';

/**
 * Puts down what causes are to give and asks for it to be settled. The same again changes nothing; a
 * lower target is taken back as far as the account holds it. `key` is unique among its cause for ever.
 * What becomes of it hears `WHEN_SETTLED` of `settleWallets`.
 */
export async function oweCredits(tx: Tx, owed: readonly Owed[], now: number): Promise<void> {
  if (owed.length === 0) return;
  const shopOf = new Map(owed.map(({ shopperId, shopId }) => [shopperId, shopId]));
  const changed = await writeOwed(tx, owed, now);
  const asks = changed.map((shopperId) => ({
    shopId: shopOf.get(shopperId) ?? owed[0]?.shopId ?? '',
    kind: 'settleWallet' as const,
    key: shopperId,
    dueAt: now,
  }));
  await askFor(tx, asks, now);
}
