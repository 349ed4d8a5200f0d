import { numberOf } from '../args.ts';
import { MAX_MINOR, MAX_POINTS } from '../bounds.ts';
import { exampleOrder } from '../exampleOrder.ts';
import type { OrderRule } from '../rule.ts';

/** A stamp card: every n-th order brings a bonus. */
export const everyNthOrder: OrderRule = {
  code: 'everyNthOrder',
  about: 'order',
  sees: ['history'],
  campaign: true,
  args: {
    points: { kind: 'points', min: 1, max: MAX_POINTS },
    every: { kind: 'count', min: 2, max: 1000, unit: 'orders' },
    minimumMinor: { kind: 'amount', min: 0, max: MAX_MINOR },
  },
  sentence: {
    en: '{points} once in every {every}[, if that order is {minimumMinor} or more].',
    fa: 'در هر {every} یک بار {points}[، اگر آن سفارش {minimumMinor} یا بیشتر باشد].',
    ar: '{points} مرة في كل {every}[، إذا كان ذلك الطلب بقيمة {minimumMinor} أو أكثر].',
  },
  judge: (args, order) =>
    order.shopper.nthOrder > 0 &&
    order.shopper.nthOrder % numberOf(args, 'every') === 0 &&
    order.eligibleMinor >= numberOf(args, 'minimumMinor')
      ? [{ kind: 'fixed', points: BigInt(numberOf(args, 'points')) }]
      : [],
  most: (args) => ({
    kind: 'points',
    points: numberOf(args, 'points'),
    fromMinor: numberOf(args, 'minimumMinor'),
    on: 'later',
  }),
  examples: [
    {
      args: { points: 200, every: 5, minimumMinor: 0 },
      order: exampleOrder({ shopper: { nthOrder: 10 } }),
      gives: [{ kind: 'fixed', points: 200n }],
    },
    {
      args: { points: 200, every: 5, minimumMinor: 0 },
      order: exampleOrder({ shopper: { nthOrder: 6 } }),
      gives: [],
    },
  ],
};
