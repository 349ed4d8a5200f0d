/**
 * What the customer models and segments look at: when a shopper bought, and for how much.
 *
 * **Time is whole days everywhere** (`dayNumber` of the shop's local day): what goes in, what comes
 * out. The unit that a merchant chose only scales the parameters inside a fit, so weeks can never be
 * taken for days. Money is minor units of one currency.
 */
export type Purchase = { day: number; amountMinor: number };

/** One shopper's orders, in any order. Refunds are taken off `amountMinor` before. */
export type History = { shopperId: string; purchases: readonly Purchase[] };

export type TimeUnit = 'day' | 'week' | 'month';

/** A month is a twelfth of a mean year. */
export const DAYS_IN: Readonly<Record<TimeUnit, number>> = { day: 1, week: 7, month: 365.25 / 12 };

/**
 * All that the models need of one shopper: `x` repeat purchases (days with orders after the first
 * such day), the last of them `txDays` after the first purchase, seen for `TDays` after it.
 * `repeatSpendMinor` is what those repeats came to together; the first purchase is not in it.
 */
export type BuyingStats = { x: number; txDays: number; TDays: number; repeatSpendMinor: number };

/** Days with orders, each once and ascending, with what they came to; nothing after `toDay`. */
export function buyingDays(history: History, toDay: number): Purchase[] {
  const sorted = history.purchases
    .filter(({ day }) => day <= toDay)
    .toSorted((one, other) => one.day - other.day);
  const days: Purchase[] = [];
  for (const { day, amountMinor } of sorted) {
    const last = days.at(-1);
    if (last?.day === day) last.amountMinor += amountMinor;
    else days.push({ day, amountMinor });
  }
  return days;
}
