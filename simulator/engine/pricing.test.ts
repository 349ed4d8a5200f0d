import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Product, SimShop } from '../types.ts';
import { northday } from '../seed/northday.ts';
import { lineTax, price } from './pricing.ts';
import type { CartLine, KnownCode } from './pricing.ts';
import type { DiscountRecord } from './records.ts';

const NOW = Date.parse('2026-01-05T09:00:00Z');
const shop: SimShop = { ...northday.shop, id: '1' };

function line(priceMinor: number, quantity: number, more: Partial<Product> = {}): CartLine {
  const product: Product = {
    id: `p${priceMinor}`,
    handle: 'x',
    title: 'x',
    vendor: '',
    type: '',
    tags: [],
    description: '',
    picture: '',
    giftCard: false,
    variants: [],
    ...more,
  };
  return { product, collectionIds: [], variantId: `v${priceMinor}`, priceMinor, quantity };
}

function code(name: string, more: Partial<DiscountRecord>, uses = 0): KnownCode {
  const discount: DiscountRecord = {
    id: name,
    title: name,
    value: { kind: 'amount', amountMinor: 500 },
    productIds: null,
    collectionIds: null,
    minimumSubtotalMinor: null,
    minimumQuantity: null,
    usageLimit: null,
    oncePerCustomer: false,
    customerIds: null,
    combinesWith: { order: false, product: false, shipping: false },
    startsAt: 0,
    endsAt: null,
    tags: [],
    createdAt: 0,
    updatedAt: 0,
    ...more,
  };
  return { code: name, discount, uses, usedByCustomer: false };
}

function priced(lines: readonly CartLine[], codes: readonly KnownCode[], at: SimShop = shop) {
  const typed = codes.map((known) => ({ typed: known.code, known }));
  return price({ shop: at, lines, codes: typed, customerId: 'c1', now: NOW, shipped: true }).cart;
}

const reasons = (lines: readonly CartLine[], codes: readonly KnownCode[]) =>
  priced(lines, codes).codes.map((each) => each.reason);

describe('a cart', () => {
  it('spreads 4.50 over the lines it may touch and leaves the gift card alone', () => {
    const gift = line(5000, 1, { giftCard: true });
    const fixed = code('A', { value: { kind: 'amount', amountMinor: 450 }, productIds: ['p1000'] });
    const cart = priced([line(1999, 1), line(1000, 3), gift], [fixed]);
    expect(cart.lines.map((each) => each.allocations)).toEqual([
      [],
      [{ code: 'A', amountMinor: 450 }],
      [],
    ]);
    expect(cart.subtotalMinor).toBe(1999 + 2550 + 5000);
    expect(cart.lines[2]?.taxMinor).toBe(0);
  });

  it('rounds a percentage once, half up, before spreading it', () => {
    const half = code('H', { value: { kind: 'percentage', millionths: 150_000 } });
    const cart = priced([line(1010, 1), line(1020, 1)], [half]); // 15 % of 20.30 is 3.045
    expect(cart.discountMinor).toBe(305);
  });

  it('takes no more than the lines are worth', () => {
    const cart = priced(
      [line(300, 1)],
      [code('B', { value: { kind: 'amount', amountMinor: 500 } })],
    );
    expect([cart.subtotalMinor, cart.discountMinor]).toEqual([0, 300]);
  });

  it('has tax on top in one shop and inside in the other', () => {
    expect(lineTax(shop, 2000, false)).toBe(110);
    const inside = { ...shop, taxesIncluded: true, taxRateBasisPoints: 1000 };
    expect(lineTax(inside, 1100, false)).toBe(100);
    const cart = priced([line(1100, 1)], [], inside);
    expect(cart.totalMinor).toBe(1100 + shop.shippingMinor);
  });

  it('sends nothing when all there is are gift cards', () => {
    expect(priced([line(5000, 1, { giftCard: true })], []).shippingMinor).toBe(0);
  });
});

describe('why a code does not apply', () => {
  it.each<[string, Partial<DiscountRecord>, number]>([
    ['minimum', { minimumSubtotalMinor: 3001 }, 0],
    ['minimum', { minimumQuantity: 4 }, 0],
    ['used', { usageLimit: 1 }, 1],
    ['ended', { endsAt: NOW }, 0],
    ['unknown', { startsAt: NOW + 1 }, 0],
    ['customer', { customerIds: ['c2'] }, 0],
    ['empty', { productIds: ['p9'] }, 0],
  ])('%s', (reason, terms, uses) => {
    expect(reasons([line(1000, 3)], [code('A', terms, uses)])).toEqual([reason]);
  });

  it('is that no line is of its collections', () => {
    const held = { ...line(1000, 3), collectionIds: ['k1', 'k2'] };
    const lines = [line(2000, 1), held];
    const inCollection = (id: string, more = {}) => code('A', { collectionIds: [id], ...more });
    expect(reasons(lines, [inCollection('k3')])).toEqual(['empty']);
    const cart = priced(lines, [inCollection('k2')]);
    expect(cart.lines.map((each) => each.allocations)).toEqual([
      [],
      [{ code: 'A', amountMinor: 500 }],
    ]);
    // What counts towards the minimum is what the code may discount.
    const short = inCollection('k2', { minimumSubtotalMinor: 3001 });
    expect(reasons(lines, [short])).toEqual(['minimum']);
  });

  it('is nothing at the minimum itself', () => {
    expect(reasons([line(1000, 3)], [code('A', { minimumSubtotalMinor: 3000 })])).toEqual([null]);
  });

  it('is that gift cards do not count', () => {
    const lines = [line(5000, 1, { giftCard: true })];
    expect(reasons(lines, [code('A', {})])).toEqual(['empty']);
  });
});

describe('combinations need both sides', () => {
  const order = (name: string, combinesWith: Partial<DiscountRecord['combinesWith']>) =>
    code(name, {
      combinesWith: { order: false, product: false, shipping: false, ...combinesWith },
    });
  const shipping = (combinesWith: Partial<DiscountRecord['combinesWith']>) =>
    code('SHIP', {
      value: { kind: 'freeShipping', maximumShippingMinor: null },
      combinesWith: { order: false, product: false, shipping: false, ...combinesWith },
    });

  it.each([
    [order('A', { order: true }), order('B', { order: true }), [null, null]],
    [order('A', { order: true }), order('B', {}), [null, 'combination']],
    [order('A', { shipping: true }), shipping({ order: true }), [null, null]],
    [order('A', { shipping: true }), shipping({}), [null, 'combination']],
    [shipping({ order: true }), order('A', { shipping: true }), [null, null]],
  ])('%#', (first, second, expected) => {
    expect(reasons([line(3000, 1)], [first, second])).toEqual(expected);
  });

  it('takes one shipping code only', () => {
    const one = shipping({ shipping: true });
    const two = { ...shipping({ shipping: true }), code: 'SHIP2' };
    expect(reasons([line(3000, 1)], [one, two])).toEqual([null, 'combination']);
  });
});

describe('any cart', () => {
  const lines = fc.array(
    fc.record({ p: fc.integer({ min: 1, max: 50_000 }), q: fc.integer({ min: 1, max: 9 }) }),
    { minLength: 1, maxLength: 6 },
  );
  const discounts = fc.array(
    fc.oneof(
      fc.nat(60_000).map((amountMinor) => ({ kind: 'amount' as const, amountMinor })),
      fc.nat(1_000_000).map((millionths) => ({ kind: 'percentage' as const, millionths })),
      fc.constant({ kind: 'freeShipping' as const, maximumShippingMinor: null }),
    ),
    { maxLength: 4 },
  );

  it('adds up', () => {
    fc.assert(
      fc.property(lines, discounts, fc.boolean(), (some, values, taxesIncluded) => {
        const combinesWith = { order: true, product: true, shipping: true };
        const codes = values.map((value, n) => code(`C${n}`, { value, combinesWith }));
        const at = { ...shop, taxesIncluded };
        const cart = priced(
          some.map(({ p, q }) => line(p, q)),
          codes,
          at,
        );
        const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
        const gross = sum(some.map(({ p, q }) => p * q));
        const allocated = sum(
          cart.lines.flatMap((each) => each.allocations.map((a) => a.amountMinor)),
        );
        expect(cart.subtotalMinor).toBe(gross - allocated);
        expect(sum(cart.codes.map((each) => each.amountMinor))).toBe(cart.discountMinor);
        expect(cart.discountMinor).toBe(allocated + (shop.shippingMinor - cart.shippingMinor));
        const added = taxesIncluded ? 0 : cart.taxMinor;
        expect(cart.totalMinor).toBe(cart.subtotalMinor + cart.shippingMinor + added);
        expect(Math.min(cart.subtotalMinor, cart.shippingMinor, cart.taxMinor)).toBeGreaterThan(-1);
      }),
    );
  });
});
