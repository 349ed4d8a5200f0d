/** A person gives a shopper points, or takes some, and says why. */
import { openDraft } from '../domain/books.ts';
import { lotEnd } from '../domain/lotEnds.ts';
import { programInForce } from '../domain/programs.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { adjust, expireLots } from '../domain/upkeepBook.ts';
import { findAdjustment, lockActor } from '../store/adjustments.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { lockAccounts, writeDrafts } from '../store/books.ts';
import { askFor } from '../store/deliveries.ts';
import { readVersionsFast } from '../store/programs.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { standingOf } from './staff.ts';

export type AdjustInput = {
  shopId: string;
  shopperId: string;
  /** Not 0; below 0 they are taken. */
  points: number;
  note: string;
  /** Becomes the audit entry's id: the same key is the same adjustment, however often it comes. */
  key: string;
  actor: string;
};

/**
 * Refuses with notFound, tooMuch (data.limit: what may still be given or taken), notEnoughPoints
 * (data.missing), or sameIdOtherInput when the key was used for something else.
 */
export async function adjustPoints(
  tx: Tx,
  ctx: Context,
  input: AdjustInput,
): Promise<{ ok: true } | Refusal> {
  const shop = await readShop(tx, input.shopId);
  if (!shop) return refuse('notFound');
  await lockActor(tx, input.actor);
  const locked = (await lockAccounts(tx, [input.shopperId])).get(input.shopperId);
  if (!locked || locked.mergedInto !== null) return refuse('notFound');
  const before = await findAdjustment(tx, input.key);
  if (before) {
    const { shopperId, points, note } = before;
    const same = shopperId === input.shopperId && note === input.note;
    return same && points === BigInt(input.points) ? { ok: true } : refuse('sameIdOtherInput');
  }
  const { left: limit } = await standingOf(tx, ctx, input.actor);
  if (Math.abs(input.points) > limit) return refuse('tooMuch', { limit }, 'points');
  const draft = openDraft(locked.account, ctx.newId);
  expireLots(draft, ctx.now);
  const program = programInForce(await readVersionsFast(tx), ctx.now)?.program;
  const expiry = program?.expiry ?? { kind: 'never' };
  const end = lotEnd(draft.account, expiry, { from: ctx.now, timeZone: shop.timeZone });
  const how = { now: ctx.now, ...end, note: input.note };
  if (!adjust(draft, BigInt(input.points), how)) {
    const missing = -input.points - Math.max(0, Number(locked.account.available));
    return refuse('notEnoughPoints', { missing }, 'points');
  }
  writeDrafts(tx, [draft], new Map(), ctx.now);
  const { shopId, shopperId, points, note, key, actor } = input;
  const details = { shopperId, points, note, transferId: draft.transfers.at(-1)?.id ?? '' };
  const entry = { entryId: key, at: ctx.now, actor, action: 'adjustPoints', details };
  await writeAuditEntry(tx, entry);
  await askFor(tx, [{ shopId, kind: 'shopperCard', key: shopperId, dueAt: ctx.now }], ctx.now);
  return { ok: true };
}
