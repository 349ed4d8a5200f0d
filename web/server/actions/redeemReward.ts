/** A shopper takes a reward: points are set aside and a delivery that makes the code is due. */
import { openDraft } from '../domain/books.ts';
import { deriveCode } from '../domain/code.ts';
import { expiryOf } from '../domain/days.ts';
import type { Program, ProgramVersion } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import { decideRedemption, termsKey } from '../domain/redemption.ts';
import type { RedemptionAgreed } from '../domain/redemption.ts';
import { hold } from '../domain/redemptionBook.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { expireLots, keepAlive } from '../domain/upkeepBook.ts';
import { lockAccounts, writeDrafts } from '../store/books.ts';
import type { LockedShopper } from '../store/books.ts';
import { askFor } from '../store/deliveries.ts';
import { digestOf } from '../store/orders.ts';
import { readVersionsFast } from '../store/programs.ts';
import { addRedemption, countOpen, findRedemption } from '../store/redemptions.ts';
import type { StoredRedemption } from '../store/redemptions.ts';
import { findIdentities } from '../store/shoppers.ts';
import type { ShopRef } from '../store/shops.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

export type RedeemInput = {
  shop: ShopRef;
  customerId: string;
  /** Minted by the shopper's device: the same id is the same redemption, however often it comes. */
  redemptionId: string;
  rewardId: string;
  /** The price the shopper agreed to. */
  points: number;
};

export type Redeemed = {
  ok: true;
  redemption: StoredRedemption;
  available: bigint;
  /** The delivery that makes or takes back the code, when there is still something to do. */
  deliveryId: string | null;
};

/** Which shopper a platform customer is here; null when we have never heard of them. */
export async function shopperOf(
  tx: Tx,
  shopId: string,
  customerId: string,
): Promise<string | null> {
  const found = await findIdentities(tx, [{ kind: 'customer', value: `${shopId}:${customerId}` }]);
  return [...found.values()][0] ?? null;
}

/**
 * Refuses with frozen, programOff, rewardGone, priceChanged, tooManyCodes, notEnoughPoints, or
 * sameIdOtherInput when the id was used for something else. A repeated call gets its redemption as
 * it is now.
 */
export async function redeemReward(
  tx: Tx,
  ctx: Context,
  input: RedeemInput,
): Promise<Redeemed | Refusal> {
  const shopperId = await shopperOf(tx, input.shop.shopId, input.customerId);
  if (!shopperId) return refuse('notEnoughPoints', { missing: input.points });
  const locked = (await lockAccounts(tx, [shopperId])).get(shopperId);
  if (!locked) throw new Error('an identity without its shopper');
  const before = await findRedemption(tx, shopperId, input.redemptionId);
  if (before) return repeat(before, input, locked);
  if (locked.frozen) return refuse('frozen');
  const shop = await readShop(tx, input.shop.shopId);
  if (!shop) throw new Error('a call for a shop that is not there');
  const inForce = programInForce(await readVersionsFast(tx), ctx.now);
  const draft = openDraft(locked.account, ctx.newId);
  expireLots(draft, ctx.now);
  const decision = decideRedemption({
    program: inForce?.program ?? null,
    rewardId: input.rewardId,
    agreedPoints: input.points,
    available: locked.account.available,
    openCodes: await countOpen(tx, shopperId),
    now: ctx.now,
    timeZone: shop.timeZone,
  });
  if (!decision.ok) return decision;
  if (!inForce) throw new Error('agreed without a program');
  const transfer = hold(draft, decision.points, input.redemptionId, ctx.now);
  moveExpiry(draft, inForce.program, shop.timeZone, locked, ctx.now);
  const redemption = redemptionOf(tx, ctx, input, { shopperId, inForce, decision });
  redemption.holdTransferId = transfer.id;
  await writeDrafts(tx, [draft], new Map([[shopperId, ctx.now]]), ctx.now);
  await addRedemption(tx, redemption);
  const deliveryId = await askForCode(tx, ctx, redemption);
  return { ok: true, redemption, available: locked.account.available, deliveryId };
}

function repeat(before: StoredRedemption, input: RedeemInput, locked: LockedShopper) {
  const same = before.rewardId === input.rewardId && before.points === BigInt(input.points);
  if (!same) return refuse('sameIdOtherInput');
  const { available } = locked.account;
  return { ok: true as const, redemption: before, available, deliveryId: null };
}

/** Under `inactivity`, redeeming is a sign of life. */
function moveExpiry(
  draft: Parameters<typeof keepAlive>[0],
  program: Program,
  timeZone: string,
  locked: LockedShopper,
  now: number,
): void {
  if (program.expiry.kind !== 'inactivity') return;
  const lastActivityAt = Math.max(now, locked.lastActivityAt ?? 0);
  const end = expiryOf(program.expiry, { earnedAt: now, lastActivityAt }, timeZone);
  if (end !== null) keepAlive(draft, end);
}

function redemptionOf(
  tx: Tx,
  ctx: Context,
  input: RedeemInput,
  agreed: { shopperId: string; inForce: ProgramVersion; decision: RedemptionAgreed },
): StoredRedemption {
  const { shopperId, inForce, decision } = agreed;
  return {
    shopperId,
    redemptionId: input.redemptionId,
    shopId: input.shop.shopId,
    rewardId: decision.rewardId,
    programVersion: inForce.version,
    points: decision.points,
    terms: decision.terms,
    termsHash: digestOf(termsKey(decision.terms)),
    code: deriveCode(ctx.keys.code, [tx.clubId, shopperId, input.redemptionId]),
    status: 'issuing',
    reason: null,
    graceDays: inForce.program.graceDays,
    holdTransferId: '',
    holdPosted: false,
    sent: false,
    orderId: null,
    returned: 0n,
    nextPosting: 1,
    createdAt: ctx.now,
    expiresAt: decision.expiresAt,
    closedAt: null,
  };
}

/** Makes the redemption's delivery due now, and its shopper's card. Answers the delivery's id. */
export async function askForCode(
  tx: Tx,
  ctx: Context,
  redemption: StoredRedemption,
): Promise<string> {
  const { shopId, shopperId, redemptionId } = redemption;
  const key = `${shopperId}/${redemptionId}`;
  const asked = await askFor(
    tx,
    [
      { shopId, kind: 'settleCode', key, dueAt: ctx.now },
      { shopId, kind: 'shopperCard', key: shopperId, dueAt: ctx.now },
    ],
    ctx.now,
  );
  const deliveryId = asked.get(`settleCode ${key}`);
  if (!deliveryId) throw new Error('a delivery that was just asked for is not there');
  return deliveryId;
}
