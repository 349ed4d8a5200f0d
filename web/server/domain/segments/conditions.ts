/** All conditions there are, in the order in which they are offered. */
import { ITEMS } from '../rules/chosenItems.ts';
import { MAX_MINOR, MAX_POINTS } from '../rules/bounds.ts';
import type { ConditionSpec } from './condition.ts';

const DAYS = { kind: 'count', min: 0, max: 36_500, unit: 'days' } as const;
const ORDERS = { kind: 'count', min: 0, max: 100_000, unit: 'orders' } as const;
const AMOUNT = { kind: 'amount', min: 0, max: MAX_MINOR } as const;
const POINTS = { kind: 'points', min: 0, max: MAX_POINTS } as const;
const SCORE = { kind: 'count', min: 1, max: 100, unit: 'times' } as const;

const ORDERING = {
  ordersAtLeast: {
    args: { orders: ORDERS },
    sentence: {
      en: 'have at least {orders}',
      fa: 'دست‌کم {orders} داشته‌اند',
      ar: 'لديهم {orders} على الأقل',
    },
    example: { orders: 2 },
  },
  ordersAtMost: {
    args: { orders: ORDERS },
    sentence: {
      en: 'have at most {orders}',
      fa: 'حداکثر {orders} داشته‌اند',
      ar: 'لديهم {orders} على الأكثر',
    },
    example: { orders: 1 },
  },
  spentAtLeast: {
    args: { amountMinor: AMOUNT },
    sentence: {
      en: 'spent {amountMinor} or more',
      fa: 'دست‌کم {amountMinor} خرید کرده‌اند',
      ar: 'أنفقوا {amountMinor} أو أكثر',
    },
    example: { amountMinor: 10_000 },
  },
  spentAtMost: {
    args: { amountMinor: AMOUNT },
    sentence: {
      en: 'spent {amountMinor} or less',
      fa: 'حداکثر {amountMinor} خرید کرده‌اند',
      ar: 'أنفقوا {amountMinor} أو أقل',
    },
    example: { amountMinor: 10_000 },
  },
  lastOrderWithin: {
    args: { days: DAYS },
    sentence: {
      en: 'last bought within {days}',
      fa: 'آخرین خریدشان در {days} گذشته بوده است',
      ar: 'كان آخر شراء لهم خلال {days}',
    },
    example: { days: 30 },
  },
  lastOrderBefore: {
    args: { days: DAYS },
    sentence: {
      en: 'last bought more than {days} ago',
      fa: 'از آخرین خریدشان بیش از {days} گذشته است',
      ar: 'مضى على آخر شراء لهم أكثر من {days}',
    },
    example: { days: 90 },
  },
  firstOrderWithin: {
    args: { days: DAYS },
    sentence: {
      en: 'first bought within {days}',
      fa: 'نخستین خریدشان در {days} گذشته بوده است',
      ar: 'كان أول شراء لهم خلال {days}',
    },
    example: { days: 30 },
  },
  firstOrderBefore: {
    args: { days: DAYS },
    sentence: {
      en: 'first bought more than {days} ago',
      fa: 'از نخستین خریدشان بیش از {days} گذشته است',
      ar: 'مضى على أول شراء لهم أكثر من {days}',
    },
    example: { days: 365 },
  },
  bought: {
    args: { items: ITEMS },
    sentence: {
      en: 'bought {items}',
      fa: '{items} خریده‌اند',
      ar: 'اشتروا {items}',
    },
    example: { items: ['tag:gift'] },
  },
} as const satisfies Record<string, ConditionSpec>;

const STANDING = {
  inTier: {
    needs: 'tiers',
    args: { tier: { kind: 'tier' } },
    sentence: {
      en: 'are in the tier {tier}',
      fa: 'در سطح {tier} هستند',
      ar: 'هم في المستوى {tier}',
    },
    example: { tier: 'gold' },
  },
  inNoTier: {
    needs: 'tiers',
    args: {},
    sentence: {
      en: 'are in no tier',
      fa: 'در هیچ سطحی نیستند',
      ar: 'ليسوا في أي مستوى',
    },
    example: {},
  },
  pointsAtLeast: {
    args: { points: POINTS },
    sentence: {
      en: 'can spend {points} or more',
      fa: 'دست‌کم {points} برای خرج کردن دارند',
      ar: 'يمكنهم استخدام {points} أو أكثر',
    },
    example: { points: 500 },
  },
  pointsAtMost: {
    args: { points: POINTS },
    sentence: {
      en: 'can spend {points} or less',
      fa: 'حداکثر {points} برای خرج کردن دارند',
      ar: 'يمكنهم استخدام {points} أو أقل',
    },
    example: { points: 100 },
  },
} as const satisfies Record<string, ConditionSpec>;

const SCORES = {
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

const PERCENT = { kind: 'count', min: 0, max: 100, unit: 'times' } as const;

/** What was worked out last night; over the next 365 days where days are not told. */
const FORESEEN = {
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

const PEOPLE = {
  joinedWithin: {
    args: { days: DAYS },
    sentence: {
      en: 'were first seen within {days}',
      fa: 'در {days} گذشته برای نخستین بار دیده شده‌اند',
      ar: 'ظهروا أول مرة خلال {days}',
    },
    example: { days: 30 },
  },
  joinedBefore: {
    args: { days: DAYS },
    sentence: {
      en: 'were first seen more than {days} ago',
      fa: 'بیش از {days} پیش برای نخستین بار دیده شده‌اند',
      ar: 'ظهروا أول مرة قبل أكثر من {days}',
    },
    example: { days: 365 },
  },
  speaks: {
    args: { language: { kind: 'word', max: 3 } },
    sentence: {
      en: 'read {language}',
      fa: 'به زبان {language} می‌خوانند',
      ar: 'يقرؤون باللغة {language}',
    },
    example: { language: 'fa' },
  },
  referred: {
    args: {},
    sentence: {
      en: 'were sent by a friend',
      fa: 'با معرفی یک دوست آمده‌اند',
      ar: 'جاؤوا بدعوة من صديق',
    },
    example: {},
  },
  advocates: {
    args: { friends: { kind: 'count', min: 1, max: 100_000, unit: 'times' } },
    sentence: {
      en: 'sent at least this many friends: {friends}',
      fa: 'دست‌کم این تعداد دوست معرفی کرده‌اند: {friends}',
      ar: 'دعوا على الأقل هذا العدد من الأصدقاء: {friends}',
    },
    example: { friends: 1 },
  },
  tagged: {
    needs: 'tags',
    args: { tag: { kind: 'text', max: 40 } },
    sentence: {
      en: 'had the tag {tag} when last heard',
      fa: 'بنا بر آخرین خبر، برچسب {tag} داشته‌اند',
      ar: 'كان لديهم الوسم {tag} بحسب آخر خبر',
    },
    example: { tag: 'wholesale' },
  },
} as const satisfies Record<string, ConditionSpec>;

export const CONDITIONS = { ...ORDERING, ...STANDING, ...SCORES, ...FORESEEN, ...PEOPLE };
export type ConditionCode = keyof typeof CONDITIONS;

const BY_CODE: ReadonlyMap<string, ConditionSpec> = new Map(Object.entries(CONDITIONS));

/** The condition of a code; undefined where there is none. */
export const conditionOf = (code: string): ConditionSpec | undefined => BY_CODE.get(code);
