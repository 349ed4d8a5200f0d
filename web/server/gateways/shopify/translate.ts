import type { z } from 'zod';
import type { Translated } from '../platform.ts';
import { Unreadable } from './amounts.ts';
import {
  consentPayload,
  consentTold,
  customerFacts,
  customerPayload,
  dataRequestPayload,
  joinedAt,
  mergePayload,
  mergeTold,
  personFacts,
  redactPayload,
  shopRedactPayload,
  uninstalledPayload,
} from './customerTranslate.ts';
import { parseExactBytes } from './json.ts';
import { orderAside, orderPayload, orderSnapshot } from './orderTranslate.ts';
import {
  collectionGonePayload,
  collectionGoneTold,
  collectionPayload,
  collectionTold,
  productGonePayload,
  productPayload,
  productTold,
} from './productTranslate.ts';
import { currencyOfRefund, disputePayload, refundFacts, refundPayload } from './refundTranslate.ts';

type Reader = (body: unknown, triggeredAt: number) => Translated;

/** A reader that checks the shape first and then gives its meaning. */
function reader<T>(
  shape: z.ZodType<T>,
  meaning: (payload: T, triggeredAt: number) => Translated,
): Reader {
  return (body, triggeredAt) => {
    const parsed = shape.safeParse(body);
    if (parsed.success) return meaning(parsed.data, triggeredAt);
    const issue = parsed.error.issues[0];
    // The path names fields of the shape and the code is zod's: neither holds what the body says.
    throw new Unreadable(`${issue?.path.join('.') || 'body'}: ${issue?.code ?? 'unknown'}`);
  };
}

const order = reader(orderPayload, (payload, triggeredAt) => ({
  kind: 'order',
  snapshot: orderSnapshot(payload, triggeredAt),
  aside: orderAside(payload),
}));

const refund = reader(refundPayload, (payload) => ({
  kind: 'refund',
  platformOrderId: payload.order_id,
  refund: refundFacts(payload, currencyOfRefund(payload), () => null),
}));

const customer = reader(customerPayload, (payload, triggeredAt) => ({
  kind: 'customer',
  customer: customerFacts(payload, triggeredAt),
  joinedAt: joinedAt(payload),
}));

/**
 * disputes/create and disputes/update come unordered and without a time of their own, so that the
 * order is asked how things stand. A dispute need not be about an order.
 */
const dispute = reader(disputePayload, ({ order_id: orderId }) =>
  orderId === null ? { kind: 'nothing' } : { kind: 'askOrder', platformOrderId: orderId },
);

const product = reader(productPayload, productTold);
const productGone = reader(productGonePayload, ({ id }) => ({
  kind: 'productGone',
  productId: id,
}));
const collection = reader(collectionPayload, collectionTold);

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['orders/create', order],
  ['orders/paid', order],
  ['orders/updated', order],
  ['orders/cancelled', order],
  ['refunds/create', refund],
  ['customers/create', customer],
  ['customers/update', customer],
  ['customers_email_marketing_consent/update', reader(consentPayload, consentTold)],
  ['customers/merge', reader(mergePayload, mergeTold)],
  ['disputes/create', dispute],
  ['disputes/update', dispute],
  ['products/create', product],
  ['products/update', product],
  ['products/delete', productGone],
  ['collections/create', collection],
  ['collections/update', collection],
  ['collections/delete', reader(collectionGonePayload, collectionGoneTold)],
  ['app/uninstalled', reader(uninstalledPayload, (_, at) => ({ kind: 'uninstalled', at }))],
  [
    'customers/data_request',
    reader(dataRequestPayload, (payload) => ({
      kind: 'dataRequest',
      person: personFacts(payload.customer),
      requestId: payload.data_request.id,
    })),
  ],
  [
    'customers/redact',
    reader(redactPayload, (payload) => ({
      kind: 'eraseCustomer',
      person: personFacts(payload.customer),
      orderIds: payload.orders_to_redact,
    })),
  ],
  ['shop/redact', reader(shopRedactPayload, () => ({ kind: 'eraseShop' }))],
]);

/**
 * What a verified webhook means. The topic stands in an unsigned header, so the body must fit it.
 * Whatever cannot be read becomes `unreadable` with a reason free of personal data; never throws on
 * bad input.
 */
export function translate(topic: string, body: Uint8Array, triggeredAt: number): Translated {
  const read = READERS.get(topic);
  if (!read) return { kind: 'unreadable', reason: 'unknown topic' };
  let parsed: unknown;
  try {
    parsed = parseExactBytes(body);
  } catch {
    return { kind: 'unreadable', reason: 'not JSON' };
  }
  try {
    return read(parsed, triggeredAt);
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'unreadable', reason: error.message };
    throw error;
  }
}
