/** What people type into fields, in any of the three scripts' digits, read without guessing. */
import type { MoneyStyle } from '../../contract/shopper.ts';

export type NumberProblem = 'empty' | 'notANumber' | 'notWhole' | 'tooManyDecimals' | 'tooLarge';
export type Read = { ok: true; value: number } | { ok: false; problem: NumberProblem };

const fail = (problem: NumberProblem): Read => ({ ok: false, problem });

/** ۰–۹ and ٠–٩ become 0–9. */
export const latinDigits = (typed: string): string =>
  typed
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660));

/** ۰–۹ and ٠–٩ become 0–9; marks that only keyboards and copying leave behind go. */
function asciiDigits(typed: string): string {
  return latinDigits(typed)
    .replace(/[\s\u00a0\u202f\u200b-\u200f\u2066-\u2069]/g, '')
    .replace(/٫/g, '.');
}

/**
 * A decimal without its grouping, as "1234.5". A comma (or ٬ or ،) only groups, and only where a
 * group of three follows: "1,5" is one and a half in one country and a slip in another.
 */
function decimalText(typed: string): string | null {
  const text = asciiDigits(typed);
  if (/^\d+(\.\d+)?$/.test(text)) return text;
  if (/^\d{1,3}([,٬،]\d{3})+(\.\d+)?$/.test(text)) return text.replace(/[,٬،]/g, '');
  return null;
}

/** `typed` × 10^decimals, exactly. */
function scaled(typed: string, decimals: number): Read {
  if (typed.trim() === '') return fail('empty');
  const text = decimalText(typed);
  if (text === null) return fail('notANumber');
  const [whole = '', fraction = ''] = text.split('.');
  if (/[1-9]/.test(fraction.slice(decimals))) {
    return fail(decimals === 0 ? 'notWhole' : 'tooManyDecimals');
  }
  const value = Number(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return Number.isSafeInteger(value) ? { ok: true, value } : fail('tooLarge');
}

/** A whole number, such as points or days. */
export const readWhole = (typed: string): Read => scaled(typed, 0);

/** A percentage in basis points: "12.5" is 1250. */
export function readPercent(typed: string): Read {
  return scaled(typed.replace(/[%٪]/g, ''), 2);
}

/** Minor units of an amount typed the way the shop writes money; nothing is rounded. */
export function readMoney(typed: string, style: MoneyStyle): Read {
  // A factor of ten is one more decimal: 1.5 toman are 15 rials.
  const factorDecimals = Math.log10(style.factor);
  const exact = Number.isInteger(factorDecimals);
  const read = scaled(typed, style.decimals + (exact ? factorDecimals : 0));
  if (!read.ok || exact) return read;
  const value = read.value * style.factor;
  return Number.isSafeInteger(value) ? { ok: true, value } : fail('tooLarge');
}
