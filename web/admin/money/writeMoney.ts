import type { MoneyStyle } from '../../contract/shopper.ts';

const RTL_LETTERS = /\p{Script=Arabic}|\p{Script=Hebrew}/u;

/** Minor units in one unit as the shop speaks of it: 100 for a dollar, 10 for a toman. */
export const minorPerUnit = (style: MoneyStyle): number => 10 ** style.decimals * style.factor;

/**
 * Minor units as the shop writes money: "$5", "$4.50", "۵۰٬۰۰۰ تومان". Number and name are glued
 * together; a name in the other direction than the text around it is isolated.
 */
export function writeMoney(minor: number, style: MoneyStyle, locale: string): string {
  const amount = minor / minorPerUnit(style);
  const fraction = Number.isInteger(amount)
    ? 0
    : Math.max(style.decimals, style.factor > 1 ? 1 : 0);
  const digits = { minimumFractionDigits: fraction, maximumFractionDigits: fraction };
  if (style.label === null) {
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: style.currency,
      currencyDisplay: signOf(locale),
      ...digits,
    }).format(amount);
  }
  const number = new Intl.NumberFormat(locale, digits).format(amount);
  const foreign = RTL_LETTERS.test(style.label) !== /^(fa|ar)/.test(locale);
  return `${number}\u00a0${foreign ? `\u2068${style.label}\u2069` : style.label}`;
}

/** "$", not "US$"; but Arabic's short signs are Latin ones, and its usual ones are its own. */
const signOf = (locale: string): 'symbol' | 'narrowSymbol' =>
  locale.startsWith('ar') ? 'symbol' : 'narrowSymbol';

/** What stands beside a field for money: the label, or the currency's sign. */
export function moneySign(style: MoneyStyle, locale: string): string {
  if (style.label !== null) return style.label;
  const parts = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: style.currency,
    currencyDisplay: signOf(locale),
  }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? style.currency;
}
