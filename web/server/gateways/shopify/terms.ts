/** Our terms as Shopify's discount input, and back again to see whether a discount is ours. */
import { formatDecimal, parseMoney } from '../../domain/money.ts';
import type { CodeTerms } from '../platform.ts';
import type { ParentDiscount } from './codeOperations.ts';

/** A discount that starts now would not work yet on a server whose clock is a little behind. */
const HEAD_START_MS = 60_000;

/**
 * With which classes the discount combines. A free-shipping discount cannot combine with shipping
 * discounts. https://shopify.dev/docs/apps/build/discounts/combine-discounts
 */
const combinesWith = ({ value, combinesWith }: CodeTerms) => ({
  orderDiscounts: combinesWith.order,
  productDiscounts: combinesWith.product,
  shippingDiscounts: value.kind !== 'freeShipping' && combinesWith.shipping,
});

function common(parentCode: string, title: string, terms: CodeTerms, now: number) {
  const { minimumMinor, currency } = terms;
  const least = formatDecimal(minimumMinor, currency);
  return {
    title,
    code: parentCode,
    startsAt: new Date(now - HEAD_START_MS).toISOString(),
    context: { all: 'ALL' },
    // Counted for each redeem code by itself, not for the parent as a whole.
    usageLimit: terms.uses === 'once' ? 1 : null,
    appliesOncePerCustomer: terms.uses === 'many',
    ...(terms.endsAt === null ? {} : { endsAt: new Date(terms.endsAt).toISOString() }),
    combinesWith: combinesWith(terms),
    ...(minimumMinor > 0
      ? { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: least } } }
      : {}),
  };
}

/** https://shopify.dev/docs/api/admin-graphql/2026-07/input-objects/DiscountCodeBasicInput */
export function amountOffInput(
  parentCode: string,
  title: string,
  terms: CodeTerms,
  now: number,
): object {
  const { value, currency } = terms;
  const gives =
    value.kind === 'percentOff'
      ? { percentage: value.basisPoints / 10_000 }
      : {
          discountAmount: {
            amount: formatDecimal(value.kind === 'amountOff' ? value.amountMinor : 0, currency),
            appliesOnEachItem: false,
          },
        };
  return {
    ...common(parentCode, title, terms, now),
    customerGets: { value: gives, items: itemsInput(terms) },
  };
}

type Kind = 'product' | 'collection';

/** What goods a discount is bound to, by their ids here; null: the whole order. */
export function boundTo({ value }: CodeTerms): { kind: Kind; ids: string[] } | null {
  if (value.kind === 'freeShipping' || !value.only) return null;
  const { items } = value.only;
  const kind = items[0]?.startsWith('collection:') ? 'collection' : 'product';
  const type = kind === 'collection' ? 'Collection' : 'Product';
  return {
    kind,
    ids: items.map((item) => `gid://shopify/${type}/${item.slice(item.indexOf(':') + 1)}`),
  };
}

/**
 * "The items can be either collections or products"; a minimum counts these items alone.
 * https://shopify.dev/docs/api/admin-graphql/2026-07/input-objects/DiscountItemsInput
 * https://shopify.dev/docs/api/discounts/components/minimum-requirements-card
 */
function itemsInput(terms: CodeTerms): object {
  const bound = boundTo(terms);
  if (!bound) return { all: true };
  return bound.kind === 'product'
    ? { products: { productsToAdd: bound.ids } }
    : { collections: { add: bound.ids } };
}

/** https://shopify.dev/docs/api/admin-graphql/2026-07/input-objects/DiscountCodeFreeShippingInput */
export const freeShippingInput = (
  parentCode: string,
  title: string,
  terms: CodeTerms,
  now: number,
): object => ({ ...common(parentCode, title, terms, now), destination: { all: true } });

type Money = { amount: string; currencyCode: string };

const isMoney = (money: Money | undefined, minor: number, currency: string): boolean =>
  money?.currencyCode === currency && parseMoney(money.amount, currency) === minor;

function sameItems(found: ParentDiscount & { __typename: 'DiscountCodeBasic' }, terms: CodeTerms) {
  const bound = boundTo(terms);
  const { allItems, products, collections } = found.customerGets.items;
  if (!bound) return allItems === true;
  const nodes = (bound.kind === 'product' ? products : collections)?.nodes ?? [];
  const ids = new Set(nodes.map(({ id }) => id));
  return ids.size === bound.ids.length && bound.ids.every((id) => ids.has(id));
}

function sameValue(found: ParentDiscount, terms: CodeTerms): boolean {
  const { value, currency } = terms;
  if (value.kind === 'freeShipping') return found.__typename === 'DiscountCodeFreeShipping';
  if (found.__typename !== 'DiscountCodeBasic' || !sameItems(found, terms)) return false;
  const gives = found.customerGets.value;
  if (value.kind === 'percentOff') {
    return Math.round((gives.percentage ?? -1) * 10_000) === value.basisPoints;
  }
  return gives.appliesOnEachItem === false && isMoney(gives.amount, value.amountMinor, currency);
}

/** Whether a discount that was found under our parent code is the one that we would have made. */
export function isOurs(found: ParentDiscount, title: string, terms: CodeTerms): boolean {
  if (!('title' in found)) return false;
  const minimum = found.minimumRequirement?.greaterThanOrEqualToSubtotal;
  const wanted = combinesWith(terms);
  return (
    found.title === title &&
    found.status === 'ACTIVE' &&
    found.usageLimit === (terms.uses === 'once' ? 1 : null) &&
    found.appliesOncePerCustomer === (terms.uses === 'many') &&
    found.combinesWith.orderDiscounts === wanted.orderDiscounts &&
    found.combinesWith.productDiscounts === wanted.productDiscounts &&
    found.combinesWith.shippingDiscounts === wanted.shippingDiscounts &&
    (terms.minimumMinor > 0
      ? isMoney(minimum, terms.minimumMinor, terms.currency)
      : found.minimumRequirement === null) &&
    sameValue(found, terms)
  );
}
