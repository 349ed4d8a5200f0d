/** A person asks for another try of something that was set aside. */
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { unparkDelivery } from '../store/deliveries.ts';
import { unparkMessage } from '../store/inbox.ts';
import { doubtedMovementOf, endMovement } from '../store/wallet.ts';
import type { Tx } from '../store/transaction.ts';

const UUID = /^[0-9a-f-]{36}$/;

/** `id` is a webhook's id or a delivery's. Refuses with notFound. */
export async function retryParked(
  tx: Tx,
  id: string,
  now: number,
): Promise<{ ok: true } | Refusal> {
  if (await unparkMessage(tx, id, now)) return { ok: true };
  const unparked = UUID.test(id) ? await unparkDelivery(tx, id, now) : null;
  if (!unparked) return refuse('notFound');
  if (unparked.kind === 'settleWallet') await takeForGiven(tx, unparked.key, now);
  return { ok: true };
}

/**
 * The account showed several movements alike, of which one may be ours. The person has looked and put
 * right what was too much, so ours counts as done.
 */
async function takeForGiven(tx: Tx, shopperId: string, now: number): Promise<void> {
  const doubted = await doubtedMovementOf(tx, shopperId);
  if (doubted) await endMovement(tx, doubted, { state: 'done', transactionId: null }, now);
}
