/** Conditions about what was worked out of a shopper: scores, and what is foreseen. */
import { AMOUNT, DAYS, ORDERS, PERCENT, SCORE } from './argBounds.ts';
import type { ConditionSpec } from './condition.ts';

export const SCORES = {
  recencyScore: {
    args: { from: SCORE, to: SCORE },
    sentence: {
      en: 'score {from} to {to} for how lately they bought',
      fa: 'نمرهٔ تازگی خریدشان از {from} تا {to} است',
      ar: 'درجة حداثة شرائهم من {from} إلى {to}',
    },
    example: { from: 4, to: 5 },
  },
  frequencyScore: {
    args: { from: SCORE, to: SCORE },
    sentence: {
      en: 'score {from} to {to} for how often they bought',
      fa: 'نمرهٔ دفعات خریدشان از {from} تا {to} است',
      ar: 'درجة تكرار شرائهم من {from} إلى {to}',
    },
    example: { from: 4, to: 5 },
  },
  monetaryScore: {
    args: { from: SCORE, to: SCORE },
    sentence: {
      en: 'score {from} to {to} for how much they spent',
      fa: 'نمرهٔ مبلغ خریدشان از {from} تا {to} است',
      ar: 'درجة قيمة شرائهم من {from} إلى {to}',
    },
    example: { from: 4, to: 5 },
  },
  inGroup: {
    args: { group: { kind: 'group' } },
    sentence: {
      en: 'are in the group {group}',
      fa: 'در گروه {group} هستند',
      ar: 'هم في مجموعة {group}',
    },
    example: { group: 'champions' },
  },
} as const satisfies Record<string, ConditionSpec>;

/** What was worked out last night; over the next 365 days where days are not told. */
export const FORESEEN = {
  inStage: {
    needs: 'foreseen',
    args: { stage: { kind: 'choice', of: ['new', 'active', 'lapsing', 'lost', 'returned'] } },
    sentence: {
      en: 'are {stage} by your shop’s own rhythm',
      fa: 'بنا بر آهنگ خرید فروشگاه شما {stage} هستند',
      ar: 'هم {stage} بحسب إيقاع متجرك',
    },
    example: { stage: 'lapsing' },
  },
  stillBuying: {
    needs: 'foreseen',
    args: { percent: PERCENT },
    sentence: {
      en: 'are still customers with a chance of {percent}% or more',
      fa: 'با احتمال {percent}٪ یا بیشتر هنوز مشتری‌اند',
      ar: 'ما زالوا عملاء باحتمال {percent}٪ أو أكثر',
    },
    example: { percent: 50 },
  },
  riskAtLeast: {
    needs: 'foreseen',
    args: { percent: PERCENT },
    sentence: {
      en: 'may stay away with a chance of {percent}% or more',
      fa: 'با احتمال {percent}٪ یا بیشتر دیگر نمی‌خرند',
      ar: 'قد لا يعودون باحتمال {percent}٪ أو أكثر',
    },
    example: { percent: 70 },
  },
  riskAtMost: {
    needs: 'foreseen',
    args: { percent: PERCENT },
    sentence: {
      en: 'may stay away with a chance of {percent}% or less',
      fa: 'با احتمال {percent}٪ یا کمتر دیگر نمی‌خرند',
      ar: 'قد لا يعودون باحتمال {percent}٪ أو أقل',
    },
    example: { percent: 30 },
  },
  expectedOrders: {
    needs: 'foreseen',
    args: { orders: ORDERS },
    sentence: {
      en: 'are expected to place at least {orders} within a year',
      fa: 'انتظار می‌رود در یک سال دست‌کم {orders} ثبت کنند',
      ar: 'يُتوقع أن يكون لهم {orders} على الأقل خلال سنة',
    },
    example: { orders: 3 },
  },
  dueWithin: {
    needs: 'foreseen',
    args: { days: DAYS },
    sentence: {
      en: 'are due to buy again within {days}',
      fa: 'انتظار می‌رود تا {days} دیگر دوباره بخرند',
      ar: 'يُتوقع أن يشتروا من جديد خلال {days}',
    },
    example: { days: 14 },
  },
  worthAtLeast: {
    needs: 'foreseen',
    args: { amountMinor: AMOUNT },
    sentence: {
      en: 'are expected to be worth {amountMinor} or more',
      fa: 'انتظار می‌رود دست‌کم {amountMinor} ارزش داشته باشند',
      ar: 'يُتوقع أن تبلغ قيمتهم {amountMinor} أو أكثر',
    },
    example: { amountMinor: 20_000 },
  },
} as const satisfies Record<string, ConditionSpec>;
