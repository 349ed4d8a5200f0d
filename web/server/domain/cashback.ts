/** Money credit that an order brings: its amount, which follows the order, and its dates, which do not. */
import { endOfLocalDayAfter } from './days.ts';
import type { Minor, OrderFacts } from './orderFacts.ts';
import type { Cashback, NextOrder } from './program.ts';

const DAY_MS = 86_400_000;

export type CashbackAmount = { currency: string; amountMinor: Minor };

/**
 * What the order is to bring now, in the currency that its buyer paid in. In the shop's currency it is
 * ⌊eligible × share⌋, rounded down to whole steps; another currency gets ⌊that × what the buyer paid in
 * all ÷ what that was in the shop's currency⌋, so that the shop never gives more than it meant to.
 */
export function cashbackOf(
  value: Cashback,
  eligibleMinor: Minor,
  scalars: NonNullable<OrderFacts['scalars']>,
): CashbackAmount {
  const share = (BigInt(Math.max(0, eligibleMinor)) * BigInt(value.basisPoints)) / 10_000n;
  const step = BigInt(value.stepMinor);
  const ours = (share / step) * step;
  const { presentment, currency, totalMinor } = scalars;
  if (!presentment || totalMinor <= 0) return { currency, amountMinor: Number(ours) };
  const theirs = (ours * BigInt(presentment.totalMinor)) / BigInt(totalMinor);
  return { currency: presentment.currency, amountMinor: Number(theirs) };
}

/** When it is given, and the exclusive end of the local day on which it ends. */
export function cashbackDates(
  offer: Pick<NextOrder, 'days'> & { value: Cashback },
  placedAt: number,
  timeZone: string,
): { availableAt: number; endsAt: number } {
  const availableAt = placedAt + offer.value.waitDays * DAY_MS;
  return { availableAt, endsAt: endOfLocalDayAfter(availableAt, offer.days, timeZone) };
}
