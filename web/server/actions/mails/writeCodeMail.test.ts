import { describe, expect, test } from 'vitest';
import { createSpeech, languageOf } from './speech.ts';
import type { Language } from './speech.ts';
import { writeCodeMail } from './writeCodeMail.ts';
import type { CodeMail } from './writeCodeMail.ts';

const MONEY = { currency: 'USD', decimals: 2, factor: 1, label: null };
const TOMAN = { currency: 'IRR', decimals: 0, factor: 10, label: 'تومان' };

const speechOf = (language: Language, over: object = {}) =>
  createSpeech({
    language,
    money: MONEY,
    timeZone: 'America/New_York',
    now: Date.parse('2026-07-01T12:00:00Z'),
    ...over,
  });

const CODE = 'ABCDEFGH23456';
const mail: CodeMail = {
  reminderDays: null,
  tier: null,
  shopName: 'Northday',
  firstName: 'Sara',
  gift: { kind: 'code', code: CODE, value: { kind: 'amountOff', amountMinor: 500 } },
  minimumMinor: 2500,
  // The first moment of 5 July in New York: the code's last day is the 4th.
  endsAt: Date.parse('2026-07-05T04:00:00Z'),
  link: 'https://northday.example/discount/ABCDEFGH23456?redirect=/&a="b"',
};

const nasty = { shopName: '<b>&"Shop"', firstName: '<script>alert(1)</script>' };

describe.each([
  ['en', 'ltr', 'Saturday 4 July', '$5 off', 'from $25'],
  ['fa', 'rtl', 'شنبه ۱۳ تیر', '$۵ تخفیف', '$۲۵'],
  ['ar', 'rtl', 'السبت، ٤ يوليو', 'خصم', '٢٥'],
] as const)('in %s', (language, dir, day, value, minimum) => {
  const written = writeCodeMail(speechOf(language), mail);
  const bare = (text: string) => text.replace(/[\u200e\u200f\u061c]/g, '');

  test('it says what, until when and from how much, in both parts', () => {
    for (const part of [bare(written.text), bare(written.html).replace(/<[^>]*>/g, '')]) {
      expect(part).toContain(CODE);
      expect(part).toContain(day);
      expect(part).toContain(value);
      expect(part).toContain(minimum);
    }
    expect(bare(written.subject)).toContain(value);
    expect(written.text).toContain(mail.link);
    expect(written.text).not.toMatch(/<\w|\{\w/);
  });

  test('it knows its direction, isolates what is put in, and needs no table', () => {
    expect(written.html).toContain(`<html lang="${language}" dir="${dir}">`);
    expect(written.html).toContain(`<bdi dir="ltr">${CODE}</bdi>`);
    expect(written.html).not.toMatch(/<table|[^-](left|right)\s*:|text-align: (left|right)/);
    expect(written.html).toMatch(/max-width: 600px/);
    expect(written.html).not.toMatch(/\{\w+\}/);
  });

  test('nothing that was put in becomes markup', () => {
    const { html, subject } = writeCodeMail(speechOf(language), { ...mail, ...nasty });
    expect(html).not.toMatch(/<script|<b>|"b"/);
    expect(html).toContain('&lt;b&gt;&amp;&quot;Shop&quot;');
    expect(subject).toContain(nasty.shopName);
  });

  test.each([1, 2, 7, 11])('a reminder tells that %i days are left', (days) => {
    const reminder = writeCodeMail(speechOf(language), { ...mail, reminderDays: days });
    const number = speechOf(language).number(days);
    expect(reminder.subject).toContain(number);
    expect(reminder.text).toContain(number);
  });
});

test('a rial shop that speaks in toman writes toman, glued', () => {
  const value = { kind: 'amountOff', amountMinor: 500_000 } as const;
  const gift = { kind: 'code' as const, code: CODE, value };
  const { text } = writeCodeMail(speechOf('fa', { money: TOMAN }), { ...mail, gift });
  expect(text).toContain('۵۰٬۰۰۰\u00a0تومان تخفیف');
});

test('free shipping, no minimum, no name', () => {
  const value = { kind: 'freeShipping' } as const;
  const gift = { kind: 'code' as const, code: CODE, value };
  const over = { gift, minimumMinor: 0, firstName: null };
  const { text, subject } = writeCodeMail(speechOf('en'), { ...mail, ...over });
  expect(subject).toBe('For your next order at Northday: Free shipping');
  expect(text).toContain('Thank you for your order.');
  expect(text).not.toContain('baskets');
});

test.each([
  ['en', /It is yours to spend until the end of Saturday 4 July\./],
  ['fa', /تا پایان شنبه ۱۳ تیر می‌توانید خرجش کنید\./],
  ['ar', /حتى نهاية السبت، ٤ يوليو/],
] as const)(
  'money credit in %s says how much, until when and how, and has no code',
  (language, end) => {
    const gift = { kind: 'credit' as const, amount: '$1.44' };
    for (const reminderDays of [null, 7]) {
      const { text, html, subject } = writeCodeMail(speechOf(language), {
        ...mail,
        gift,
        reminderDays,
      });
      expect(subject).toContain('$1.44');
      expect(text).toMatch(end);
      expect(html).not.toContain('dashed');
      expect(html).not.toMatch(/\{\w+\}/);
      expect(text).toContain(mail.link);
    }
  },
);

test('a subject is one line, whatever the shop calls itself', () => {
  const { subject } = writeCodeMail(speechOf('en'), { ...mail, shopName: 'A\r\nBcc: x@y.z' });
  expect(subject).not.toMatch(/[\r\n]/);
});

test.each([
  [['fa-IR', 'en'], 'fa'],
  [[null, 'ar-EG'], 'ar'],
  [['de', 'fr'], 'en'],
  [[null, null], 'en'],
] as const)('readers of %j are written to in %s', (tags, language) => {
  expect(languageOf(...tags)).toBe(language);
});
