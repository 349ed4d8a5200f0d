/** What the reference model reads in the shop's messages, and how they add up. */
type Money = { shop_money: { amount: string } };
type Named = { id: string };
type Allocation = { discount_application_index: number; amount_set: Money };

export type Line = Named & {
  quantity: number;
  current_quantity: number;
  gift_card: boolean;
  price_set: Money;
  discount_allocations: Allocation[];
  tax_lines: { price_set: Money }[];
};

export type Refund = Named & {
  order_id: string;
  created_at: string;
  refund_line_items: {
    line_item_id: string;
    quantity: number;
    subtotal_set: Money;
    total_tax_set: Money;
  }[];
  refund_shipping_lines: { subtotal_amount_set: Money; tax_amount_set: Money }[];
  transactions: { kind: string; status: string; amount: string }[];
};

export type Snapshot = Named & {
  customer: Named | null;
  processed_at: string;
  updated_at: string;
  cancelled_at: string | null;
  financial_status: string;
  test: boolean;
  taxes_included: boolean;
  source_name: string;
  total_tip_received: string;
  discount_applications: { code?: string }[];
  discount_codes: { code: string }[];
  line_items: Line[];
  shipping_lines: { discounted_price_set: Money }[];
  refunds: Refund[];
};

export type Message = { topic: string; body: string; triggeredAt: number; webhookId: string };

/** All that was ever said about one order. */
export type Facts = {
  orderId: string;
  newest: Snapshot | null;
  triggeredAt: number;
  cancelled: boolean;
  refunds: Map<string, Refund>;
  /** What the platform last answered of its dispute, and when. */
  lost: boolean;
  toldAt: number;
};

/** What the shop answers when it is asked how an order stands. */
export type Answer = { newest: Message; customerId: string | null; lost: boolean };

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** Ids are above 2^53: they stay the text they were. */
const exact: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? source : value;

/** The order a message is about; null: it is about something else. */
export function orderOf({ topic, body }: Message): string | null {
  if (topic === 'refunds/create') return (parse(body, exact) as Refund).order_id;
  return topic.startsWith('orders/') ? (parse(body, exact) as Snapshot).id : null;
}

/** The order whose dispute a message is about: it says that there is one, and no more. */
export function disputedIn({ topic, body }: Message): string | null {
  return topic.startsWith('disputes/') ? (parse(body, exact) as Refund).order_id : null;
}

type Merge = Record<
  'admin_graphql_api_customer_kept_id' | 'admin_graphql_api_customer_deleted_id',
  string
>;

export function mergeIn({ topic, body }: Message): { keptId: string; deletedId: string } | null {
  if (topic !== 'customers/merge') return null;
  const told = parse(body, exact) as Merge;
  const idIn = (gid: string) => gid.slice(gid.lastIndexOf('/') + 1);
  return {
    keptId: idIn(told.admin_graphql_api_customer_kept_id),
    deletedId: idIn(told.admin_graphql_api_customer_deleted_id),
  };
}

/** The newest letter that holds the whole order (of a refund they hold no more than itself). */
export const newestOf = (letters: readonly Message[], orderId: string): Message | undefined =>
  letters.findLast((each) => each.topic.startsWith('orders/') && orderOf(each) === orderId);

export const nothingYet = (orderId: string): Facts => ({
  orderId,
  newest: null,
  triggeredAt: 0,
  cancelled: false,
  refunds: new Map(),
  lost: false,
  toldAt: 0,
});

/** The newest snapshot rules, refunds add up, and what was cancelled stays cancelled. */
export function learn(facts: Facts, { topic, body, triggeredAt }: Message): void {
  if (topic === 'refunds/create') {
    const refund = parse(body, exact) as Refund;
    facts.refunds.set(refund.id, refund);
    return;
  }
  const told = parse(body, exact) as Snapshot;
  for (const refund of told.refunds) facts.refunds.set(refund.id, refund);
  facts.cancelled ||= told.cancelled_at !== null;
  const age = (s: Snapshot | null) => (s ? Date.parse(s.updated_at) : -1);
  const later = age(told) - age(facts.newest) || triggeredAt - facts.triggeredAt;
  if (later > 0) Object.assign(facts, { newest: told, triggeredAt });
}

/** Of a dispute only an answer tells, and the last one counts. */
export function learnAnswer(facts: Facts, { newest, customerId, lost }: Answer, at: number): void {
  learn(facts, newest);
  Object.assign(facts, { lost, toldAt: at });
  const customer = customerId === null ? null : { id: customerId };
  if (facts.newest) facts.newest = { ...facts.newest, customer };
}

/** When the order last changed: its own update, its newest refund, or what was told of a dispute. */
export const changedAt = ({ newest, refunds, toldAt }: Facts): number =>
  Math.max(
    toldAt,
    ...[...refunds.values()].map((refund) => Date.parse(refund.created_at)),
    Date.parse(newest?.updated_at ?? ''),
  );
