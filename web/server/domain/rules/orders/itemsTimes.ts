import { timesOf } from '../args.ts';
import { MAX_TIMES, MIN_TIMES } from '../bounds.ts';
import { ITEMS, divide, someItems } from '../chosenItems.ts';
import { exampleOrder } from '../exampleOrder.ts';
import { ratio } from '../../ratio.ts';
import type { OrderRule } from '../rule.ts';

/** The goods chosen earn more. */
export const itemsTimes: OrderRule = {
  code: 'itemsTimes',
  about: 'order',
  sees: ['products'],
  campaign: true,
  args: { by: { kind: 'multiplier', min: MIN_TIMES, max: MAX_TIMES }, items: ITEMS },
  sentence: {
    en: 'Points {by} on {items}.',
    fa: 'امتیاز {by} برای {items}.',
    ar: 'النقاط {by} على {items}.',
  },
  check: someItems,
  judge(args, order) {
    const { chosen } = divide(args, order);
    return [{ kind: 'multiply', lineIds: chosen, by: timesOf(args, 'by') }];
  },
  most: (args) => ({ kind: 'times', by: timesOf(args, 'by') }),
  examples: [
    {
      args: { by: 15_000, items: ['vendor:noor'] },
      order: exampleOrder(),
      gives: [{ kind: 'multiply', lineIds: ['shirt'], by: ratio(15_000, 10_000) }],
    },
  ],
};
