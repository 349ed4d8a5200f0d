import { ITEMS, divide, someItems } from '../chosenItems.ts';
import { exampleOrder } from '../exampleOrder.ts';
import type { OrderRule } from '../rule.ts';

/** The goods chosen earn nothing. */
export const withoutItems: OrderRule = {
  code: 'withoutItems',
  about: 'order',
  sees: ['products'],
  campaign: false,
  args: { items: ITEMS },
  sentence: {
    en: 'No points for {items}.',
    fa: 'برای {items} امتیازی داده نمی‌شود.',
    ar: 'لا نقاط على {items}.',
  },
  check: someItems,
  judge: (args, order) => [{ kind: 'exclude', lineIds: divide(args, order).chosen }],
  examples: [
    {
      args: { items: ['tag:SUMMER'] },
      order: exampleOrder(),
      gives: [{ kind: 'exclude', lineIds: ['shirt'] }],
    },
    {
      args: { items: ['vendor:nobody'] },
      order: exampleOrder(),
      gives: [{ kind: 'exclude', lineIds: [] }],
    },
  ],
};
