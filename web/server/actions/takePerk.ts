/** Rewards that need no code: begun when they are taken, and ended when they are put back or over. */
import type { StoredRedemption } from '../store/redemptions.ts';
import { lockAccounts } from '../store/books.ts';
import { askFor } from '../store/deliveries.ts';
import { lockCredit, writeOwed } from '../store/wallet.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import type { CodeNews } from './driveCodes.ts';
import { finishCodes } from './finishCodes.ts';
import { askByHand, endTags, giveTags, withdrawByHand } from './perks.ts';
import type { PerkOf } from './perks.ts';

const perkOf = ({ shopId, shopperId, redemptionId }: StoredRedemption): PerkOf => ({
  shopId,
  shopperId,
  source: 'redemption',
  sourceKey: redemptionId,
});

/** Answers the delivery that is to be tried at once; null where a person is awaited. */
export async function begin(
  tx: Tx,
  ctx: Context,
  redemption: StoredRedemption,
): Promise<string | null> {
  const { value } = redemption.terms;
  const perk = perkOf(redemption);
  if (value.kind === 'byHand') {
    await askByHand(tx, ctx, perk, { text: value.text, dueAt: redemption.expiresAt });
    return null;
  }
  if (value.kind === 'walletCredit') return askForCredit(tx, ctx, redemption, value.amountMinor);
  if (value.kind !== 'earlyAccess') throw new Error(`a ${value.kind} needs a code`);
  return askedFor(tx, ctx, await giveTags(tx, ctx, perk, [value.tag]));
}

/** Its hold names the credit: no other redemption ever has it. */
async function askForCredit(
  tx: Tx,
  ctx: Context,
  redemption: StoredRedemption,
  targetMinor: number,
): Promise<string> {
  const { shopId, shopperId, holdTransferId: key, expiresAt, terms } = redemption;
  const { currency } = terms;
  const owed = { cause: 'redemption' as const, key, shopId, shopperId, currency, targetMinor };
  await writeOwed(tx, [{ ...owed, availableAt: ctx.now, expiresAt }], ctx.now);
  return askedFor(tx, ctx, { shopId, kind: 'settleWallet', key: shopperId, dueAt: ctx.now });
}

/**
 * A closing redemption: its tag comes off the shop, and only then its points come back; what nobody has
 * done yet is to be done no more. Its shopper is locked. Answers the delivery to be tried at once.
 */
export async function takeBack(
  tx: Tx,
  ctx: Context,
  redemption: StoredRedemption,
): Promise<string | null> {
  const perk = perkOf(redemption);
  if (redemption.way === 'tag') {
    const ask = await endTags(tx, ctx, perk);
    return ask && askedFor(tx, ctx, ask);
  }
  await withdrawByHand(tx, ctx, perk);
  const { shopId, shopperId, redemptionId } = redemption;
  const key = { shopperId, redemptionId };
  await finishCodes(tx, ctx, shopId, [{ key, told: { kind: 'gone' } }]);
  return null;
}

/** The points of a credit: spent once it is in the wallet, back where it never will be. */
export async function settleCredit(
  tx: Tx,
  ctx: Context,
  { shopId, shopperId, redemptionId, holdTransferId: key }: StoredRedemption,
): Promise<void> {
  await lockAccounts(tx, [shopperId]);
  const credit = await lockCredit(tx, { cause: 'redemption', key });
  if (!credit) return;
  const there = credit.targetMinor > 0 && credit.postedMinor === credit.targetMinor;
  const { refusal } = credit;
  if (!there && refusal === null) return;
  const told: CodeNews = there
    ? { kind: 'done' }
    : { kind: 'refused', reason: refusal ?? 'wallet' };
  await finishCodes(tx, ctx, shopId, [{ key: { shopperId, redemptionId }, told }]);
}

/** Its time is over: it was had, so its points stay spent. One that is for good keeps its tag. */
export async function runOut(tx: Tx, ctx: Context, redemption: StoredRedemption): Promise<void> {
  const { value } = redemption.terms;
  redemption.status = 'used';
  redemption.closedAt = ctx.now;
  const forGood = value.kind === 'earlyAccess' && value.forGood;
  const ask = forGood ? null : await endTags(tx, ctx, perkOf(redemption));
  if (ask) await askedFor(tx, ctx, ask);
}

async function askedFor(
  tx: Tx,
  ctx: Context,
  ask: Parameters<typeof askFor>[1][number],
): Promise<string> {
  const { shopId, shopperId } = { shopId: ask.shopId, shopperId: ask.key };
  const card = { shopId, kind: 'shopperCard' as const, key: shopperId, dueAt: ctx.now };
  const asked = await askFor(tx, [ask, card], ctx.now);
  const deliveryId = asked.get(`${ask.kind} ${ask.key}`);
  if (!deliveryId) throw new Error('a delivery that was just asked for is not there');
  return deliveryId;
}
