import { listOf, timesOf } from '../args.ts';
import { MAX_TIMES, MIN_TIMES } from '../bounds.ts';
import { dayNumber, endOfLocalDay, localDay } from '../../days.ts';
import { exampleOrder } from '../exampleOrder.ts';
import { ratio } from '../../ratio.ts';
import type { Args, OrderRule } from '../rule.ts';

/**
 * Today's product and the moment the deal ends: the products take turns, one each of the shop's local
 * days, the same for everybody who asks and without anything being stored.
 */
export function dealOn(
  args: Args,
  at: number,
  timeZone: string,
): { productId: string; endsAt: number } | null {
  const products = listOf(args, 'products');
  const today = products[dayNumber(localDay(at, timeZone)) % Math.max(1, products.length)];
  if (today === undefined) return null;
  return { productId: today.slice('product:'.length), endsAt: endOfLocalDay(at, timeZone) };
}

/** The daily surprise: one of the products chosen earns more, another one every day. */
export const dailyDeal: OrderRule = {
  code: 'dailyDeal',
  about: 'order',
  sees: [],
  campaign: true,
  args: {
    by: { kind: 'multiplier', min: MIN_TIMES, max: MAX_TIMES },
    products: { kind: 'items', of: ['product'] },
  },
  sentence: {
    en: 'Points {by} on the deal of the day: every day another one of {products}.',
    fa: 'امتیاز {by} برای پیشنهاد روز: هر روز یکی از {products}.',
    ar: 'النقاط {by} على عرض اليوم: كل يوم واحد من {products}.',
  },
  check: (args) => (listOf(args, 'products').length === 0 ? ['products'] : []),
  judge(args, { lines, placedAt, timeZone }) {
    const deal = dealOn(args, placedAt, timeZone);
    const lineIds = lines.filter((line) => line.productId === deal?.productId);
    return deal
      ? [
          {
            kind: 'multiply',
            lineIds: lineIds.map(({ lineId }) => lineId),
            by: timesOf(args, 'by'),
          },
        ]
      : [];
  },
  most: (args) => ({ kind: 'times', by: timesOf(args, 'by') }),
  examples: [
    {
      args: { by: 30_000, products: ['product:2', 'product:1'] },
      order: exampleOrder(),
      gives: [{ kind: 'multiply', lineIds: ['mug'], by: ratio(30_000, 10_000) }],
    },
    {
      args: { by: 30_000, products: ['product:2', 'product:1'] },
      order: exampleOrder({ placedAt: Date.parse('2026-03-06T23:00:00Z') }), // the next day
      gives: [{ kind: 'multiply', lineIds: ['shirt'], by: ratio(30_000, 10_000) }],
    },
  ],
};
