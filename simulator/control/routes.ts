import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BulkTrouble } from '../adminApi/bulk.ts';
import type { ApiFault } from '../adminApi/faults.ts';
import type { SimClock } from '../front.types.ts';
import { readBody, sendJson } from '../http.ts';
import type { Approval, ProtectedLevel } from '../shopAccess.ts';
import type { Commerce } from '../types.ts';
import type { WebhookFault } from '../webhooks/faults.ts';
import type { Delivery } from '../webhooks/queue.ts';
import type { WebhookSender } from '../webhooks/sender.ts';
import { verbs } from './verbs.ts';

export type ControlParts = {
  commerce: Commerce;
  clock: SimClock;
  sender: WebhookSender;
  installed: (shopDomain: string) => boolean;
  moveClock: (toMs: number) => Promise<void>;
  setApiFaults: (faults: readonly ApiFault[]) => void;
  setJobDelay: (ms: number) => void;
  setBulkTrouble: (trouble: BulkTrouble | null) => void;
  setAppUrl: (url: string) => void;
  approve: (shopDomain: string, change: Partial<Approval>) => Approval;
  silence: (shopDomain: string, topics: readonly string[]) => void;
  reset: () => void;
};

type Body = Readonly<Record<string, unknown>>;

/** The levers of the simulator under /__sim: JSON in, JSON out. */
export async function answerControl(
  parts: ControlParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://sim.invalid').pathname.slice('/__sim'.length);
  try {
    const text = request.method === 'POST' ? await readBody(request) : '';
    const body = text === '' ? {} : (JSON.parse(text) as Body);
    const answer = await route(parts, `${request.method} ${path}`, body);
    if (answer === NOT_FOUND) sendJson(response, 404, { error: `no such lever: ${path}` });
    else sendJson(response, 200, answer ?? null);
  } catch (error) {
    sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

const NOT_FOUND = Symbol('not found');

async function route(parts: ControlParts, what: string, body: Body): Promise<unknown> {
  if (what.startsWith('POST /commerce/')) {
    const verb = verbs[what.slice('POST /commerce/'.length)];
    return verb ? (verb(parts.commerce, body) ?? null) : NOT_FOUND;
  }
  switch (what) {
    case 'GET /state':
      return state(parts);
    case 'GET /clock':
      return { now: new Date(parts.clock.now()).toISOString() };
    case 'POST /clock':
      await parts.moveClock(target(parts.clock, body));
      return { now: new Date(parts.clock.now()).toISOString() };
    case 'POST /faults':
      return setFaults(parts, body);
    case 'POST /app':
      parts.setAppUrl(String(body['url']));
      return { url: body['url'] };
    case 'POST /access':
      return parts.approve(shopNamed(parts, body), changes(body));
    case 'POST /webhooks/silence':
      parts.silence(shopNamed(parts, body), (body['topics'] ?? []) as string[]);
      return { ok: true };
    case 'POST /orders':
      return verbs['placeOrder']?.(parts.commerce, body);
    case 'POST /reset':
      parts.reset();
      return state(parts);
    case 'GET /webhooks':
      return { deliveries: parts.sender.log().map(deliveryBody) };
    case 'POST /webhooks/settle':
      await parts.sender.settle();
      return { settled: true };
    case 'POST /webhooks/redeliver':
      return { queued: parts.sender.redeliver(String(body['webhookId'])) };
    default:
      return NOT_FOUND;
  }
}

/** The shop that a lever is for; throws where there is none. */
const shopNamed = (parts: ControlParts, body: Body): string =>
  parts.commerce.shop(String(body['shop'])).domain;

function changes(body: Body): Partial<Approval> {
  const { readAllOrders, protectedData } = body;
  return {
    ...(typeof readAllOrders === 'boolean' ? { readAllOrders } : {}),
    ...(protectedData === undefined ? {} : { protectedData: protectedData as ProtectedLevel }),
  };
}

function target(clock: SimClock, body: Body): number {
  if (typeof body['advanceMs'] === 'number') return clock.now() + body['advanceMs'];
  const to = Date.parse(String(body['to']));
  if (Number.isNaN(to)) throw new Error('give "to" (ISO time) or "advanceMs"');
  return to;
}

/** Each list replaces the one before; what is left out stays as it is. */
function setFaults(parts: ControlParts, body: Body): unknown {
  if (Array.isArray(body['webhooks'])) {
    const seed = typeof body['seed'] === 'number' ? body['seed'] : 1;
    parts.sender.faults(body['webhooks'] as WebhookFault[], seed);
  }
  if (Array.isArray(body['api'])) parts.setApiFaults(body['api'] as ApiFault[]);
  if (typeof body['jobDelayMs'] === 'number') parts.setJobDelay(body['jobDelayMs']);
  if (body['bulk'] !== undefined) parts.setBulkTrouble(body['bulk'] as BulkTrouble | null);
  return { ok: true };
}

function state(parts: ControlParts): unknown {
  const { commerce, clock } = parts;
  return {
    now: new Date(clock.now()).toISOString(),
    shops: commerce.shops().map((shop) => ({
      domain: shop.domain,
      name: shop.name,
      installed: parts.installed(shop.domain),
      products: commerce.products(shop.domain).length,
      customers: commerce.customers(shop.domain).length,
      orders: commerce.orders(shop.domain).length,
    })),
  };
}

const deliveryBody = (delivery: Delivery) => ({
  ...delivery,
  triggeredAt: new Date(delivery.triggeredAt).toISOString(),
  dueAt: new Date(delivery.dueAt).toISOString(),
});
