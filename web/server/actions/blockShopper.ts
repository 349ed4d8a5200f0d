/**
 * A person blocks a shopper, or lets them be. Blocked, they earn nothing, spend nothing, get no codes and
 * bring no friends; what they had is held for them: points stay and do not end, those in open codes come
 * back, and codes that were given rest and are made again when it is over, if their day has not come.
 */
import { openDraft } from '../domain/books.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { moveUntoldEnds } from '../domain/upkeepBook.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import {
  endBlocked,
  lockBlocked,
  lookAtTiers,
  restCodes,
  setBlocked,
  wakeCodes,
} from '../store/blocks.ts';
import { lockAccounts, writeDrafts } from '../store/books.ts';
import { askFor } from '../store/deliveries.ts';
import { openRedemptions } from '../store/redemptions.ts';
import { readOnlyShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import { shoppersUnsettled } from '../store/wallet.ts';
import { askForReferralCode } from './askForReferralCode.ts';
import { putBack } from './cancelRedemption.ts';
import type { Context } from './context.ts';

export type BlockInput = {
  shopId: string;
  shopperId: string;
  blocked: boolean;
  note: string;
  actor: string;
};

/** Refuses with notFound. Blocked again, or let be again, is nothing and leaves no note. */
export async function blockShopper(
  tx: Tx,
  ctx: Context,
  input: BlockInput,
): Promise<{ ok: true } | Refusal> {
  const { shopperId, blocked, note, actor } = input;
  const before = await lockBlocked(tx, shopperId);
  if (before === undefined) return refuse('notFound');
  if (before === blocked) return { ok: true };
  if (blocked) {
    await setBlocked(tx, [shopperId], ctx.now);
    await rest(tx, ctx, shopperId);
  } else await wake(tx, ctx, shopperId);
  const action = blocked ? 'blockShopper' : 'unblockShopper';
  await writeAuditEntry(tx, { at: ctx.now, actor, action, details: { shopperId, note } });
  return { ok: true };
}

/** What a shopper who is blocked from now on has at the shop is taken off it. They are locked. */
export async function rest(tx: Tx, ctx: Context, shopperId: string): Promise<void> {
  for (const redemption of await openRedemptions(tx, shopperId)) {
    await putBack(tx, ctx, redemption);
  }
  await askAll(tx, ctx, shopperId, await restCodes(tx, [shopperId]));
}

async function wake(tx: Tx, ctx: Context, shopperId: string): Promise<void> {
  const shop = await readOnlyShop(tx);
  if (!shop) throw new Error('a shopper of no shop');
  // Ends that came meanwhile move on while they still may.
  const locked = (await lockAccounts(tx, [shopperId])).get(shopperId);
  if (!locked) throw new Error('a shopper that was just locked is not there');
  const draft = openDraft(locked.account, ctx.newId);
  moveUntoldEnds(draft, ctx.now, shop.timeZone);
  writeDrafts(tx, [draft], new Map(), ctx.now);
  await endBlocked(tx, shopperId, ctx.now);
  const asks = await wakeCodes(tx, shopperId, ctx.now);
  const unsettled = await shoppersUnsettled(tx, shop.shopId, [shopperId]);
  const wallets = unsettled.map((key) => {
    return { shopId: shop.shopId, kind: 'settleWallet' as const, key };
  });
  await askAll(tx, ctx, shopperId, [...asks, ...wallets]);
}

type Wanted = { shopId: string; kind: Parameters<typeof askFor>[1][number]['kind']; key: string };

async function askAll(
  tx: Tx,
  ctx: Context,
  shopperId: string,
  asks: readonly Wanted[],
): Promise<void> {
  await askForReferralCode(tx, ctx, shopperId);
  await lookAtTiers(tx, [shopperId]);
  await askFor(
    tx,
    asks.map((each) => ({ ...each, dueAt: ctx.now })),
    ctx.now,
  );
}
