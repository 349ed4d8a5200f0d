import type { Customer, SimShop } from '../types.ts';
import type { Json } from './json.ts';

/** https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
function subject(shop: SimShop, customer: Customer): { [key: string]: Json } {
  return {
    shop_id: BigInt(shop.id),
    shop_domain: shop.domain,
    customer: { id: BigInt(customer.id), email: customer.email, phone: customer.phone },
  };
}

export function dataRequestPayload(
  shop: SimShop,
  customer: Customer,
  orders: { ids: readonly string[]; requestId: string },
): Json {
  return {
    ...subject(shop, customer),
    orders_requested: orders.ids.map(BigInt),
    data_request: { id: BigInt(orders.requestId) },
  };
}

export function customerRedactPayload(
  shop: SimShop,
  customer: Customer,
  orderIds: readonly string[],
): Json {
  return { ...subject(shop, customer), orders_to_redact: orderIds.map(BigInt) };
}

export function shopRedactPayload(shop: SimShop): Json {
  return { shop_id: BigInt(shop.id), shop_domain: shop.domain };
}
