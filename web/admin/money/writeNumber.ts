import type { MoneyStyle } from '../../contract/shopper.ts';
import { minorPerUnit } from './writeMoney.ts';

/** A number as it stands in a field: the language's digits, grouped, no sign. */
export function writeNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value);
}

/** The amount of minor units as it stands in a money field, without the unit's name. */
export function writeAmount(minor: number, style: MoneyStyle, locale: string): string {
  return writeNumber(minor / minorPerUnit(style), locale);
}
