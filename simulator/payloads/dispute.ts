import { decimalText } from '../engine/money.ts';
import { orderedTotals } from '../engine/totals.ts';
import type { OrderDispute, OrderRecord } from '../engine/records.ts';
import type { SimShop } from '../types.ts';
import type { Json } from './json.ts';
import { shopTime } from './time.ts';

const DAY_MS = 86_400_000;

/** disputes/create and disputes/update: a chargeback of the whole order. */
export function disputePayload(shop: SimShop, order: OrderRecord, dispute: OrderDispute): Json {
  const time = (at: number) => shopTime(at, shop.timeZone);
  const final = dispute.finalizedAt === null ? null : time(dispute.finalizedAt);
  return {
    id: BigInt(dispute.id),
    order_id: BigInt(order.id),
    type: 'chargeback',
    amount: decimalText(orderedTotals(order).totalMinor, order.currency),
    currency: order.currency,
    reason: 'fraudulent',
    network_reason_code: '4837',
    status: dispute.status,
    evidence_due_by: time(dispute.initiatedAt + 7 * DAY_MS),
    evidence_sent_on: null,
    finalized_on: final,
    initiated_at: time(dispute.initiatedAt),
  };
}
