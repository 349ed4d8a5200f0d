/** Trying a delivery while somebody waits for what it brings. */
import type { DoorDeps } from '../deps.ts';
import { errorName } from '../errorName.ts';

/** How long an answer waits for the shop before it says "ask again". */
export const DEADLINE_MS = 2500;

/** The delivery stands, so whatever goes wrong here is only "not yet". */
export async function tryNow(deps: DoorDeps, clubId: string, deliveryId: string): Promise<void> {
  try {
    await deps.deliverNow(clubId, deliveryId, DEADLINE_MS);
  } catch (error) {
    deps.log.error({ door: 'shopper', error: errorName(error) }, 'delivery failed');
  }
}
