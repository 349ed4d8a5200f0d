/** How money is written, and money credit at the shop. */
import { z } from 'zod';

const whole = z.int();

/** How this shop writes money: `minor ÷ 10^decimals ÷ factor`, then the label if there is one. */
export const moneyStyle = z.object({
  currency: z.string(),
  decimals: whole,
  /** 10 where a rial shop speaks in toman; 1 otherwise. */
  factor: whole,
  /** A unit's own name, such as «تومان»; null: the currency's usual sign. */
  label: z.string().nullable(),
});

/** Money credit at the shop that an order brings. */
export const cashback = z.object({
  amountMinor: whole,
  /** The currency the order was paid in. */
  money: moneyStyle,
  /** The moment from which it is in the wallet, and the last one at which it is. */
  availableAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  /** It is in the wallet. */
  given: z.boolean(),
});

/** Money credit of one currency: given and not taken back, and what could not be taken back any more. */
export const cashbackGiven = z.object({
  money: moneyStyle,
  givenMinor: whole.nonnegative(),
  unrecoveredMinor: whole.nonnegative(),
});
