import { numberOf } from '../args.ts';
import { MAX_MINOR, MAX_POINTS } from '../bounds.ts';
import { exampleOrder } from '../exampleOrder.ts';
import type { OrderRule } from '../rule.ts';

const DAY_MS = 86_400_000;

/** A welcome back for somebody who has not ordered for long; never for a first order. */
export const comeback: OrderRule = {
  code: 'comeback',
  about: 'order',
  sees: ['history'],
  campaign: true,
  args: {
    points: { kind: 'points', min: 1, max: MAX_POINTS },
    days: { kind: 'count', min: 7, max: 3650, unit: 'days' },
    minimumMinor: { kind: 'amount', min: 0, max: MAX_MINOR },
  },
  sentence: {
    en: '{points} for coming back after {days} or more[, with an order of {minimumMinor} or more].',
    fa: '{points} برای بازگشت پس از {days} یا بیشتر[، با سفارشی از {minimumMinor} به بالا].',
    ar: '{points} للعودة بعد {days} أو أكثر[ بطلب قيمته {minimumMinor} أو أكثر].',
  },
  judge(args, order) {
    const { lastOrderAt } = order.shopper;
    const away = lastOrderAt === null ? 0 : order.placedAt - lastOrderAt;
    const back = away >= numberOf(args, 'days') * DAY_MS;
    return back && order.eligibleMinor >= numberOf(args, 'minimumMinor')
      ? [{ kind: 'fixed', points: BigInt(numberOf(args, 'points')) }]
      : [];
  },
  most: (args) => ({
    kind: 'points',
    points: numberOf(args, 'points'),
    fromMinor: numberOf(args, 'minimumMinor'),
    on: 'later',
  }),
  examples: [
    {
      args: { points: 150, days: 90, minimumMinor: 0 },
      order: exampleOrder({ shopper: { lastOrderAt: Date.parse('2025-12-06T14:30:00Z') } }),
      gives: [{ kind: 'fixed', points: 150n }],
    },
    {
      args: { points: 150, days: 90, minimumMinor: 0 },
      order: exampleOrder({ shopper: { lastOrderAt: Date.parse('2025-12-06T14:30:01Z') } }),
      gives: [],
    },
    { args: { points: 150, days: 90, minimumMinor: 0 }, order: exampleOrder(), gives: [] },
  ],
};
