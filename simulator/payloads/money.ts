import { decimalText } from '../engine/money.ts';
import type { Minor } from '../types.ts';
import type { Json } from './json.ts';

/** `*_set`: shops of the simulator sell in their own currency only, so both sides are equal. */
export function moneySet(amount: Minor, currency: string): Json {
  const money = { amount: decimalText(amount, currency), currency_code: currency };
  return { shop_money: money, presentment_money: money };
}
