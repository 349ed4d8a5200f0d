import { listOf, timesOf } from '../args.ts';
import { MAX_TIMES, MIN_TIMES } from '../bounds.ts';
import { localTime, weekdayOf } from '../../days.ts';
import { exampleOrder } from '../exampleOrder.ts';
import { ratio } from '../../ratio.ts';
import type { Args, OrderRule, OrderSeen } from '../rule.ts';

function isThen(args: Args, { placedAt, timeZone }: OrderSeen): boolean {
  const weekdays = listOf(args, 'weekdays');
  const hours = listOf(args, 'hours');
  const time = localTime(placedAt, timeZone);
  const within = (span: string) => {
    const [from = '', until = ''] = span.split('-');
    return time >= from && time < until;
  };
  const day = String(weekdayOf(placedAt, timeZone));
  return (
    (weekdays.length === 0 || weekdays.includes(day)) && (hours.length === 0 || hours.some(within))
  );
}

/** Orders placed on some weekdays, or at some hours of the shop's day, earn more. */
export const certainHours: OrderRule = {
  code: 'certainHours',
  about: 'order',
  sees: [],
  campaign: true,
  args: {
    by: { kind: 'multiplier', min: MIN_TIMES, max: MAX_TIMES },
    weekdays: { kind: 'weekdays' },
    hours: { kind: 'hours' },
  },
  sentence: {
    en: 'Points {by} on orders placed[ on {weekdays}][ at {hours}].',
    fa: 'امتیاز {by} برای سفارش‌هایی که[ {weekdays}][ ساعت {hours}] ثبت شوند.',
    ar: 'النقاط {by} على الطلبات المقدَّمة[ يوم {weekdays}][ في الساعة {hours}].',
  },
  check: (args) =>
    listOf(args, 'weekdays').length === 0 && listOf(args, 'hours').length === 0 ? ['hours'] : [],
  judge: (args, order) =>
    isThen(args, order) ? [{ kind: 'multiply', lineIds: null, by: timesOf(args, 'by') }] : [],
  most: (args) => ({ kind: 'times', by: timesOf(args, 'by') }),
  examples: [
    {
      args: { by: 20_000, weekdays: ['5'], hours: ['15:30-18:00'] },
      order: exampleOrder(),
      gives: [{ kind: 'multiply', lineIds: null, by: ratio(20_000, 10_000) }],
    },
    {
      args: { by: 20_000, weekdays: [], hours: ['08:00-15:30'] },
      order: exampleOrder(),
      gives: [],
    },
    {
      args: { by: 20_000, weekdays: ['5'], hours: [] },
      order: exampleOrder({ placedAt: Date.parse('2026-03-06T23:00:00Z') }), // Saturday in Berlin
      gives: [],
    },
  ],
};
