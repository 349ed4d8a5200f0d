import { numberOf } from '../args.ts';
import { MAX_MINOR, MAX_POINTS } from '../bounds.ts';
import { exampleOrder } from '../exampleOrder.ts';
import type { OrderRule } from '../rule.ts';

/** A welcome with the first order. */
export const firstOrder: OrderRule = {
  code: 'firstOrder',
  about: 'order',
  sees: ['history'],
  campaign: true,
  args: {
    points: { kind: 'points', min: 1, max: MAX_POINTS },
    minimumMinor: { kind: 'amount', min: 0, max: MAX_MINOR },
  },
  sentence: {
    en: '{points} for the first order[, if it is {minimumMinor} or more].',
    fa: '{points} برای نخستین سفارش[، اگر {minimumMinor} یا بیشتر باشد].',
    ar: '{points} للطلب الأول[ إذا كان بقيمة {minimumMinor} أو أكثر].',
  },
  judge: (args, order) =>
    order.shopper.nthOrder === 1 && order.eligibleMinor >= numberOf(args, 'minimumMinor')
      ? [{ kind: 'fixed', points: BigInt(numberOf(args, 'points')) }]
      : [],
  most: (args) => ({
    kind: 'points',
    points: numberOf(args, 'points'),
    fromMinor: numberOf(args, 'minimumMinor'),
    on: 'first',
  }),
  examples: [
    {
      args: { points: 100, minimumMinor: 0 },
      order: exampleOrder({ shopper: { nthOrder: 1 } }),
      gives: [{ kind: 'fixed', points: 100n }],
    },
    { args: { points: 100, minimumMinor: 0 }, order: exampleOrder(), gives: [] },
    {
      args: { points: 100, minimumMinor: 6000 },
      order: exampleOrder({ shopper: { nthOrder: 1 } }),
      gives: [],
    },
  ],
};
