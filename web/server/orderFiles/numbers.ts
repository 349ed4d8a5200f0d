/** Amounts as people and programs write them. */

const DIGITS = /[٠-٩۰-۹]/g;
const isOtherDigit = /[\u0250-\uffff]/;

/** Persian and Arabic digits as Latin ones; almost every cell has none and comes back untouched. */
export const latin = (text: string): string =>
  isOtherDigit.test(text)
    ? text.normalize('NFKC').replace(DIGITS, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    : text;

export type DecimalSign = '.' | ',';

/** `evident`: some number can only be read this way. */
export type NumberStyle = { decimal: DecimalSign; evident: boolean };

const plain = /^-?\d+(?:\.\d+)?$/;
const run = /(?:(?<![\p{L}.,])[.,٫])?\d[\d.,٫٬،'’\s]*/gu;
const exponent = /^[+-]?\d+(?:\.\d+)?e[+-]?\d+$/i;

type Parts = { negative: boolean; digits: string };

/** The sign, and the digits with their separators: "." and "," alone are left to be told apart. */
function partsOf(text: string): Parts | null {
  const clean = latin(text).trim();
  const [found, other] = clean.matchAll(run);
  if (!found || other) return null;
  const before = clean.slice(0, found.index);
  const after = clean.slice(found.index + found[0].length);
  const negative = /[-−]/.test(before + after) || (before.endsWith('(') && after.startsWith(')'));
  // The Arabic decimal sign (U+066B) and thousands sign (U+066C) say what they are.
  const digits = found[0]
    .replace(/[\s'’٬]/g, '')
    .replace(/[.,،]+$/, '')
    .replace(/،/g, ',')
    .replace('٫', '·');
  return { negative, digits };
}

/** The sample's numbers by what they show: a sign with 3 digits behind it may be either. */
export function numberStyle(sample: readonly string[], semicolons: boolean): NumberStyle {
  const seen = { '.': 0, ',': 0 };
  let undecided = 0;
  for (const text of sample) {
    const digits = partsOf(text)?.digits;
    if (digits === undefined || digits.includes('·')) continue;
    const dot = digits.lastIndexOf('.');
    const comma = digits.lastIndexOf(',');
    if (dot >= 0 && comma >= 0) seen[dot > comma ? '.' : ','] += 1;
    else if (/[.,].*[.,]/.test(digits)) seen[dot >= 0 ? ',' : '.'] += 1;
    else if (/[.,]\d{3}$/.test(digits) && !/^0[.,]/.test(digits)) undecided += 1;
    else if (dot >= 0 || comma >= 0) seen[dot >= 0 ? '.' : ','] += 1;
  }
  const decimal = seen[','] > seen['.'] || (seen[','] === seen['.'] && semicolons) ? ',' : '.';
  return { decimal, evident: seen['.'] !== seen[','] || undecided === 0 };
}

/** Null for what is no number. */
export function readNumber(text: string, { decimal }: NumberStyle): number | null {
  if (decimal === '.' && plain.test(text)) return Number(text);
  const trimmed = text.trim();
  if (exponent.test(trimmed)) return Number(trimmed);
  const parts = partsOf(trimmed);
  if (!parts) return null;
  const { negative, digits } = parts;
  const point = digits.includes('·') ? '·' : decimal;
  const [whole = '', fraction = '', more] = digits.split(point);
  const bareWhole = whole.replace(/[.,]/g, '');
  // "1.234.567" where "." is the decimal sign: whoever wrote it meant thousands.
  if (more !== undefined) return signed(negative, Number(digits.replace(/\D/g, '')));
  const value = Number(`${bareWhole || '0'}.${fraction.replace(/\D/g, '') || '0'}`);
  return Number.isFinite(value) ? signed(negative, value) : null;
}

const signed = (negative: boolean, value: number): number => (negative ? 0 - value : value);

/** Hundredths, half away from zero, without the error of binary fractions: 1.005 is 101. */
export function hundredths(value: number): number {
  const size = Math.abs(value);
  const scaled = Number.isInteger(size) ? size * 100 : Number(`${size}e2`);
  const rounded = Math.round(Number.isNaN(scaled) ? size * 100 : scaled);
  return value < 0 ? 0 - rounded : rounded;
}
