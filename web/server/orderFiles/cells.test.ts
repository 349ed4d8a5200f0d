import { describe, expect, test } from 'vitest';
import { dayNumber } from '../domain/days.ts';
import { readDate, settled } from './dates.ts';
import { plainText } from './names.ts';
import { hundredths, numberStyle, readNumber } from './numbers.ts';

describe('numbers are read as whoever wrote them meant them', () => {
  const english = { decimal: '.', evident: true } as const;
  const german = { decimal: ',', evident: true } as const;

  test.each([
    ['1,234.56', 1234.56],
    ['$1,234.56', 1234.56],
    ['USD 1,234.56', 1234.56],
    ['Rs. 1,200', 1200],
    ['(12.50)', -12.5],
    ['-12.5', -12.5],
    ['12.50-', -12.5],
    ['\u22127', -7],
    ['-$3.00', -3],
    ['$-3.00', -3],
    ['.5', 0.5],
    ['1 234.5', 1234.5],
    ["1'234.50", 1234.5],
    ['۱۲۳٬۴۵۶', 123456],
    ['٣٫٥', 3.5],
    ['١٬٢٣٤٫٥', 1234.5],
    ['۲۵۰،۰۰۰ تومان', 250000],
    ['۱٬۲۰۰٬۰۰۰ ریال', 1200000],
    ['1.2E+3', 1200],
    ['1,234,567', 1234567],
  ])('%s where the point is decimal', (text, value) => {
    expect(readNumber(text, english)).toBe(value);
  });

  test.each([
    ['1.234,56', 1234.56],
    ['1.234', 1234],
    ['12,5 €', 12.5],
    ['-0,99', -0.99],
    ['1.234.567', 1234567],
  ])('%s where the comma is decimal', (text, value) => {
    expect(readNumber(text, german)).toBe(value);
  });

  test.each(['', 'n/a', 'free', '2020-01-02', '-', '12 of 13'])('%s is no number', (text) => {
    expect(readNumber(text, english)).toBeNull();
  });

  test('the decimal sign is decided by all numbers together', () => {
    expect(numberStyle(['1.234', '12,50'], false).decimal).toBe(',');
    expect(numberStyle(['1,234', '12.50'], true).decimal).toBe('.');
    expect(numberStyle(['1.234', '2.500'], false)).toEqual({ decimal: '.', evident: false });
    expect(numberStyle(['1.234', '2.500'], true)).toEqual({ decimal: ',', evident: false });
    expect(numberStyle(['10', '20'], false).evident).toBe(true);
  });

  test('hundredths are rounded half away from zero, without the error of binary fractions', () => {
    expect([1.005, -1.005, 29.33, 0.1 + 0.2, 3].map(hundredths)).toEqual([
      101, -101, 2933, 30, 300,
    ]);
  });
});

describe('dates are read as whoever wrote them meant them', () => {
  test.each([
    ['2026-05-12', '2026-05-12'],
    ['2026-05-12T10:22:11Z', '2026-05-12'],
    ['2014-05-12 10:22:11 -0400', '2014-05-12'],
    ['2026/5/2', '2026-05-02'],
    ['19970101', '1997-01-01'],
    ['20260512103000', '2026-05-12'],
    ['25/12/2026', '2026-12-25'],
    ['12/25/2026 8:26 AM', '2026-12-25'],
    ['25.12.26', '2026-12-25'],
    ['31-12-97', '1997-12-31'],
    ['12 May 2026', '2026-05-12'],
    ['12-May-26', '2026-05-12'],
    ['May 12, 2026', '2026-05-12'],
    ['Tue, May 12th, 2026', '2026-05-12'],
    ['١٢ مايو ٢٠٢٦', '2026-05-12'],
    ['۱۴۰۳/۰۵/۱۲', '2024-08-02'],
    ['1403/12/30', '2025-03-20'],
    ['1404-01-01', '2025-03-21'],
    ['۱۲ مرداد ۱۴۰۳', '2024-08-02'],
    ['12/05/1403', '2024-08-02'],
    ['14030512', '2024-08-02'],
    ['46154', '2026-05-12'],
    ['46154.43', '2026-05-12'],
    ['1778580000', '2026-05-12'],
    ['1778580000000', '2026-05-12'],
  ])('%s', (text, day) => {
    expect(readDate(text)?.when).toBe(dayNumber(day));
  });

  test.each([
    '',
    'soon',
    '2026-02-30',
    '1403/12/31',
    '1404/12/30',
    '۱۴۰۳/۰۷/۳۱',
    '1446/01/15',
    '5',
    '99/99/2026',
  ])('%s is no day that we know', (text) => {
    expect(readDate(text)).toBeNull();
  });

  test('the solar calendar of Iran is that of ICU, day by day', () => {
    const persian = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
      timeZone: 'UTC',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    for (let day = dayNumber('1990-01-01'); day < dayNumber('2030-01-01'); day += 5) {
      const parts = persian.formatToParts(day * 86_400_000);
      const part = (type: string) => parts.find((each) => each.type === type)?.value;
      expect(readDate(`${part('year')}/${part('month')}/${part('day')}`)?.when).toBe(day);
    }
  });

  test('a day that may be either waits until the file has spoken', () => {
    const waiting = readDate('05/06/2026')?.when ?? 0;
    expect(settled(waiting, 'dmy')).toBe(dayNumber('2026-06-05'));
    expect(settled(waiting, 'mdy')).toBe(dayNumber('2026-05-06'));
  });
});

test('words are compared whoever typed them', () => {
  expect(plainText('كد مشتري')).toBe(plainText('کد مشتری'));
  expect(plainText('شناسه‌ سفارش')).toBe(plainText('شناسه سفارش'));
  expect(plainText('الإجمالي')).toBe(plainText('الاجمالي'));
  expect(plainText('Order_ID')).toBe('order id');
  expect(plainText('InvoiceNo')).toBe('invoice no');
});
