/** A shopper takes a reward: points are set aside and a delivery that makes the code is due. */
import { openDraft } from '../domain/books.ts';
import { deriveCode } from '../domain/code.ts';
import { keptBy } from '../domain/days.ts';
import type { ProgramVersion } from '../domain/program.ts';
import { decideRedemption, termsKey } from '../domain/redemption.ts';
import type { RedemptionAgreed } from '../domain/redemption.ts';
import { hold } from '../domain/redemptionBook.ts';
import { refuse } from '../domain/refusals.ts';
import { rewardOfStep, stepsOf } from '../domain/rewardSteps.ts';
import type { Refusal } from '../domain/refusals.ts';
import { expireLots, keepAlive } from '../domain/upkeepBook.ts';
import type { LockedShopper } from '../store/books.ts';
import { presentCause } from '../store/cause.ts';
import { LEASE_MS, askFor, askWrites } from '../store/deliveries.ts';
import type { Ask, Claimed } from '../store/deliveries.ts';
import { draftWrites } from '../store/draftWrites.ts';
import { digestOf } from '../store/orders.ts';
import { openRedeeming } from '../store/redeeming.ts';
import type { Redeeming } from '../store/redeeming.ts';
import { readTaken, redemptionWrite } from '../store/redemptions.ts';
import type { StoredRedemption } from '../store/redemptions.ts';
import { sendTogether } from '../store/rows.ts';
import { findIdentities } from '../store/shoppers.ts';
import type { ShopRef } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { begin } from './takePerk.ts';
import { tierHeld } from './tierHeld.ts';

export type RedeemInput = {
  shop: ShopRef;
  customerId: string;
  /** Minted by the shopper's device: the same id is the same redemption, however often it comes. */
  redemptionId: string;
  rewardId: string;
  /** The price the shopper agreed to. */
  points: number;
  /** Of a share with an end: what it takes off, as the shopper was told. */
  amountMinor?: number | undefined;
};

export type Redeemed = {
  ok: true;
  redemption: StoredRedemption;
  available: bigint;
  /** The delivery that makes or takes back the code, when there is still something to do. */
  deliveryId: string | null;
  /** The same where it is leased to us already. */
  leased?: Claimed | null;
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
 * Refuses with frozen, programOff, rewardGone, tierNeeded, priceChanged, tooManyCodes, notEnoughPoints, or
 * sameIdOtherInput when the id was used for something else. A repeated call gets its redemption as
 * it is now.
 */
export async function redeemReward(
  tx: Tx,
  ctx: Context,
  input: RedeemInput,
): Promise<Redeemed | Refusal> {
  const { shopId } = input.shop;
  const { customerId, redemptionId } = input;
  const desk = await openRedeeming(tx, { shopId, customerId, redemptionId, now: ctx.now });
  if (!desk) return refuse('notEnoughPoints', { missing: input.points });
  const { shopperId, locked, inForce, timeZone } = desk;
  if (desk.before) return repeat(desk.before, input, locked);
  // To the shopper both are one: they cannot spend, and what they have is safe.
  if (locked.frozen || locked.account.blocked) return refuse('frozen');
  const draft = openDraft(locked.account, ctx.newId);
  expireLots(draft, ctx.now);
  const decision = decideRedemption({
    program: inForce?.program ?? null,
    rewardId: input.rewardId,
    agreedPoints: input.points,
    amountMinor: input.amountMinor,
    available: locked.account.available,
    openCodes: desk.openCodes,
    ...(await takenBefore(tx, inForce, input.rewardId, shopperId)),
    ...(await heldWhereAsked(tx, ctx, input.rewardId, desk)),
    now: ctx.now,
    timeZone,
  });
  if (!decision.ok) return decision;
  if (!inForce) throw new Error('agreed without a program');
  const transfer = hold(draft, decision.points, redemptionId, ctx.now);
  keepAlive(draft, keptBy(inForce.program.expiry, ctx.now, timeZone));
  const redemption = redemptionOf(tx, ctx, input, { shopperId, inForce, decision });
  redemption.holdTransferId = transfer.id;
  const { asks, leased } = askedFor(ctx, redemption, desk.callable);
  sendTogether(tx, [
    ...draftWrites([draft], new Map([[shopperId, ctx.now]]), ctx.now),
    redemptionWrite(redemption),
    ...askWrites(asks, ctx.now),
  ]);
  const deliveryId = redemption.way === 'code' ? null : await begin(tx, ctx, redemption);
  return { ok: true, redemption, available: locked.account.available, deliveryId, leased };
}

/**
 * The redemption's delivery, due now, and its shopper's card. Where the shop can be called, the
 * delivery is ours from the start: whoever asked tries it at once, and if that process dies the lease
 * ends and the worker does it.
 */
function askedFor(
  ctx: Context,
  redemption: StoredRedemption,
  callable: boolean,
): { asks: Ask[]; leased: Claimed | null } {
  const [code, card] = asksOf(redemption, ctx.now);
  if (redemption.way !== 'code') return { asks: [card], leased: null };
  if (!callable) return { asks: [code, card], leased: null };
  const deliveryId = ctx.newId();
  const lease = { deliveryId, leaseUntil: Date.now() + (ctx.leaseMs ?? LEASE_MS) };
  const { shopId, kind, key } = code;
  return {
    asks: [{ ...code, lease }, card],
    leased: { deliveryId, shopId, kind, key, attempts: 0, asked: 1, cause: presentCause() },
  };
}

/** How often a limited reward was taken, exact: who asks for one waits for whoever is taking another. */
async function takenBefore(
  tx: Tx,
  inForce: ProgramVersion | null,
  rewardId: string,
  shopperId: string,
) {
  const reward = inForce?.program.rewards.find(({ id }) => id === rewardOfStep(rewardId));
  if (!reward || (!reward.perShopper && reward.inAll === undefined)) return {};
  const ids = stepsOf(reward).map(({ id }) => id);
  return readTaken(tx, { rewardId: reward.id, ids, shopperId, inAll: reward.inAll !== undefined });
}

/** The tier, where this reward asks for one. */
async function heldWhereAsked(tx: Tx, ctx: Context, rewardId: string, desk: Redeeming) {
  const { inForce } = desk;
  const reward = inForce?.program.rewards.find(({ id }) => id === rewardOfStep(rewardId));
  if (!inForce || reward?.fromTier === undefined) return {};
  return { tierId: await tierHeld(tx, ctx, { ...desk, inForce }) };
}

function repeat(before: StoredRedemption, input: RedeemInput, locked: LockedShopper) {
  const { value } = before.terms;
  const told = input.amountMinor ?? null;
  const same =
    before.rewardId === input.rewardId &&
    before.points === BigInt(input.points) &&
    (told === null || (value.kind === 'amountOff' && value.amountMinor === told));
  if (!same) return refuse('sameIdOtherInput');
  const { available } = locked.account;
  return { ok: true as const, redemption: before, available, deliveryId: null };
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
    way: decision.way,
    // What is drawn is all of a code's 64 bits; a prefix only stands before it.
    code: decision.prefix + deriveCode(ctx.keys.code, [tx.clubId, shopperId, input.redemptionId]),
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

function asksOf({ shopId, shopperId, redemptionId }: StoredRedemption, now: number): [Ask, Ask] {
  const key = `${shopperId}/${redemptionId}`;
  return [
    { shopId, kind: 'settleCode', key, dueAt: now },
    { shopId, kind: 'shopperCard', key: shopperId, dueAt: now },
  ];
}

/** Makes the redemption's delivery due now, and its shopper's card. Answers the delivery's id. */
export async function askForCode(
  tx: Tx,
  ctx: Context,
  redemption: StoredRedemption,
): Promise<string> {
  const asks = asksOf(redemption, ctx.now);
  const asked = await askFor(tx, asks, ctx.now);
  const deliveryId = asked.get(`settleCode ${asks[0].key}`);
  if (!deliveryId) throw new Error('a delivery that was just asked for is not there');
  return deliveryId;
}
