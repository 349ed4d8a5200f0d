import { numberOf } from '../args.ts';
import { MAX_MINOR, MAX_POINTS } from '../bounds.ts';
import { exampleOrder } from '../exampleOrder.ts';
import type { OrderRule } from '../rule.ts';

/** Fixed points for every order of some size; several make steps, and each step adds its own. */
export const perOrder: OrderRule = {
  code: 'perOrder',
  about: 'order',
  sees: [],
  campaign: true,
  args: {
    points: { kind: 'points', min: 1, max: MAX_POINTS },
    minimumMinor: { kind: 'amount', min: 0, max: MAX_MINOR },
  },
  sentence: {
    en: '{points} for every order[ of {minimumMinor} or more].',
    fa: '{points} برای هر سفارش[ از {minimumMinor} به بالا].',
    ar: '{points} لكل طلب[ بقيمة {minimumMinor} أو أكثر].',
  },
  judge: (args, order) =>
    order.eligibleMinor >= numberOf(args, 'minimumMinor')
      ? [{ kind: 'fixed', points: BigInt(numberOf(args, 'points')) }]
      : [],
  most: (args) => ({
    kind: 'points',
    points: numberOf(args, 'points'),
    fromMinor: numberOf(args, 'minimumMinor'),
  }),
  examples: [
    {
      args: { points: 50, minimumMinor: 5000 },
      order: exampleOrder(),
      gives: [{ kind: 'fixed', points: 50n }],
    },
    { args: { points: 50, minimumMinor: 5001 }, order: exampleOrder(), gives: [] },
  ],
};
