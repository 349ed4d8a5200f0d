/**
 * Who is asking at the shopper's door. Identity comes only from the platform's signature over the raw
 * query; nothing else a caller sends says who they are.
 * https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
 */
import type { Request } from 'express';
import type { DoorDeps, DoorShop } from '../deps.ts';
import { forged } from '../limits/forged.ts';
import type { Refused } from '../refusals.ts';
import { isJson, rawQueryOf } from '../requests.ts';

/** `customerId` null: nobody is logged in. */
export type Caller = { shop: DoorShop; customerId: string | null };

/** Refuses with forged (or tooOften), or notFound for a shop that is not with us. */
export async function callerOf(deps: DoorDeps, request: Request): Promise<Caller | Refused> {
  const query = rawQueryOf(request.originalUrl);
  const call = deps.platform.verifyShopperCall(query, deps.now());
  if (!call.ok) {
    deps.log.warn({ door: 'shopper', reason: call.reason }, 'call refused');
    return forged(deps, request);
  }
  const shop = await deps.findShop(call.shopDomain);
  return shop ? { shop, customerId: call.customerId } : { kind: 'notFound' };
}

/**
 * A write must be JSON with our own header, which no form can send, and come from the shop's own
 * pages: browsers name the Origin on every POST, so one without it is refused too. The signature
 * proves the shopper's session at the shop, not that they meant it.
 */
export function whyNoWrite(request: Request, shop: DoorShop): Refused | null {
  if (!isJson(request) || request.get('x-regulars') !== '1') return { kind: 'wrongType' };
  const origin = request.get('origin');
  const ours = origin === shop.storefrontOrigin || origin === `https://${shop.domain}`;
  return ours ? null : { kind: 'wrongOrigin' };
}
