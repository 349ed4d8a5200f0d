import type { Minor } from '../types.ts';

/** Decimals that differ from two: ISO 4217 as Shopify writes prices (IRR without decimals). */
const DECIMALS: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  ISK: 0,
  IRR: 0,
  UGX: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  PYG: 0,
  RWF: 0,
  KWD: 3,
  BHD: 3,
  OMR: 3,
  JOD: 3,
  TND: 3,
};

export function decimalsOf(currency: string): number {
  return DECIMALS[currency] ?? 2;
}

/** 1999 USD → "19.99"; 70 JPY → "70"; negative amounts keep their sign. */
export function decimalText(amount: Minor, currency: string): string {
  const decimals = decimalsOf(currency);
  const sign = amount < 0 ? '-' : '';
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** "19.99" USD → 1999; null when it is no decimal number or has more decimals than the currency. */
export function minorOf(text: string, currency: string): Minor | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const decimals = decimalsOf(currency);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) return null;
  const amount = Number(match[2]) * 10 ** decimals + Number(fraction.padEnd(decimals, '0') || '0');
  if (!Number.isSafeInteger(amount)) return null;
  return match[1] ? -amount : amount;
}

/** numerator ÷ denominator to the nearest integer, halves up; exact for any safe inputs. */
export function divideHalfUp(numerator: bigint, denominator: bigint): Minor {
  return Number((2n * numerator + denominator) / (2n * denominator));
}

/**
 * Splits `total` over `weights` in proportion: floors first, then one unit each to the largest
 * remainders (ties to the lower index). The parts sum to `total` exactly and none exceeds its
 * weight while total ≤ Σ weights. All weights zero: everything zero.
 */
export function allocate(total: Minor, weights: readonly Minor[]): Minor[] {
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n);
  if (sum === 0n) return weights.map(() => 0);
  const parts = weights.map((weight, index) => {
    const exact = BigInt(total) * BigInt(weight);
    return { index, floor: exact / sum, rest: exact % sum };
  });
  let left = BigInt(total) - parts.reduce((a, part) => a + part.floor, 0n);
  const result = parts.map((part) => Number(part.floor));
  const order = [...parts].sort((a, b) =>
    a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1,
  );
  for (const part of order) {
    if (left === 0n) break;
    result[part.index] = (result[part.index] ?? 0) + 1;
    left--;
  }
  return result;
}

/** What the first `n` of `quantity` equal units are worth of `total`: floored, the last takes the rest. */
export function shareOfUnits(total: Minor, n: number, quantity: number): Minor {
  if (quantity === 0) return 0;
  return Number((BigInt(total) * BigInt(n)) / BigInt(quantity));
}
