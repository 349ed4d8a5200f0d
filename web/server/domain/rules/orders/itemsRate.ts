import { numberOf } from '../args.ts';
import { ITEMS, divide, someItems } from '../chosenItems.ts';
import { exampleOrder } from '../exampleOrder.ts';
import { MAX_MINOR, MAX_POINTS } from '../bounds.ts';
import type { OrderRule } from '../rule.ts';

/** The goods chosen earn at a rate of their own instead of the program's. */
export const itemsRate: OrderRule = {
  code: 'itemsRate',
  about: 'order',
  sees: ['products'],
  campaign: false,
  args: {
    points: { kind: 'points', min: 0, max: MAX_POINTS },
    perMinor: { kind: 'amount', min: 1, max: MAX_MINOR },
    items: ITEMS,
  },
  sentence: {
    en: '{points} for every {perMinor} spent on {items}.',
    fa: 'به‌ازای هر {perMinor} خرید از {items}، {points}.',
    ar: '{points} عن كل {perMinor} تُنفق على {items}.',
  },
  check: someItems,
  judge: (args, order) => [
    {
      kind: 'rate',
      lineIds: divide(args, order).chosen,
      points: numberOf(args, 'points'),
      perMinor: numberOf(args, 'perMinor'),
    },
  ],
  most: (args) => ({
    kind: 'rate',
    points: numberOf(args, 'points'),
    perMinor: numberOf(args, 'perMinor'),
  }),
  examples: [
    {
      args: { points: 10, perMinor: 100, items: ['product:2'] },
      order: exampleOrder(),
      gives: [{ kind: 'rate', lineIds: ['mug'], points: 10, perMinor: 100 }],
    },
  ],
};
