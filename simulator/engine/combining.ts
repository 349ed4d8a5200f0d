import type { Minor } from '../types.ts';
import type { KnownCode, PricingInput } from './pricing.ts';
import type { DiscountClass, DiscountRecord } from './records.ts';

/** A code that could apply by itself, with the lines (by index) it may take from. */
export type Candidate = {
  known: KnownCode;
  discountClass: DiscountClass;
  entitled: ReadonlySet<number>;
};

/** https://help.shopify.com/manual/discounts/discount-combinations: 5 product or order codes + 1. */
const MAX_LINE_CODES = 5;
const MAX_SHIPPING_CODES = 1;

/**
 * Decides which codes apply. Codes are judged in the buyer's order and an earlier one wins: a code
 * that does not combine with all before it is not applicable.
 */
export function choose(
  input: PricingInput,
  gross: readonly Minor[],
  shippingMinor: Minor,
): { chosen: Candidate[]; reasons: Map<string, string> } {
  const chosen: Candidate[] = [];
  const reasons = new Map<string, string>();
  for (const { typed, known } of input.codes) {
    if (chosen.some((each) => each.known === known)) continue;
    const candidate = known && candidateOf(input, known);
    const reason = !candidate ? 'unknown' : refusal(input, candidate, gross, shippingMinor);
    if (!candidate || reason) reasons.set(typed, reason ?? 'unknown');
    else if (!fits(candidate, chosen)) reasons.set(typed, 'combination');
    else chosen.push(candidate);
  }
  return { chosen, reasons };
}

/** The class follows from what is discounted: shipping, some products, or the whole order. */
export function classOf(discount: DiscountRecord): DiscountClass {
  if (discount.value.kind === 'freeShipping') return 'SHIPPING';
  return discount.productIds || discount.collectionIds ? 'PRODUCT' : 'ORDER';
}

function candidateOf(input: PricingInput, known: KnownCode): Candidate {
  const { productIds, collectionIds } = known.discount;
  const entitled = new Set<number>();
  input.lines.forEach((line, index) => {
    // Gift cards cannot be bought with a discount:
    // https://help.shopify.com/manual/products/gift-card-products
    if (line.product.giftCard) return;
    const bound = productIds ?? collectionIds;
    const named = productIds?.includes(line.product.id);
    const held = collectionIds?.some((id) => line.collectionIds.includes(id));
    if (!bound || named || held) entitled.add(index);
  });
  return { known, discountClass: classOf(known.discount), entitled };
}

/** Why a code does not apply by itself, or null when it does. */
function refusal(
  input: PricingInput,
  candidate: Candidate,
  gross: readonly Minor[],
  shippingMinor: Minor,
): string | null {
  const { discount, uses, usedByCustomer } = candidate.known;
  if (discount.startsAt > input.now) return 'unknown';
  if (discount.endsAt !== null && discount.endsAt <= input.now) return 'ended';
  if (discount.usageLimit !== null && uses >= discount.usageLimit) return 'used';
  if (discount.oncePerCustomer && usedByCustomer) return 'used';
  if (discount.customerIds && !discount.customerIds.includes(input.customerId ?? '')) {
    return 'customer';
  }
  if (candidate.entitled.size === 0) return 'empty';
  let subtotal = 0;
  let quantity = 0;
  for (const index of candidate.entitled) {
    subtotal += gross[index] ?? 0;
    quantity += input.lines[index]?.quantity ?? 0;
  }
  if (discount.minimumSubtotalMinor !== null && subtotal < discount.minimumSubtotalMinor) {
    return 'minimum';
  }
  if (discount.minimumQuantity !== null && quantity < discount.minimumQuantity) return 'minimum';
  if (discount.value.kind === 'freeShipping') {
    const most = discount.value.maximumShippingMinor;
    if (shippingMinor === 0 || (most !== null && shippingMinor > most)) return 'empty';
  } else if (subtotal === 0) return 'empty';
  return null;
}

function fits(candidate: Candidate, chosen: readonly Candidate[]): boolean {
  const shipping = (each: Candidate) => each.discountClass === 'SHIPPING';
  const shippingCodes = chosen.filter(shipping).length;
  const room = shipping(candidate)
    ? shippingCodes < MAX_SHIPPING_CODES
    : chosen.length - shippingCodes < MAX_LINE_CODES;
  return room && chosen.every((each) => combine(candidate, each));
}

/**
 * Both sides must agree: each discount's combinesWith has to allow the other's class.
 * https://shopify.dev/docs/api/admin-graphql/2026-07/objects/DiscountCombinesWith
 * Product discounts combine across lines, but one line takes at most one of them:
 * the same page, productDiscountsWithTagsOnSameCartLine.
 */
function combine(a: Candidate, b: Candidate): boolean {
  if (!allows(a.known.discount, b.discountClass) || !allows(b.known.discount, a.discountClass)) {
    return false;
  }
  if (a.discountClass !== 'PRODUCT' || b.discountClass !== 'PRODUCT') return true;
  return [...a.entitled].every((index) => !b.entitled.has(index));
}

function allows(discount: DiscountRecord, other: DiscountClass): boolean {
  if (other === 'ORDER') return discount.combinesWith.order;
  if (other === 'PRODUCT') return discount.combinesWith.product;
  return discount.combinesWith.shipping;
}
