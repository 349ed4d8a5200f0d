/** Messages put to the app's door by hand, signed as the platform signs them. */
import { SHOP } from '../world.ts';
import type { World } from '../world.ts';
import { webhookHeaders } from '../signing.ts';

export type Telling = {
  topic: string;
  body: string;
  shop?: string;
  webhookId?: string;
  triggeredAt?: number;
};

/** Sends one signed message; answers the door's status. */
export async function tell(world: World, telling: Telling): Promise<number> {
  const { topic, body, shop = SHOP, webhookId, triggeredAt } = telling;
  const nowMs = triggeredAt ?? world.sim.clock.now();
  const headers = webhookHeaders({ shop, topic, body, nowMs, ...(webhookId ? { webhookId } : {}) });
  return knock(world, headers, body);
}

/** Knocks with any headers at all. */
export async function knock(
  world: World,
  headers: Record<string, string>,
  body: string,
): Promise<number> {
  const place = `${world.app.url}/webhooks/shopify`;
  const response = await fetch(place, { method: 'POST', headers, body });
  await response.arrayBuffer();
  return response.status;
}

/** The body of the newest message of this topic that the shop has sent (or lost). */
export function lastBody(world: World, topic: string, shop = SHOP): string {
  const sent = world.sim.webhooks.log().findLast((d) => d.topic === topic && d.shop === shop);
  if (!sent) throw new Error(`${shop} has sent no ${topic}`);
  return sent.body;
}
