/**
 * Money credit that an advocate gets with the points: owed while the referral is paid, from the moment on
 * when the points are theirs, and nothing when it is not. What was spent is not reclaimed (decision 0038).
 */
import { endOfLocalDayAfter } from '../../domain/days.ts';
import type { StoredReferral } from '../../store/referrals.ts';
import type { Tx } from '../../store/transaction.ts';
import { readCredits, writeOwed } from '../../store/wallet.ts';
import type { Owed } from '../../store/wallet.ts';
import { ask } from '../desk.ts';
import type { Desk } from '../desk.ts';
import { isPaid, programOf } from './payAdvocates.ts';

export async function giveAdvocateCredits(
  tx: Tx,
  desk: Desk,
  referrals: readonly StoredReferral[],
): Promise<void> {
  const { ctx, shop } = desk;
  const offering = referrals.flatMap((referral) => {
    const program = programOf(desk, referral.programVersion);
    const credit = program?.referral?.advocateCredit;
    return program && credit ? [{ referral, credit, currency: program.currency }] : [];
  });
  if (offering.length === 0) return;
  const keys = offering.map(({ referral }) => referral.orderId);
  const known = await readCredits(tx, 'referral', keys);
  const owed = offering.flatMap(({ referral, credit, currency }): Owed[] => {
    const { orderId: key, advocateId: shopperId, availableAt } = referral;
    const expiresAt = endOfLocalDayAfter(availableAt, credit.days, shop.timeZone);
    const paid = isPaid(referral);
    // Never owed is never written down; nor is what comes when its days are over.
    if (!known.has(key) && (!paid || expiresAt <= ctx.now)) return [];
    const targetMinor = paid ? credit.amountMinor : 0;
    const dates = { availableAt, expiresAt };
    return [
      { cause: 'referral', key, shopId: shop.shopId, shopperId, currency, targetMinor, ...dates },
    ];
  });
  const changed = await writeOwed(tx, owed, ctx.now);
  for (const shopperId of changed) ask(desk, 'settleWallet', shopperId);
}
