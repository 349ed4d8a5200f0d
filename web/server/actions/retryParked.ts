/** A person asks for another try of something that was set aside. */
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { unparkDelivery } from '../store/deliveries.ts';
import { unparkMessage } from '../store/inbox.ts';
import type { Tx } from '../store/transaction.ts';

const UUID = /^[0-9a-f-]{36}$/;

/** `id` is a webhook's id or a delivery's. Refuses with notFound. */
export async function retryParked(
  tx: Tx,
  id: string,
  now: number,
): Promise<{ ok: true } | Refusal> {
  if (await unparkMessage(tx, id, now)) return { ok: true };
  if (UUID.test(id) && (await unparkDelivery(tx, id, now))) return { ok: true };
  return refuse('notFound');
}
