import { isoTime } from '../../clock.ts';
import type { OrderRecord } from '../../engine/records.ts';
import {
  currentQuantity,
  currentTotals,
  financialStatus,
  orderedTotals,
  refundedMoney,
  refundedShipping,
} from '../../engine/totals.ts';
import { gid } from '../../state/ids.ts';
import { readCustomer } from '../../state/shops.ts';
import type { Minor } from '../../types.ts';
import { listConnection } from '../connection.ts';
import type { Arguments, Asking, Node } from '../context.ts';
import { customerNode } from './customer.ts';
import { allocationNodes, applicationNode, lineItemNode, taxLineNodes } from './line.ts';
import { metafieldFields } from './metafield.ts';
import { moneyBag, moneyV2 } from './money.ts';
import { creditTransaction, refundNode, refundTransactions, transactionNode } from './refund.ts';

export function orderNode(asking: Asking, order: OrderRecord): Node {
  return {
    __typename: 'Order',
    ...identity(asking, order),
    ...people(asking, order),
    ...amounts(order),
    ...parts(order),
    ...metafieldFields(asking, gid('Order', order.id)),
  };
}

function identity(asking: Asking, order: OrderRecord): Node {
  const host = `https://${asking.shop.domain}`;
  return {
    id: gid('Order', order.id),
    legacyResourceId: order.id,
    name: `#${order.number}`,
    number: order.number,
    confirmationNumber: order.token.slice(0, 9).toUpperCase(),
    confirmed: true,
    createdAt: isoTime(order.createdAt),
    processedAt: isoTime(order.processedAt),
    updatedAt: isoTime(order.updatedAt),
    cancelledAt: order.cancelledAt === null ? null : isoTime(order.cancelledAt),
    cancelReason: order.cancelledAt === null ? null : 'CUSTOMER',
    closed: false,
    closedAt: null,
    test: order.test,
    tags: [],
    note: null,
    edited: order.lines.some((line) => line.removed > 0),
    displayFinancialStatus: financialStatus(order).toUpperCase(),
    displayFulfillmentStatus: 'UNFULFILLED',
    fullyPaid: order.paid,
    unpaid: !order.paid,
    sourceName: order.source,
    sourceIdentifier: null,
    cartToken: order.source === 'web' ? order.checkoutToken.slice(0, 24) : null,
    checkoutToken: order.source === 'web' ? order.checkoutToken : null,
    customAttributes: Object.entries(order.attributes).map(([key, value]) => ({ key, value })),
    currencyCode: order.currency,
    presentmentCurrencyCode: order.currency,
    taxesIncluded: order.taxesIncluded,
    taxExempt: false,
    dutiesIncluded: false,
    estimatedTaxes: false,
    statusPageUrl: `${host}/${asking.shop.id}/orders/${order.token}/authenticate`,
    customerJourneySummary: journey(order),
    purchasingEntity: () => purchaser(asking, order),
  };
}

/** https://shopify.dev/docs/api/admin-graphql/2026-07/unions/PurchasingEntity */
function purchaser(asking: Asking, order: OrderRecord): Node | null {
  if (order.company) return { __typename: 'PurchasingCompany', contact: null };
  const { db, shop } = asking;
  const found = order.customerId && readCustomer(db, shop.domain, order.customerId);
  return found ? customerNode(asking, found) : null;
}

function journey(order: OrderRecord): Node | null {
  if (order.landingSite === null) return null;
  const visit = { landingPage: order.landingSite, referrerUrl: null };
  return { firstVisit: visit, lastVisit: visit, ready: true, momentsCount: null };
}

function people(asking: Asking, order: OrderRecord): Node {
  const { db, shop } = asking;
  return {
    email: order.contact.email,
    phone: order.contact.phone,
    customerLocale: order.locale,
    customer: () => {
      const found = order.customerId && readCustomer(db, shop.domain, order.customerId);
      return found ? customerNode(asking, found) : null;
    },
  };
}

function amounts(order: OrderRecord): Node {
  const ordered = orderedTotals(order);
  const current = currentTotals(order);
  const refunded = refundedMoney(order);
  const received = order.paid ? ordered.totalMinor : 0;
  const bag = (amount: Minor) => moneyBag(amount, order.currency);
  const outstanding = order.cancelledAt === null ? current.totalMinor - (received - refunded) : 0;
  return {
    subtotalPriceSet: bag(ordered.subtotalMinor),
    totalDiscountsSet: bag(ordered.discountsMinor),
    totalShippingPriceSet: bag(ordered.shippingMinor),
    totalTaxSet: bag(ordered.taxMinor),
    totalPriceSet: bag(ordered.totalMinor),
    originalTotalPriceSet: bag(ordered.totalMinor),
    totalTipReceivedSet: bag(order.tipMinor),
    totalTipReceived: moneyV2(order.tipMinor, order.currency),
    totalReceivedSet: bag(received),
    totalRefundedSet: bag(refunded),
    totalRefundedShippingSet: bag(refundedShipping(order)),
    totalOutstandingSet: bag(Math.max(0, outstanding)),
    netPaymentSet: bag(received - refunded),
    currentSubtotalPriceSet: bag(current.subtotalMinor),
    currentTotalDiscountsSet: bag(current.discountsMinor),
    currentShippingPriceSet: bag(current.shippingMinor),
    currentTotalTaxSet: bag(current.taxMinor),
    currentTotalPriceSet: bag(current.totalMinor),
    currentTotalDutiesSet: null,
    originalTotalDutiesSet: null,
    currentTotalAdditionalFeesSet: null,
    originalTotalAdditionalFeesSet: null,
    taxLines: taxLineNodes(order, ordered.taxMinor),
    currentTaxLines: taxLineNodes(order, current.taxMinor),
    subtotalLineItemsQuantity: order.lines.reduce((sum, line) => sum + line.quantity, 0),
    currentSubtotalLineItemsQuantity: order.lines.reduce((n, l) => n + currentQuantity(l), 0),
    paymentGatewayNames: [
      ...(order.storeCredit ? ['shopify_store_credit'] : []),
      ...(order.saleId ? ['bogus'] : []),
    ],
  };
}

function parts(order: OrderRecord): Node {
  const shippingNodes = order.shipping ? [shippingLine(order, order.shipping)] : [];
  const sale = order.saleId
    ? [
        transactionNode(order, order.saleId, 'SALE', {
          createdAt: order.processedAt,
          moneyMinor: orderedTotals(order).totalMinor - (order.storeCredit?.amountMinor ?? 0),
        }),
      ]
    : [];
  const credit = order.storeCredit
    ? [creditTransaction(order, 'SALE', { createdAt: order.processedAt, ...order.storeCredit })]
    : [];
  const first = <T>(list: readonly T[], args: Arguments): readonly T[] =>
    typeof args['first'] === 'number' ? list.slice(0, args['first']) : list;
  return {
    discountCode: order.codes[0]?.code ?? null,
    discountCodes: order.codes.map((each) => each.code),
    discountApplications: (args: Arguments) =>
      listConnection(
        order.applications.map((_, index) => applicationNode(order, index)),
        args,
      ),
    lineItems: (args: Arguments) =>
      listConnection(
        order.lines.map((line) => lineItemNode(order, line)),
        args,
      ),
    shippingLine: shippingNodes[0] ?? null,
    shippingLines: (args: Arguments) => listConnection(shippingNodes, args),
    refunds: (args: Arguments) =>
      first(order.refunds, args).map((refund) => refundNode(order, refund)),
    transactions: (args: Arguments) =>
      first(
        [...credit, ...sale, ...order.refunds.flatMap((each) => refundTransactions(order, each))],
        args,
      ),
    returns: (args: Arguments) => listConnection([], args),
    fulfillments: [],
    disputes: (order.disputes ?? []).map((dispute) => ({
      id: gid('ShopifyPaymentsDispute', dispute.id),
      initiatedAs: 'CHARGEBACK',
      status: dispute.status.toUpperCase(),
    })),
  };
}

function shippingLine(order: OrderRecord, shipping: NonNullable<OrderRecord['shipping']>): Node {
  const discounted = shipping.priceMinor - shipping.discountMinor;
  const { currency } = order;
  return {
    id: gid('ShippingLine', shipping.id),
    title: 'Standard',
    code: 'standard',
    source: 'shopify',
    custom: false,
    isRemoved: false,
    originalPriceSet: moneyBag(shipping.priceMinor, currency),
    discountedPriceSet: moneyBag(discounted, currency),
    currentDiscountedPriceSet: moneyBag(discounted - refundedShipping(order), currency),
    taxLines: [],
    discountAllocations:
      shipping.application === null
        ? []
        : allocationNodes(order, [
            { application: shipping.application, amountMinor: shipping.discountMinor },
          ]),
  };
}
