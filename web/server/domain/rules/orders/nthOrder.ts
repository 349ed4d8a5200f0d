import { numberOf } from '../args.ts';
import { MAX_MINOR, MAX_POINTS } from '../bounds.ts';
import { exampleOrder } from '../exampleOrder.ts';
import type { OrderRule } from '../rule.ts';

/** A bonus on one order of a shopper's life: the second, the fifth, the tenth. */
export const nthOrder: OrderRule = {
  code: 'nthOrder',
  about: 'order',
  sees: ['history'],
  campaign: true,
  args: {
    points: { kind: 'points', min: 1, max: MAX_POINTS },
    nth: { kind: 'count', min: 2, max: 1000, unit: 'times' },
    minimumMinor: { kind: 'amount', min: 0, max: MAX_MINOR },
  },
  sentence: {
    en: '{points} for order number {nth} of a shopper[, if it is {minimumMinor} or more].',
    fa: '{points} برای سفارش شمارهٔ {nth} هر خریدار[، اگر {minimumMinor} یا بیشتر باشد].',
    ar: '{points} للطلب رقم {nth} للمتسوق[ إذا كان بقيمة {minimumMinor} أو أكثر].',
  },
  judge: (args, order) =>
    order.shopper.nthOrder === numberOf(args, 'nth') &&
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
      args: { points: 80, nth: 2, minimumMinor: 0 },
      order: exampleOrder(),
      gives: [{ kind: 'fixed', points: 80n }],
    },
    {
      args: { points: 80, nth: 2, minimumMinor: 0 },
      order: exampleOrder({ shopper: { nthOrder: 3 } }),
      gives: [],
    },
  ],
};
