import type { Minor } from './orderFacts.ts';

/**
 * Decimals of every currency we can count, from ISO 4217's minor units. Two rows are ours: IRR is
 * written without decimals everywhere it is used, and IRT (toman) is a shop's own currency code.
 */
const CODES_BY_DECIMALS: Readonly<Record<number, string>> = {
  0: `BIF CLP DJF GNF IRR IRT ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF`,
  2: `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD
      CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
      GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD
      MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP
      PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
      TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: `BHD IQD JOD KWD LYD OMR TND`,
};

const DECIMALS: ReadonlyMap<string, number> = new Map(
  Object.entries(CODES_BY_DECIMALS).flatMap(([decimals, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, Number(decimals)]),
  ),
);

/** How many decimals the currency's minor unit has, or undefined for a code we do not know. */
export const decimalsOf = (currency: string): number | undefined => DECIMALS.get(currency);

export type NotMoney = {
  ok: false;
  problem: 'unknownCurrency' | 'notANumber' | 'tooManyDecimals' | 'tooLarge';
};

const notMoney = (problem: NotMoney['problem']): NotMoney => ({ ok: false, problem });

/**
 * Reads a decimal string such as "19.99" or "-5" into minor units. Nothing is ever rounded: digits
 * beyond the currency's decimals are refused, unless they are zeros ("500.00" JPY, "5.0" JPY),
 * which platforms that print a fixed number of decimals send and which lose nothing.
 */
export function parseMoney(decimal: string, currency: string): Minor | NotMoney {
  const decimals = decimalsOf(currency);
  if (decimals === undefined) return notMoney('unknownCurrency');
  const match = /^(-?)(\d{1,16})(?:\.(\d{1,16}))?$/.exec(decimal);
  if (!match) return notMoney('notANumber');
  const [, sign = '', whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(decimals))) return notMoney('tooManyDecimals');
  const minor = Number(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  if (!Number.isSafeInteger(minor)) return notMoney('tooLarge');
  return sign && minor !== 0 ? -minor : minor;
}

/**
 * Prints minor units as a plain decimal string with exactly the currency's decimals: 1999 USD is
 * "19.99". Throws a RangeError for an unknown currency or a number that is no safe integer.
 */
export function formatDecimal(minor: Minor, currency: string): string {
  const decimals = decimalsOf(currency);
  if (decimals === undefined) throw new RangeError(`unknown currency ${currency}`);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`not a whole number: ${minor}`);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const sign = minor < 0 ? '-' : '';
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? sign + digits : `${sign}${whole}.${digits.slice(-decimals)}`;
}
