import { GraphQLError } from 'graphql';
import { listCollections, readCollection } from '../../state/catalogue.ts';
import { findCode, readDiscount } from '../../state/discounts.ts';
import { idOf } from '../../state/ids.ts';
import { pageOrders, readOrder, readOrderOfRefund } from '../../state/orders.ts';
import type { OrderSort } from '../../state/orders.ts';
import { listCustomers, listProducts, readCustomer } from '../../state/shops.ts';
import { holds } from '../access.ts';
import { connection, listConnection, pageLimit, readCursor, writeCursor } from '../connection.ts';
import type { Arguments, Asking, Node, RootField } from '../context.ts';
import { customerNode } from '../nodes/customer.ts';
import { discountNode } from '../nodes/discount.ts';
import { orderNode } from '../nodes/order.ts';
import { collectionNode, productNode } from '../nodes/product.ts';
import { refundNode } from '../nodes/refund.ts';
import { installationNode, shopNode } from '../nodes/shop.ts';
import { customerMatches, timeBounds } from '../searching.ts';

/** Without read_all_orders an app sees 60 days: shopify.dev/docs/api/usage/access-scopes */
const VISIBLE_MS = 60 * 24 * 3_600 * 1000;

function visibleFrom(asking: Asking): number {
  return holds(asking.scopes, 'read_all_orders') ? 0 : asking.now() - VISIBLE_MS;
}

const SORTS: Readonly<Record<string, OrderSort>> = {
  CREATED_AT: 'created_at',
  PROCESSED_AT: 'processed_at',
  UPDATED_AT: 'updated_at',
  ID: 'number',
  ORDER_NUMBER: 'number',
};

function orders(asking: Asking, args: Arguments): Node {
  const limit = pageLimit(args);
  const asked = typeof args['sortKey'] === 'string' ? args['sortKey'] : 'PROCESSED_AT';
  const sort = SORTS[asked];
  if (!sort) throw new GraphQLError(`the simulator does not sort orders by ${asked}`);
  const after = readCursor(args) as { value: number; number: number } | null;
  const found = pageOrders(asking.db, asking.shop.domain, {
    sort,
    reverse: args['reverse'] === true,
    bounds: timeBounds(typeof args['query'] === 'string' ? args['query'] : ''),
    after,
    visibleFrom: visibleFrom(asking),
    limit: limit + 1,
  });
  const values = { created_at: 'createdAt', processed_at: 'processedAt' } as const;
  const page = found.slice(0, limit).map((order) => {
    const value =
      sort === 'number'
        ? order.number
        : sort === 'updated_at'
          ? order.updatedAt
          : order[values[sort]];
    return {
      node: orderNode(asking, order),
      cursor: writeCursor({ value, number: order.number }),
    };
  });
  return connection(page, { next: found.length > limit, previous: after !== null });
}

function order(asking: Asking, args: Arguments): Node | null {
  const id = idOf('Order', String(args['id']));
  const found = id && readOrder(asking.db, asking.shop.domain, id);
  if (!found || found.createdAt < visibleFrom(asking)) return null;
  return orderNode(asking, found);
}

function refund(asking: Asking, args: Arguments): Node | null {
  const id = idOf('Refund', String(args['id']));
  const found = id && readOrderOfRefund(asking.db, asking.shop.domain, id);
  const its = found && found.refunds.find((each) => each.id === id);
  if (!its || found.createdAt < visibleFrom(asking)) return null;
  return refundNode(found, its);
}

function customers(asking: Asking, args: Arguments): Node {
  const matches = customerMatches(typeof args['query'] === 'string' ? args['query'] : '');
  const found = listCustomers(asking.db, asking.shop.domain).filter(matches);
  return listConnection(
    found.map((each) => customerNode(asking, each)),
    args,
  );
}

function customer(asking: Asking, args: Arguments): Node | null {
  const id = idOf('Customer', String(args['id']));
  const found = id && readCustomer(asking.db, asking.shop.domain, id);
  return found ? customerNode(asking, found) : null;
}

/** Customers and products: nothing else is asked for in this way. */
const nodes = (asking: Asking, args: Arguments): (Node | null)[] =>
  (args['ids'] as string[]).map((id) => customer(asking, { id }) ?? product(asking, { id }));

function product(asking: Asking, args: Arguments): Node | null {
  const id = idOf('Product', String(args['id']));
  const found = listProducts(asking.db, asking.shop.domain).find((each) => each.id === id);
  return found ? productNode(asking, found) : null;
}

const products = (asking: Asking, args: Arguments): Node =>
  listConnection(
    listProducts(asking.db, asking.shop.domain).map((each) => productNode(asking, each)),
    args,
  );

function collection(asking: Asking, args: Arguments): Node | null {
  const id = idOf('Collection', String(args['id']));
  const found = id && readCollection(asking.db, asking.shop.domain, id);
  return found ? collectionNode(asking, found) : null;
}

const collections = (asking: Asking, args: Arguments): Node =>
  listConnection(
    listCollections(asking.db, asking.shop.domain).map((each) => collectionNode(asking, each)),
    args,
  );

function codeDiscountNode(asking: Asking, args: Arguments): Node | null {
  asking.jobs.finish();
  const id = idOf('DiscountCodeNode', String(args['id']));
  const found = id && readDiscount(asking.db, asking.shop.domain, id);
  return found ? discountNode(asking, found) : null;
}

function codeDiscountNodeByCode(asking: Asking, args: Arguments): Node | null {
  asking.jobs.finish();
  const code = findCode(asking.db, asking.shop.domain, String(args['code']));
  const found = code && readDiscount(asking.db, asking.shop.domain, code.discountId);
  return found ? discountNode(asking, found) : null;
}

export const readingFields: Readonly<Record<string, RootField>> = {
  shop: (asking) => shopNode(asking),
  currentAppInstallation: (asking) => installationNode(asking),
  order,
  orders,
  refund,
  customer,
  customers,
  product,
  products,
  collection,
  collections,
  nodes,
  codeDiscountNode,
  codeDiscountNodeByCode,
  publicApiVersions: () => [{ handle: '2026-07', displayName: '2026-07', supported: true }],
};
