import { ITEMS, divide, someItems } from '../chosenItems.ts';
import { exampleOrder } from '../exampleOrder.ts';
import type { OrderRule } from '../rule.ts';

/** Only the goods chosen earn; several such rules leave what all of them name. */
export const onlyItems: OrderRule = {
  code: 'onlyItems',
  about: 'order',
  sees: ['products'],
  campaign: false,
  args: { items: ITEMS },
  sentence: {
    en: 'Only {items} earn points.',
    fa: 'فقط {items} امتیاز می‌آورند.',
    ar: 'وحدها {items} تكسب نقاطًا.',
  },
  check: someItems,
  judge: (args, order) => [{ kind: 'exclude', lineIds: divide(args, order).others }],
  examples: [
    {
      args: { items: ['collection:10'] },
      order: exampleOrder(),
      gives: [{ kind: 'exclude', lineIds: ['mug'] }],
    },
    {
      args: { items: ['tag:winter'] },
      order: exampleOrder(),
      gives: [{ kind: 'exclude', lineIds: ['shirt', 'mug'] }],
    },
  ],
};
