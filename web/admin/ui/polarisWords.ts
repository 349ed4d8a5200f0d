import type { Locale } from '../words/locale.ts';

type Dictionary = { [key: string]: string | Dictionary };

/**
 * The words that Polaris itself says on our pages, in the languages it does not bring; what is not
 * here it says in English.
 */
const own: Record<Exclude<Locale, 'en'>, Dictionary> = {
  fa: {
    Polaris: {
      Badge: {
        TONE_LABELS: {
          info: 'اطلاع',
          success: 'خوب',
          warning: 'هشدار',
          attention: 'توجه',
          new: 'تازه',
          critical: 'مهم',
        },
      },
      Banner: { dismissButton: 'بستن' },
      Button: { spinnerAccessibilityLabel: 'در حال انجام' },
      Common: { clear: 'پاک کردن', cancel: 'انصراف', submit: 'تأیید' },
      TextField: { characterCount: '{count} نویسه' },
    },
  },
  ar: {
    Polaris: {
      Badge: {
        TONE_LABELS: {
          info: 'معلومة',
          success: 'سليم',
          warning: 'تحذير',
          attention: 'انتباه',
          new: 'جديد',
          critical: 'مهم',
        },
      },
      Banner: { dismissButton: 'إغلاق' },
      Button: { spinnerAccessibilityLabel: 'جارٍ التنفيذ' },
      Common: { clear: 'مسح', cancel: 'إلغاء', submit: 'تأكيد' },
      TextField: { characterCount: '{count} حرفًا' },
    },
  },
};

export const polarisWords = (locale: Locale): Dictionary => (locale === 'en' ? {} : own[locale]);
