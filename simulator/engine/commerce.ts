import type { Json } from '../payloads/json.ts';
import { consentPayload, customerPayload } from '../payloads/customer.ts';
import { disputePayload } from '../payloads/dispute.ts';
import { mergePayload } from '../payloads/merge.ts';
import { orderPayload } from '../payloads/order.ts';
import {
  customerRedactPayload,
  dataRequestPayload,
  shopRedactPayload,
} from '../payloads/privacy.ts';
import { refundPayload } from '../payloads/refund.ts';
import { customerOrderIds, listOrders, readOrder, writeOrder } from '../state/orders.ts';
import {
  findCustomer,
  listCustomers,
  listProducts,
  listShops,
  readCustomer,
  readShop,
  writeCustomer,
} from '../state/shops.ts';
import type { Commerce, Customer, SimShop, StoreCredit } from '../types.ts';
import type { Message } from '../webhooks/sender.ts';
import * as afterwards from './afterwards.ts';
import { catalogueVerbs } from './catalogue.ts';
import { place, pricingInput } from './placing.ts';
import type { Hands } from './placing.ts';
import { price } from './pricing.ts';
import type { OrderRecord, OrderRefund } from './records.ts';
import { mergeCustomers } from './merging.ts';
import { credit, debit, ensurePurse, purseOf } from './storeCredit.ts';
import { summary } from './summary.ts';

export type CommerceParts = Hands & {
  send: (shopDomain: string, messages: readonly Message[]) => void;
  uninstall: (shop: SimShop) => void;
  readMetafield: (d: string, ownerId: string, namespace: string, key: string) => string | null;
  /** Lets asynchronous jobs that are over take effect before anybody looks. */
  finishJobs: () => void;
};

const ORDER_TOPICS = ['orders/create', 'orders/paid', 'orders/updated'] as const;

const refundMessages = (shop: SimShop, order: OrderRecord, refund: OrderRefund): Message[] => [
  { topic: 'refunds/create', body: () => refundPayload(shop, order, refund) },
];

const disputeMessages = (
  shop: SimShop,
  order: OrderRecord,
  { dispute, opened }: ReturnType<typeof afterwards.dispute>,
): Message[] => [
  {
    topic: opened ? 'disputes/create' : 'disputes/update',
    body: () => disputePayload(shop, order, dispute),
  },
];

/** The shop's own verbs. Each change is one transaction and one event with its webhooks. */
export function makeCommerce(parts: CommerceParts): Commerce {
  const { db } = parts;
  const topicsOf = (shop: SimShop, order: OrderRecord, topics: readonly string[]): Message[] => {
    const customer = order.customerId && readCustomer(db, shop.domain, order.customerId);
    const body = () => orderPayload(shop, order, customer || null);
    return topics.map((topic) => ({ topic, body }));
  };
  /** Loads an order, lets `work` change it, stores it and sends what `work` says. */
  const change = (
    domain: string,
    orderId: string,
    work: (shop: SimShop, order: OrderRecord) => Message[],
  ) => {
    const shop = readShop(db, domain);
    const order = readOrder(db, domain, orderId);
    if (!order) throw new Error(`no such order: ${orderId}`);
    return db.transaction(() => {
      const messages = work(shop, order);
      writeOrder(db, domain, order);
      parts.send(domain, messages);
      return summary(order);
    });
  };

  return {
    ...reading(parts),
    ...withoutOrders(parts),
    placeOrder(domain, input) {
      parts.finishJobs();
      const shop = readShop(db, domain);
      return db.transaction(() => {
        const order = place(parts, shop, input);
        const topics = ORDER_TOPICS.filter((topic) => order.paid || topic !== 'orders/paid');
        const customer = order.customerId && readCustomer(db, domain, order.customerId);
        const counted: Message[] = customer
          ? [{ topic: 'customers/update', body: () => customerPayload(shop, customer) }]
          : [];
        parts.send(domain, [...topicsOf(shop, order, topics), ...counted]);
        return summary(order);
      });
    },
    markPaid: (domain, orderId) =>
      change(domain, orderId, (shop, order) => {
        afterwards.markPaid(parts, order);
        return topicsOf(shop, order, ['orders/paid', 'orders/updated']);
      }),
    refund: (domain, input) =>
      change(domain, input.orderId, (shop, order) => {
        const given = afterwards.refund({ ...parts, domain }, order, input);
        const updated = topicsOf(shop, order, ['orders/updated']);
        return [...refundMessages(shop, order, given), ...updated];
      }),
    edit: (domain, orderId, lineId, quantity) =>
      change(domain, orderId, (shop, order) => {
        afterwards.edit(parts, order, lineId, quantity);
        return topicsOf(shop, order, ['orders/updated']);
      }),
    cancel: (domain, orderId, options) =>
      change(domain, orderId, (shop, order) => {
        const given = afterwards.cancel({ ...parts, domain }, order, options);
        const refunded = given ? refundMessages(shop, order, given) : [];
        return [...refunded, ...topicsOf(shop, order, ['orders/cancelled', 'orders/updated'])];
      }),
    dispute: (domain, orderId, outcome) =>
      change(domain, orderId, (shop, order) => {
        return disputeMessages(shop, order, afterwards.dispute(parts, order, outcome));
      }),
    uninstall: (domain) => parts.uninstall(readShop(db, domain)),
  };
}

/** What changes although nobody buys. */
const withoutOrders = (parts: CommerceParts) => ({
  ...people(parts),
  ...catalogueVerbs(parts),
  ...storeCredit(parts),
});

function storeCredit(parts: CommerceParts): Pick<Commerce, 'storeCredit' | 'adjustStoreCredit'> {
  const look = (domain: string, customerId: string, currency?: string): StoreCredit => {
    const asked = currency ?? readShop(parts.db, domain).currency;
    const purse = purseOf(parts, domain, customerId, asked);
    const movements = (purse?.movements ?? []).map(
      ({ kind, amountMinor, createdAt, expiresAt }) => {
        return { kind, amountMinor, createdAt, expiresAt };
      },
    );
    return { balanceMinor: purse?.balanceMinor ?? 0, movements };
  };
  return {
    storeCredit: look,
    adjustStoreCredit(domain, customerId, amountMinor) {
      if (!readCustomer(parts.db, domain, customerId)) throw new Error('no such customer');
      const { currency } = readShop(parts.db, domain);
      const purse = ensurePurse(parts, domain, customerId, currency);
      const by = { event: 'ADJUSTMENT', orderId: null } as const;
      if (amountMinor > 0) credit(parts, domain, purse, { amountMinor, expiresAt: null });
      else debit(parts, domain, purse, { amountMinor: -amountMinor, ...by });
      return look(domain, customerId);
    },
  };
}

type Reading =
  'shops' | 'shop' | 'products' | 'metafield' | 'priceCart' | 'orders' | 'order' | 'compliance';

function reading(parts: CommerceParts): Pick<Commerce, Reading> {
  const { db } = parts;
  return {
    shops: () => listShops(db),
    shop: (domain) => readShop(db, domain),
    products: (domain) => listProducts(db, domain),
    metafield: parts.readMetafield,
    priceCart(domain, cart) {
      parts.finishJobs();
      return price(pricingInput(parts, readShop(db, domain), cart, true)).cart;
    },
    orders: (domain, customerId) => listOrders(db, domain, customerId).map(summary),
    order(domain, id) {
      const order = readOrder(db, domain, id);
      return order && summary(order);
    },
    compliance(domain, topic, customerId) {
      const shop = readShop(db, domain);
      if (topic === 'shop/redact') {
        parts.send(domain, [{ topic, body: () => shopRedactPayload(shop) }]);
        return;
      }
      const customer = customerId === undefined ? null : readCustomer(db, domain, customerId);
      if (!customer) throw new Error(`${topic} needs a customer of the shop`);
      const ids = customerOrderIds(db, domain, customer.id);
      const body = (): Json =>
        topic === 'customers/redact'
          ? customerRedactPayload(shop, customer, ids)
          : dataRequestPayload(shop, customer, { ids, requestId: parts.ids.next() });
      parts.send(domain, [{ topic, body }]);
    },
  };
}

type People =
  | 'setEmailConsent'
  | 'customers'
  | 'customer'
  | 'createCustomer'
  | 'updateCustomer'
  | 'mergeCustomers';

function people(parts: CommerceParts): Pick<Commerce, People> {
  const { db } = parts;
  const save = (domain: string, topic: string, customer: Customer): Customer => {
    const shop = readShop(db, domain);
    const other = findCustomer(db, domain, customer);
    if (other && other.id !== customer.id) throw new Error('email or phone is taken');
    writeCustomer(db, domain, customer);
    parts.send(domain, [{ topic, body: () => customerPayload(shop, customer) }]);
    return customer;
  };
  return {
    customers: (domain) => listCustomers(db, domain),
    customer: (domain, id) => readCustomer(db, domain, id),
    createCustomer(domain, input) {
      const now = parts.now();
      return save(domain, 'customers/create', {
        id: parts.ids.next(),
        email: input.email,
        phone: input.phone,
        firstName: input.firstName,
        lastName: input.lastName,
        locale: input.locale ?? readShop(db, domain).locale,
        tags: input.tags ?? [],
        createdAt: now,
        updatedAt: now,
        ordersCount: 0,
        ...(input.address ? { address: input.address } : {}),
        ...(input.emailVerified === false ? { emailVerified: false } : {}),
        ...(input.state ? { state: input.state } : {}),
      });
    },
    setEmailConsent(domain, id, state) {
      const customer = readCustomer(db, domain, id);
      if (!customer) throw new Error(`no such customer: ${id}`);
      const changed = { ...customer, emailConsent: { state, updatedAt: parts.now() } };
      writeCustomer(db, domain, changed);
      const topic = 'customers_email_marketing_consent/update';
      parts.send(domain, [{ topic, body: () => consentPayload(readShop(db, domain), changed) }]);
      return changed;
    },
    updateCustomer(domain, id, input) {
      const customer = readCustomer(db, domain, id);
      if (!customer) throw new Error(`no such customer: ${id}`);
      const changed = { ...customer, ...input, updatedAt: parts.now() };
      return save(domain, 'customers/update', changed);
    },
    mergeCustomers(domain, keptId, deletedId) {
      const shop = readShop(db, domain);
      return db.transaction(() => {
        const customer = mergeCustomers(parts, shop, keptId, deletedId);
        parts.send(domain, [
          { topic: 'customers/merge', body: () => mergePayload(keptId, deletedId) },
          { topic: 'customers/update', body: () => customerPayload(shop, customer) },
        ]);
        return customer;
      });
    },
  };
}
