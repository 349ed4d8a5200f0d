import type { IncomingMessage } from 'node:http';
import type { Commerce, SimShop } from './types.ts';

/** The shop a request is for: header x-sim-shop, else {handle}.localhost, else the first one. */
export function shopOfRequest(commerce: Commerce, request: IncomingMessage): SimShop {
  const shops = commerce.shops();
  const named = request.headers['x-sim-shop'];
  const host = (request.headers.host ?? '').split(':')[0] ?? '';
  const found =
    typeof named === 'string'
      ? shops.find((shop) => shop.domain === named)
      : (shops.find((shop) => host === `${shop.handle}.localhost`) ?? shops[0]);
  if (!found) throw new Error(`no such shop: ${String(named ?? host)}`);
  return found;
}
