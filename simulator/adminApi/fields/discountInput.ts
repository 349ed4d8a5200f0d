import { classOf } from '../../engine/combining.ts';
import { minorOf } from '../../engine/money.ts';
import type { DiscountRecord } from '../../engine/records.ts';
import { idOf } from '../../state/ids.ts';
import type { Arguments, Asking, UserError } from '../context.ts';

type Input = Readonly<Record<string, unknown>>;
const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Input)[key] : undefined;
const timeOf = (value: unknown): number | null =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? Date.parse(value) : null;

export type Checked = { discount: DiscountRecord; code: string; errors: UserError[] };

/**
 * Turns DiscountCodeBasicInput or DiscountCodeFreeShippingInput into a discount, with the errors
 * that Shopify reports in DiscountErrorCode. Decimals are read exactly.
 */
export function checkDiscount(
  asking: Asking,
  args: Arguments,
  argument: 'basicCodeDiscount' | 'freeShippingCodeDiscount',
): Checked {
  const input = args[argument] as Input;
  const errors: UserError[] = [];
  const fail = (field: string, code: string, message: string): void => {
    errors.push({ field: [argument, ...field.split('.')], code, message, extraInfo: null });
  };
  const now = asking.now();
  const code = typeof input['code'] === 'string' ? input['code'].trim() : '';
  const title = typeof input['title'] === 'string' ? input['title'].trim() : '';
  if (code === '') fail('code', 'BLANK', "Code can't be blank");
  if (title === '') fail('title', 'BLANK', "Title can't be blank");
  if (code.length > 255) fail('code', 'TOO_LONG', 'Code is too long (maximum is 255 characters)');
  const startsAt = timeOf(input['startsAt']);
  const endsAt = timeOf(input['endsAt']);
  if (startsAt === null) fail('startsAt', 'BLANK', "Starts at can't be blank");
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) {
    fail('endsAt', 'END_DATE_BEFORE_START_DATE', 'Ends at needs to be after starts_at');
  }
  const usageLimit = (input['usageLimit'] as number | null | undefined) ?? null;
  if (usageLimit !== null && usageLimit < 1) {
    fail('usageLimit', 'GREATER_THAN', 'Usage limit must be greater than 0');
  }
  if (input['context'] == null) fail('context', 'BLANK', "Context can't be blank");
  const discount: DiscountRecord = {
    id: asking.ids.next(),
    title,
    value:
      argument === 'basicCodeDiscount'
        ? basicValue(asking, input, fail)
        : shippingValue(asking, input),
    productIds: idsIn('Product', at(itemsOf(input, 'products'), 'productsToAdd')),
    collectionIds: idsIn('Collection', at(itemsOf(input, 'collections'), 'add')),
    ...minimums(asking, input, fail),
    usageLimit,
    oncePerCustomer: input['appliesOncePerCustomer'] === true,
    customerIds: customerIds(input),
    combinesWith: {
      order: at(input['combinesWith'], 'orderDiscounts') === true,
      product: at(input['combinesWith'], 'productDiscounts') === true,
      shipping: at(input['combinesWith'], 'shippingDiscounts') === true,
    },
    startsAt: startsAt ?? now,
    endsAt,
    tags: (input['tags'] as string[] | undefined) ?? [],
    createdAt: now,
    updatedAt: now,
  };
  if (classOf(discount) === 'SHIPPING' && discount.combinesWith.shipping) {
    const message = 'The combinesWith settings are invalid for the discount class.';
    fail('combinesWith', 'INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS', message);
  }
  return { discount, code, errors };
}

type Fail = (field: string, code: string, message: string) => void;

function basicValue(asking: Asking, input: Input, fail: Fail): DiscountRecord['value'] {
  const gets = input['customerGets'];
  const value = at(gets, 'value');
  if (at(gets, 'items') == null) fail('customerGets.items', 'BLANK', "Items can't be blank");
  const percentage = at(value, 'percentage');
  if (typeof percentage === 'number') {
    if (percentage <= 0 || percentage > 1) {
      const message = 'Value must be between 0.0 and 1.0';
      fail('customerGets.value.percentage', 'VALUE_OUTSIDE_RANGE', message);
    }
    return { kind: 'percentage', millionths: Math.round(percentage * 1_000_000) };
  }
  const amount = at(at(value, 'discountAmount'), 'amount');
  const amountMinor = amount == null ? null : minorOf(String(amount), asking.shop.currency);
  if (amountMinor === null || amountMinor <= 0) {
    const message = 'Value must be greater than 0';
    fail('customerGets.value.discountAmount.amount', 'GREATER_THAN', message);
  }
  return { kind: 'amount', amountMinor: amountMinor ?? 0 };
}

function shippingValue(asking: Asking, input: Input): DiscountRecord['value'] {
  const most = input['maximumShippingPrice'];
  const maximum = most == null ? null : minorOf(String(most), asking.shop.currency);
  return { kind: 'freeShipping', maximumShippingMinor: maximum };
}

function minimums(
  asking: Asking,
  input: Input,
  fail: Fail,
): Pick<DiscountRecord, 'minimumSubtotalMinor' | 'minimumQuantity'> {
  const requirement = input['minimumRequirement'];
  const subtotal = at(at(requirement, 'subtotal'), 'greaterThanOrEqualToSubtotal');
  const quantity = at(at(requirement, 'quantity'), 'greaterThanOrEqualToQuantity');
  if (subtotal != null && quantity != null) {
    fail(
      'minimumRequirement',
      'MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT',
      'Minimum subtotal and minimum quantity cannot both be set',
    );
  }
  const minimumSubtotalMinor =
    subtotal == null ? null : minorOf(String(subtotal), asking.shop.currency);
  if (subtotal != null && minimumSubtotalMinor === null) {
    fail('minimumRequirement.subtotal', 'INVALID', 'Minimum subtotal is invalid');
  }
  return { minimumSubtotalMinor, minimumQuantity: quantity == null ? null : Number(quantity) };
}

const itemsOf = (input: Input, kind: 'products' | 'collections'): unknown =>
  at(at(input['customerGets'], 'items'), kind);

function customerIds(input: Input): string[] | null {
  return idsIn('Customer', at(at(input['context'], 'customers'), 'add'));
}

function idsIn(type: string, list: unknown): string[] | null {
  if (!Array.isArray(list)) return null;
  return list.map((each) => idOf(type, String(each)) ?? '');
}
