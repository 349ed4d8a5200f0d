import { expect, test } from 'vitest';
import { moneySign, writeMoney } from './writeMoney.ts';

const dollars = { currency: 'USD', decimals: 2, factor: 1, label: null };
const tomans = { currency: 'IRR', decimals: 0, factor: 10, label: 'تومان' };

test.each([
  [500, dollars, 'en-US', '$5'],
  [450, dollars, 'en-US', '$4.50'],
  [500_000, tomans, 'fa-IR', '۵۰٬۰۰۰\u00a0تومان'],
  [15, tomans, 'fa-IR', '۱٫۵\u00a0تومان'],
  [
    1000,
    { currency: 'EGP', decimals: 2, factor: 1, label: null },
    'ar-EG-u-nu-arab',
    '\u200f١٠\u00a0ج.م.\u200f',
  ],
  // A name from the other direction is isolated, so that it pulls no neighbour over.
  [500_000, tomans, 'en-US', '50,000\u00a0\u2068تومان\u2069'],
])('%d of %o in %s', (minor, style, locale, written) => {
  expect(writeMoney(minor, style, locale)).toBe(written);
});

test('a field names the unit as the shop does', () => {
  expect(moneySign(dollars, 'en-US')).toBe('$');
  expect(moneySign(tomans, 'en-US')).toBe('تومان');
});
