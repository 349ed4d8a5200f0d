import { decimalText } from '../../engine/money.ts';
import type { Minor } from '../../types.ts';
import type { Node } from '../context.ts';

/**
 * The Decimal scalar has as few decimals as it can, but one at least: "8.5", "19.99", "70.0".
 * (Webhook bodies write all of the currency's decimals instead.)
 */
export function decimalScalar(amount: Minor, currency: string): string {
  const text = decimalText(amount, currency);
  if (!text.includes('.')) return `${text}.0`;
  return text.replace(/(\.\d+?)0+$/, '$1');
}

export function moneyV2(amount: Minor, currency: string): Node {
  return { amount: decimalScalar(amount, currency), currencyCode: currency };
}

export function moneyBag(amount: Minor, currency: string): Node {
  const money = moneyV2(amount, currency);
  return { shopMoney: money, presentmentMoney: money };
}
