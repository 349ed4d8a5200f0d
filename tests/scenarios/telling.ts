/** Messages put to the app's door by hand, signed as the platform signs them. */
import { readConfig } from '../../web/server/config.ts';
import { startApp } from '../../web/server/main.ts';
import type { RunningApp } from '../../web/server/main.ts';
import { API_KEY, API_SECRET, webhookHeaders } from '../signing.ts';
import { SHOP } from '../world.ts';
import type { World } from '../world.ts';

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

type Payload = {
  id: number;
  admin_graphql_api_id: string;
  customer: { id: number; admin_graphql_api_id: string };
  email: string;
  line_items: { id: number; admin_graphql_api_id: string }[];
};

/** The same order of somebody else, with ids of its own. */
export function another(body: string, i: number): string {
  const order = JSON.parse(body) as Payload;
  const id = 900_000_000 + i * 100;
  const gid = (type: string, of: number) => `gid://shopify/${type}/${of}`;
  return JSON.stringify({
    ...order,
    id,
    admin_graphql_api_id: gid('Order', id),
    email: `buyer-${i}@example.com`,
    customer: { ...order.customer, id, admin_graphql_api_id: gid('Customer', id) },
    line_items: order.line_items.map((line, n) => ({
      ...line,
      id: id + n,
      admin_graphql_api_id: gid('LineItem', id + n),
    })),
  });
}

/** Another worker on the same database: it claims what the world's own would. */
export const secondWorker = (world: World): Promise<RunningApp> =>
  startApp(
    readConfig({
      DATABASE_URL: world.databaseUrl,
      SHOPIFY_API_KEY: API_KEY,
      SHOPIFY_API_SECRET: API_SECRET,
      APP_URL: 'http://localhost',
      PORT: '0',
      ROLE: 'worker',
      HEALING: 'off',
      LOG_LEVEL: 'silent',
      DEMO: '1',
      SIM_PORT: new URL(world.sim.url).port,
      SIM_SMTP_PORT: String(world.sim.smtpPort),
      DEMO_FROZEN_AT: new Date(world.sim.clock.now()).toISOString(),
    }),
  );
