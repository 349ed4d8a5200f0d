/**
 * Somebody asks a shop what is kept of them. The platform tells us, the merchant answers: the request
 * is put down, the file is made when it is asked for, and whoever handed it out says so. Thirty days
 * are left for it.
 */
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import type { BuyerFacts } from '../domain/orderFacts.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { addDataRequest, lockDataRequest, markAnswered } from '../store/dataRequests.ts';
import type { DataRequest } from '../store/dataRequests.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { shoppersOfPerson } from './findShoppers.ts';

/** "Complete the action within 30 days of receiving the request." */
const DAYS_MS = 30 * 86_400_000;

/** Puts the request down, once, with whom it is about as we know them now. */
export async function noteDataRequest(
  tx: Tx,
  ctx: Context,
  shopId: string,
  asked: { person: BuyerFacts; requestId: string; triggeredAt: number },
): Promise<void> {
  const shopperIds = [...(await shoppersOfPerson(tx, ctx, shopId, asked.person))];
  const requestId = ctx.newId();
  // A header that lies can make the time shorter, never longer.
  const askedAt = Math.min(asked.triggeredAt, ctx.now);
  const isNew = await addDataRequest(tx, shopId, {
    requestId,
    platformRequestId: asked.requestId,
    shopperIds,
    askedAt,
    dueAt: askedAt + DAYS_MS,
  });
  if (!isNew) return;
  await writeAuditEntry(tx, {
    at: ctx.now,
    actor: 'platform',
    action: 'dataRequest',
    details: { requestId },
  });
}

export type RequestInput = { shopId: string; requestId: string; actor: string };

/**
 * Somebody takes the file away: that is put down before they have it. Refuses with notFound. A person
 * who was erased since, or was never known, has an empty file.
 */
export async function openDataFile(
  tx: Tx,
  ctx: Context,
  { shopId, requestId, actor }: RequestInput,
): Promise<{ ok: true; request: DataRequest } | Refusal> {
  const request = await lockDataRequest(tx, shopId, requestId);
  if (!request) return refuse('notFound');
  const details = { requestId };
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'downloadDataFile', details });
  return { ok: true, request };
}

/** The person has been answered. Said twice, the first time counts. Refuses with notFound. */
export async function answerDataRequest(
  tx: Tx,
  ctx: Context,
  { shopId, requestId, actor }: RequestInput,
): Promise<{ ok: true } | Refusal> {
  const request = await lockDataRequest(tx, shopId, requestId);
  if (!request) return refuse('notFound');
  if (request.answeredAt !== null) return { ok: true };
  await markAnswered(tx, requestId, { at: ctx.now, by: actor });
  const details = { requestId };
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'answerDataRequest', details });
  return { ok: true };
}
