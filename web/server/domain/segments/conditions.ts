/** All conditions there are, in the order in which they are offered. */
import { ITEMS } from '../rules/chosenItems.ts';
import { AMOUNT, DAYS, ORDERS, POINTS } from './argBounds.ts';
import type { ConditionSpec } from './condition.ts';
import { FORESEEN, SCORES } from './measured.ts';

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
