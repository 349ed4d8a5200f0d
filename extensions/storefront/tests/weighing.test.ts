import { describe, expect, it } from 'vitest';
import { judge } from '../src/panel/weighing.js';
import { cart, code, redemption } from './stories.ts';

const money = { currency: 'USD', decimals: 2, factor: 1, label: null };
const ours = (more: Record<string, unknown> = {}) => ({ ...redemption('en'), ...more });
const tell = (before: object, after: object, more = {}) =>
  judge({ before, after, redemption: ours(more), money });

describe('what became of putting a code on the cart', () => {
  it('is applied only when the cart says applicable', () => {
    expect(tell(cart('en'), cart('en', { [code]: 5 }))).toEqual({ outcome: 'applied' });
    expect(tell(cart('en'), cart('en', { [code]: 0 })).outcome).toBe('noFit');
  });

  it('reads codes without regard to case', () => {
    expect(tell(cart('en'), cart('en', { [code.toLowerCase()]: 5 })).outcome).toBe('applied');
  });

  it('names the other code and what each saves', () => {
    const before = cart('en', { AUTUMN15: 7.2 });
    const after = cart('en', { AUTUMN15: 7.2, [code]: 0 });
    expect(tell(before, after)).toEqual({
      outcome: 'clash',
      other: 'AUTUMN15',
      theirs: 720,
      ours: 500,
    });
  });

  it('counts what another code takes off single lines', () => {
    const line = {
      line_level_discount_allocations: [{ amount: 300, discount_application: { title: 'MUGS' } }],
    };
    const before = {
      ...cart('en', { MUGS: 1 }),
      cart_level_discount_applications: [],
      items: [line, line],
    };
    expect(tell(before, cart('en', { MUGS: 1, [code]: 0 }))).toMatchObject({
      other: 'MUGS',
      theirs: 600,
    });
  });

  it('takes the place of a smaller code, and says so; a larger one stays', () => {
    const small = tell(cart('en', { TWO: 2 }), cart('en', { TWO: 0, [code]: 5 }));
    expect(small).toEqual({ outcome: 'applied', other: 'TWO', theirs: 200 });
    const large = tell(cart('en', { TEN: 10 }), cart('en', { TEN: 0, [code]: 5 }));
    expect(large).toMatchObject({ outcome: 'clash', other: 'TEN', theirs: 1000, ours: 500 });
  });

  it("says what a basket lacks, in the currency's own minor units", () => {
    const after = { ...cart('en', { [code]: 0 }), original_total_price: 2100 };
    expect(tell(cart('en'), after)).toEqual({ outcome: 'minMiss', short: 400 });
    // Rial have no minor unit, and the cart still writes hundredths.
    const rial = { currency: 'IRR', decimals: 0, factor: 10, label: 'تومان' };
    const basket = { ...cart('fa', { [code]: 0 }), original_total_price: 210_000_000 };
    expect(judge({ before: cart('fa'), after: basket, redemption: redemption('fa'), money: rial })).toEqual({ outcome: 'minMiss', short: 400_000 }); // prettier-ignore
  });

  it('compares nothing in a currency points are not counted in', () => {
    const euro = (codes: Record<string, number>) => ({ ...cart('en', codes), currency: 'EUR' });
    expect(tell(euro({ A: 7 }), euro({ A: 7, [code]: 0 }))).toEqual({ outcome: 'clash', other: 'A', theirs: null, ours: null }); // prettier-ignore
  });

  it('says nothing of a basket where only some goods count', () => {
    const value = { kind: 'amountOff', amountMinor: 500, only: { items: [], name: 'Mugs' } };
    const after = { ...cart('en', { [code]: 0 }), original_total_price: 2100 };
    expect(tell(cart('en'), after, { value })).toEqual({ outcome: 'noFit' });
    const clash = tell(cart('en', { A: 7 }), cart('en', { A: 7, [code]: 0 }), { value });
    expect(clash).toEqual({ outcome: 'clash', other: 'A', theirs: 700, ours: null });
  });

  it('puts no figure on free shipping', () => {
    const value = { kind: 'freeShipping' };
    const told = tell(cart('en', { A: 7 }), cart('en', { A: 7, [code]: 0 }), { value });
    expect(told).toEqual({ outcome: 'clash', other: 'A', theirs: 700, ours: null });
  });

  it('keeps the code ready for an empty cart', () => {
    expect(tell(cart('en', {}, 0), cart('en', { [code]: 0 }, 0))).toEqual({ outcome: 'ready' });
  });
});
