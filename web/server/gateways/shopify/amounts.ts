/** Reading Shopify's decimal strings into minor units of the shop's currency. */
import { z } from 'zod';
import { parseMoney } from '../../domain/money.ts';
import type { Minor } from '../../domain/orderFacts.ts';

/**
 * Thrown inside a translation and caught at its edge, where it becomes `unreadable`. The reason
 * names fields, never what stands in them.
 */
export class Unreadable extends Error {}

const webhookMoney = z.object({ amount: z.string(), currency_code: z.string() });
/** `…_set` of a webhook payload: the same amount in the shop's and in the buyer's currency. */
export const moneySet = z.object({
  shop_money: webhookMoney,
  presentment_money: webhookMoney.nullish(),
});
export type MoneySet = z.infer<typeof moneySet>;

/** Older fields without a `…_set`: decimal text, in some payloads a number. */
export const plainAmount = z.union([z.string(), z.number()]).nullish();

/**
 * What a buyer paid in all where that was not the shop's currency; nothing where it was, where nothing
 * was paid, and in a currency that we cannot count.
 */
export function presentmentOf(
  currency: string,
  amount: string | undefined,
  theirs: string | undefined,
): { presentment?: { currency: string; totalMinor: Minor } } {
  if (amount === undefined || theirs === undefined || theirs === currency) return {};
  const totalMinor = parseMoney(amount, theirs);
  return typeof totalMinor === 'number' && totalMinor > 0
    ? { presentment: { currency: theirs, totalMinor } }
    : {};
}

/** Money as the Admin API answers it. https://shopify.dev/docs/api/admin-graphql/latest/objects/MoneyBag */
export const moneyBag = z.object({
  shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }),
});

/** Minor units of a decimal text. Throws Unreadable with the field's name and the problem. */
export function minorOf(amount: string, currency: string, field: string): Minor {
  const minor = parseMoney(amount, currency);
  if (typeof minor !== 'number') throw new Unreadable(`${field}: ${minor.problem}`);
  return minor;
}

/**
 * An amount in the shop's currency: from the set where there is one, else from the plain field,
 * which is in `currency`. A missing amount is 0. Another currency in the set's shop money than the
 * order's own is unreadable.
 */
export function shopAmount(
  set: MoneySet | null | undefined,
  plain: string | number | null | undefined,
  currency: string,
  field: string,
): Minor {
  if (!set) return plain == null ? 0 : minorOf(String(plain), currency, field);
  if (set.shop_money.currency_code !== currency) throw new Unreadable(`${field}: wrongCurrency`);
  return minorOf(set.shop_money.amount, currency, field);
}

/** The same for an answer of the Admin API. */
export function bagAmount(
  bag: z.infer<typeof moneyBag> | null | undefined,
  currency: string,
  field: string,
): Minor {
  if (!bag) return 0;
  if (bag.shopMoney.currencyCode !== currency) throw new Unreadable(`${field}: wrongCurrency`);
  return minorOf(bag.shopMoney.amount, currency, field);
}

/** Sum that stays a safe integer, or Unreadable. */
export function total(amounts: readonly Minor[], field: string): Minor {
  const sum = amounts.reduce((a, b) => a + b, 0);
  if (!Number.isSafeInteger(sum)) throw new Unreadable(`${field}: tooLarge`);
  return sum;
}
