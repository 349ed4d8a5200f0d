import type { MoneyStyle } from '../../contract/shopper.ts';

/**
 * The currencies whose everyday unit is not 1: an order of about 50 US dollars, divided by 30 and
 * rounded down to a power of ten, is the unit that points are counted in. As powers of ten.
 */
const EXPONENTS: Readonly<Record<string, number>> = {
  ...exponents(-1, 'BHD JOD KWD OMR'),
  ...exponents(
    1,
    'AFN BDT CZK DOP EGP ETB INR KES KGS LRD MKD MUR MZN NPR PHP RUB THB TRY UAH UYU',
  ),
  ...exponents(2, 'ALL AMD ARS CLP CRC DZD HUF IQD ISK JPY KZT LKR NGN PKR RSD XAF XOF XPF YER'),
  ...exponents(3, 'COP KRW MMK MNT PYG TZS UGX UZS'),
  ...exponents(4, 'IDR IRT LAK LBP VND'),
  ...exponents(5, 'IRR'),
};

function exponents(exponent: number, codes: string): Record<string, number> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, exponent]));
}

/** An amount of the everyday, in minor units: for examples of how money is written. */
export function everydayUnitMinor(style: MoneyStyle): number {
  return Math.max(1, Math.round(10 ** ((EXPONENTS[style.currency] ?? 0) + style.decimals)));
}
