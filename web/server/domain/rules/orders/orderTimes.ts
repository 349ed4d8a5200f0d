import { numberOf, timesOf } from '../args.ts';
import { MAX_MINOR, MAX_TIMES, MIN_TIMES } from '../bounds.ts';
import { exampleOrder } from '../exampleOrder.ts';
import { ratio } from '../../ratio.ts';
import type { OrderRule } from '../rule.ts';

/** Orders of some size earn more; as a campaign, all orders of a weekend. */
export const orderTimes: OrderRule = {
  code: 'orderTimes',
  about: 'order',
  sees: [],
  campaign: true,
  args: {
    by: { kind: 'multiplier', min: MIN_TIMES, max: MAX_TIMES },
    minimumMinor: { kind: 'amount', min: 0, max: MAX_MINOR },
  },
  sentence: {
    en: 'Points {by} on every order[ of {minimumMinor} or more].',
    fa: 'امتیاز {by} برای هر سفارش[ از {minimumMinor} به بالا].',
    ar: 'النقاط {by} على كل طلب[ بقيمة {minimumMinor} أو أكثر].',
  },
  judge: (args, order) =>
    order.eligibleMinor >= numberOf(args, 'minimumMinor')
      ? [{ kind: 'multiply', lineIds: null, by: timesOf(args, 'by') }]
      : [],
  most: (args) => ({ kind: 'times', by: timesOf(args, 'by') }),
  examples: [
    {
      args: { by: 20_000, minimumMinor: 0 },
      order: exampleOrder(),
      gives: [{ kind: 'multiply', lineIds: null, by: ratio(20_000, 10_000) }],
    },
    { args: { by: 20_000, minimumMinor: 5001 }, order: exampleOrder(), gives: [] },
  ],
};
