/**
 * `/ext/*`: what our extensions on the platform's thank-you and account pages ask. They run on
 * origins of the platform's choosing, so any origin may call, and no cookie is ever looked at: each
 * call carries a session token, and an order is named by its checkout's unguessable token only.
 * https://shopify.dev/docs/apps/build/checkout/capabilities#network-access
 */
import { Router } from 'express';
import type { NextFunction, Request, Response } from 'express';
import { readExtOrder } from '../../analytics/extOrder.ts';
import type { DoorDeps, DoorShop } from '../deps.ts';
import { addressOf } from '../limits/address.ts';
import { forged } from '../limits/forged.ts';
import type { Who } from '../limits/limits.ts';
import { sendRefusal } from '../refusals.ts';
import type { Refused } from '../refusals.ts';
import { queryValue } from '../requests.ts';

/** The webhook of an order comes within seconds. */
const RETRY_AFTER_MS = 2_000;
const CHECKOUT_TOKEN = /^[\w-]{16,128}$/;

export function extensionDoor(deps: DoorDeps): Router {
  const router = Router();
  router.use(openToAll);
  router.get('/order', async (request, response) => {
    const caller = await callerOf(deps, request);
    if ('kind' in caller) return sendRefusal(response, caller);
    const late = deps.limits.refuse('checkout', caller.who);
    if (late) return sendRefusal(response, late);
    await sendOrder(deps, caller, request, response);
  });
  router.all('/order', (_request, response) => {
    response.set('allow', 'GET, OPTIONS');
    sendRefusal(response, { kind: 'wrongMethod' });
  });
  router.use((_request, response) => sendRefusal(response, { kind: 'notFound' }));
  return router;
}

function openToAll(request: Request, response: Response, next: NextFunction): void {
  response.set({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'retry-after',
    'cache-control': 'private, no-store',
  });
  if (request.method !== 'OPTIONS') return next();
  response.set({
    'access-control-allow-methods': 'GET, OPTIONS',
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': '86400',
  });
  response.status(204).end();
}

type Caller = { shop: DoorShop; who: Who };

/** Refuses with forged (or tooOften), or notFound for a shop that is not with us. */
async function callerOf(deps: DoorDeps, request: Request): Promise<Caller | Refused> {
  const token = /^Bearer ([\w.-]{1,4096})$/.exec(request.get('authorization') ?? '')?.[1] ?? '';
  const call = deps.platform.verifyExtensionToken(token, deps.now());
  if (!call.ok) {
    deps.log.warn({ door: 'extension', reason: call.reason }, 'call refused');
    return forged(deps, request);
  }
  const shop = await deps.findShop(call.shopDomain);
  if (!shop) return { kind: 'notFound' };
  const address = addressOf(request, deps.trustedProxies);
  return { shop, who: { address, club: shop.clubId, person: call.customerId } };
}

/** 202 until the order's webhook is in; a token that is nobody's is answered alike. */
async function sendOrder(
  deps: DoorDeps,
  { shop, who }: Caller,
  request: Request,
  response: Response,
): Promise<void> {
  const checkoutToken = queryValue(request.originalUrl, 'token') ?? '';
  if (!CHECKOUT_TOKEN.test(checkoutToken)) {
    const data = { problem: 'wrongShape' };
    return sendRefusal(response, { kind: 'invalid', field: 'token', data });
  }
  const order = await deps.inTransaction(shop.clubId, (tx) =>
    readExtOrder(tx, { shopId: shop.shopId, checkoutToken, now: deps.now() }),
  );
  if (order) return void response.json(order);
  deps.limits.count('checkout', who);
  response.status(202).set('retry-after', String(RETRY_AFTER_MS / 1000));
  response.json({ waiting: true, retryAfterMs: RETRY_AFTER_MS });
}
