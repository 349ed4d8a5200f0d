import { isoTime } from '../../clock.ts';
import { classOf } from '../../engine/combining.ts';
import type { CodeRecord, DiscountRecord } from '../../engine/records.ts';
import { listCollections } from '../../state/catalogue.ts';
import { countCodes, countDiscountUses, listCodes } from '../../state/discounts.ts';
import { gid } from '../../state/ids.ts';
import { listProducts } from '../../state/shops.ts';
import { connection, listConnection, pageLimit, readCursor, writeCursor } from '../connection.ts';
import type { Arguments, Asking, Node } from '../context.ts';
import { metafieldFields } from './metafield.ts';
import { moneyV2 } from './money.ts';
import { collectionNode, productNode } from './product.ts';

export function codeNode(code: CodeRecord): Node {
  return {
    __typename: 'DiscountRedeemCode',
    id: gid('DiscountRedeemCode', code.id),
    code: code.code,
    asyncUsageCount: code.uses,
    createdBy: null,
  };
}

/** DiscountCodeNode with its DiscountCodeBasic or DiscountCodeFreeShipping. */
export function discountNode(asking: Asking, discount: DiscountRecord): Node {
  const id = gid('DiscountCodeNode', discount.id);
  return {
    __typename: 'DiscountCodeNode',
    id,
    codeDiscount: () => codeDiscount(asking, discount),
    ...metafieldFields(asking, id),
  };
}

function statusOf(discount: DiscountRecord, now: number): 'ACTIVE' | 'EXPIRED' | 'SCHEDULED' {
  if (discount.endsAt !== null && discount.endsAt <= now) return 'EXPIRED';
  return discount.startsAt > now ? 'SCHEDULED' : 'ACTIVE';
}

function codeDiscount(asking: Asking, discount: DiscountRecord): Node {
  const { db, shop } = asking;
  const { combinesWith } = discount;
  const shared: Node = {
    title: discount.title,
    status: statusOf(discount, asking.now()),
    startsAt: isoTime(discount.startsAt),
    endsAt: discount.endsAt === null ? null : isoTime(discount.endsAt),
    createdAt: isoTime(discount.createdAt),
    updatedAt: isoTime(discount.updatedAt),
    usageLimit: discount.usageLimit,
    appliesOncePerCustomer: discount.oncePerCustomer,
    asyncUsageCount: () => countDiscountUses(db, shop.domain, discount.id),
    recurringCycleLimit: 1,
    hasTimelineComment: false,
    tags: discount.tags,
    discountClasses: [classOf(discount)],
    combinesWith: {
      orderDiscounts: combinesWith.order,
      productDiscounts: combinesWith.product,
      shippingDiscounts: combinesWith.shipping,
      productDiscountsWithTagsOnSameCartLine: [],
    },
    context: () => contextNode(discount),
    minimumRequirement: minimum(asking, discount),
    codes: (args: Arguments) => codesOf(asking, discount, args),
    codesCount: () => ({
      count: countCodes(db, shop.domain, discount.id),
      precision: 'EXACT',
    }),
    shareableUrls: () =>
      listCodes(db, shop.domain, discount.id, everyCode(1)).map((code) => ({
        title: discount.title,
        targetType: 'HOME',
        targetItemImage: null,
        url: `${asking.storefrontOrigin}/discount/${encodeURIComponent(code.code)}`,
      })),
    summary: discount.title,
    shortSummary: discount.title,
    totalSales: null,
  };
  if (discount.value.kind === 'freeShipping') {
    const most = discount.value.maximumShippingMinor;
    return {
      ...shared,
      __typename: 'DiscountCodeFreeShipping',
      appliesOnOneTimePurchase: true,
      appliesOnSubscription: false,
      maximumShippingPrice: most === null ? null : moneyV2(most, shop.currency),
      destinationSelection: { __typename: 'DiscountCountryAll', allCountries: true },
    };
  }
  return {
    ...shared,
    __typename: 'DiscountCodeBasic',
    customerGets: customerGets(asking, discount),
  };
}

function customerGets(asking: Asking, discount: DiscountRecord): Node {
  const { value } = discount;
  return {
    appliesOnOneTimePurchase: true,
    appliesOnSubscription: false,
    items: itemsNode(asking, discount),
    value:
      value.kind === 'percentage'
        ? { __typename: 'DiscountPercentage', percentage: value.millionths / 1_000_000 }
        : {
            __typename: 'DiscountAmount',
            amount: moneyV2(value.kind === 'amount' ? value.amountMinor : 0, asking.shop.currency),
            appliesOnEachItem: false,
          },
  };
}

/** https://shopify.dev/docs/api/admin-graphql/2026-07/unions/DiscountItems */
function itemsNode(asking: Asking, { productIds, collectionIds }: DiscountRecord): Node {
  const { db, shop } = asking;
  if (productIds) {
    const products = (args: Arguments): Node => {
      const found = listProducts(db, shop.domain).filter(({ id }) => productIds.includes(id));
      const nodes = found.map((each) => productNode(asking, each));
      return listConnection(nodes, args);
    };
    return { __typename: 'DiscountProducts', products };
  }
  if (collectionIds) {
    const collections = (args: Arguments): Node => {
      const found = listCollections(db, shop.domain).filter(({ id }) => collectionIds.includes(id));
      const nodes = found.map((each) => collectionNode(asking, each));
      return listConnection(nodes, args);
    };
    return { __typename: 'DiscountCollections', collections };
  }
  return { __typename: 'AllDiscountItems', allItems: true };
}

function contextNode(discount: DiscountRecord): Node {
  if (discount.customerIds === null) return { __typename: 'DiscountBuyerSelectionAll', all: 'ALL' };
  return { __typename: 'DiscountCustomers' };
}

function minimum(asking: Asking, discount: DiscountRecord): Node | null {
  const { currency } = asking.shop;
  if (discount.minimumSubtotalMinor !== null) {
    const greaterThanOrEqualToSubtotal = moneyV2(discount.minimumSubtotalMinor, currency);
    return { __typename: 'DiscountMinimumSubtotal', greaterThanOrEqualToSubtotal };
  }
  if (discount.minimumQuantity !== null) {
    const greaterThanOrEqualToQuantity = String(discount.minimumQuantity);
    return { __typename: 'DiscountMinimumQuantity', greaterThanOrEqualToQuantity };
  }
  return null;
}

const everyCode = (limit: number) => ({ search: '', exact: false, afterId: '0', limit });

/** `query`: plain text, or `code:X` for an exact match. */
function codesOf(asking: Asking, discount: DiscountRecord, args: Arguments): Node {
  const { db, shop } = asking;
  const limit = pageLimit(args);
  const after = readCursor(args);
  const found = listCodes(db, shop.domain, discount.id, {
    ...codeSearch(typeof args['query'] === 'string' ? args['query'] : ''),
    afterId: typeof after === 'string' ? after : '0',
    limit: limit + 1,
  });
  const page = found
    .slice(0, limit)
    .map((code) => ({ node: codeNode(code), cursor: writeCursor(code.id) }));
  return connection(page, { next: found.length > limit, previous: after !== null });
}

export function codeSearch(query: string): { search: string; exact: boolean } {
  const match = /^code:\s*(?:"([^"]*)"|'([^']*)'|(\S+))$/.exec(query.trim());
  if (!match) return { search: query, exact: false };
  return { search: match[1] ?? match[2] ?? match[3] ?? '', exact: true };
}
