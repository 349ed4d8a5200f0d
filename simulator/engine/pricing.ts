import type { Minor, PricedCart, PricedCode, PricedLine, Product, SimShop } from '../types.ts';
import { choose } from './combining.ts';
import type { Candidate } from './combining.ts';
import { allocate, divideHalfUp } from './money.ts';
import type { DiscountRecord } from './records.ts';

/** A cart as pricing sees it: variants resolved, codes looked up. */
export type CartLine = {
  product: Product;
  /** The collections that hold it now. */
  collectionIds: readonly string[];
  variantId: string;
  priceMinor: Minor;
  quantity: number;
};

export type KnownCode = {
  code: string;
  discount: DiscountRecord;
  uses: number;
  usedByCustomer: boolean;
};

export type PricingInput = {
  shop: SimShop;
  lines: readonly CartLine[];
  /** In the buyer's order; null where the shop does not know the code. */
  codes: readonly { typed: string; known: KnownCode | null }[];
  customerId: string | null;
  now: number;
  /** False at a till: nothing is sent. */
  shipped: boolean;
};

/** What a code took: from lines (by line index) or from shipping. */
export type Taken = { known: KnownCode; byLine: Minor[]; shippingMinor: Minor };
export type Pricing = { cart: PricedCart; taken: Taken[]; lineTaxes: Minor[] };

const RATE_SCALE = 10_000n;

/**
 * Tax of one line, rounded half up per line: inside the price where the shop's prices include tax,
 * on top otherwise. Gift cards carry no tax when sold.
 * https://help.shopify.com/manual/products/gift-card-products (tax is charged when it is spent)
 */
export function lineTax(shop: SimShop, amount: Minor, giftCard: boolean): Minor {
  if (giftCard || amount === 0) return 0;
  const rate = BigInt(shop.taxRateBasisPoints);
  const base = shop.taxesIncluded ? RATE_SCALE + rate : RATE_SCALE;
  return divideHalfUp(BigInt(amount) * rate, base);
}

/**
 * Prices a cart: product discounts first, then order discounts on what they leave, then shipping
 * discounts. A percentage is rounded half up once for the whole discount and then spread over its
 * lines by largest remainder, as a fixed amount is.
 */
export function price(input: PricingInput): Pricing {
  const gross = input.lines.map((line) => line.priceMinor * line.quantity);
  const physical = input.lines.some((line) => !line.product.giftCard);
  const shippingMinor = input.shipped && physical ? input.shop.shippingMinor : 0;
  const { chosen, reasons } = choose(input, gross, shippingMinor);
  const left = [...gross];
  const taken: Taken[] = [];
  for (const stage of ['PRODUCT', 'ORDER'] as const) {
    const before = [...left];
    for (const candidate of chosen.filter((each) => each.discountClass === stage)) {
      taken.push(takeFromLines(candidate, before, left));
    }
  }
  for (const candidate of chosen.filter((each) => each.discountClass === 'SHIPPING')) {
    const already = taken.reduce((sum, each) => sum + each.shippingMinor, 0);
    taken.push({
      known: candidate.known,
      byLine: gross.map(() => 0),
      shippingMinor: shippingMinor - already,
    });
  }
  return assemble(input, { gross, left, shippingMinor, taken, reasons });
}

/** Percentages look at `before` (they do not compound within a stage); nothing goes below zero. */
function takeFromLines(candidate: Candidate, before: readonly Minor[], left: Minor[]): Taken {
  const value = candidate.known.discount.value;
  const open = left.map((amount, index) => (candidate.entitled.has(index) ? amount : 0));
  const openSum = open.reduce((a, b) => a + b, 0);
  const beforeSum = before.reduce((a, b, i) => (candidate.entitled.has(i) ? a + b : a), 0);
  const wanted =
    value.kind === 'percentage'
      ? divideHalfUp(BigInt(beforeSum) * BigInt(value.millionths), 1_000_000n)
      : value.kind === 'amount'
        ? value.amountMinor
        : 0;
  const byLine = allocate(Math.min(wanted, openSum), open);
  byLine.forEach((amount, index) => (left[index] = (left[index] ?? 0) - amount));
  return { known: candidate.known, byLine, shippingMinor: 0 };
}

function assemble(
  input: PricingInput,
  work: {
    gross: readonly Minor[];
    left: readonly Minor[];
    shippingMinor: Minor;
    taken: Taken[];
    reasons: ReadonlyMap<string, string>;
  },
): Pricing {
  const lineTaxes = input.lines.map((line, i) =>
    lineTax(input.shop, work.left[i] ?? 0, line.product.giftCard),
  );
  const lines: PricedLine[] = input.lines.map((line, i) => ({
    variantId: line.variantId,
    productId: line.product.id,
    quantity: line.quantity,
    priceMinor: line.priceMinor,
    allocations: work.taken
      .filter((each) => (each.byLine[i] ?? 0) > 0)
      .map((each) => ({ code: each.known.code, amountMinor: each.byLine[i] ?? 0 })),
    taxMinor: lineTaxes[i] ?? 0,
  }));
  const sum = (amounts: readonly Minor[]) => amounts.reduce((a, b) => a + b, 0);
  const subtotalMinor = sum(work.left);
  const shippingDiscount = sum(work.taken.map((each) => each.shippingMinor));
  const taxMinor = sum(lineTaxes);
  const shippingMinor = work.shippingMinor - shippingDiscount;
  const cart: PricedCart = {
    lines,
    codes: input.codes.map(({ typed, known }) => pricedCode(typed, known, work)),
    subtotalMinor,
    discountMinor: sum(work.gross) - subtotalMinor + shippingDiscount,
    shippingMinor,
    taxMinor,
    totalMinor: subtotalMinor + shippingMinor + (input.shop.taxesIncluded ? 0 : taxMinor),
  };
  return { cart, taken: work.taken, lineTaxes };
}

function pricedCode(
  typed: string,
  known: KnownCode | null,
  work: { taken: readonly Taken[]; reasons: ReadonlyMap<string, string> },
): PricedCode {
  const mine = known && work.taken.find((each) => each.known === known);
  const amountMinor = mine ? mine.byLine.reduce((a, b) => a + b, 0) + mine.shippingMinor : 0;
  const reason = mine ? null : (work.reasons.get(typed) ?? 'unknown');
  return { code: known?.code ?? typed, applicable: Boolean(mine), reason, amountMinor };
}
