import { describe, expect, test } from 'vitest';
import { readMoney, readPercent, readWhole } from './readNumber.ts';
import { writeAmount } from './writeNumber.ts';

const dollars = { currency: 'USD', decimals: 2, factor: 1, label: null };
const tomans = { currency: 'IRR', decimals: 0, factor: 10, label: 'تومان' };
const yen = { currency: 'JPY', decimals: 0, factor: 1, label: null };
const dinars = { currency: 'KWD', decimals: 3, factor: 1, label: null };

describe('money typed as the shop writes it', () => {
  test.each([
    ['5', dollars, 500],
    ['4.5', dollars, 450],
    ['۴٫۵۰', dollars, 450],
    ['٤٫٥', dollars, 450],
    [' 1,234.50 ', dollars, 123_450],
    ['۵۰٬۰۰۰', tomans, 500_000],
    ['٥٠٬٠٠٠', tomans, 500_000],
    ['50000', tomans, 500_000],
    ['1.5', tomans, 15],
    ['۱،۰۰۰', tomans, 10_000],
    ['7000', yen, 7000],
    ['7000.00', yen, 7000],
    ['0.105', dinars, 105],
    ['0', dollars, 0],
  ])('%j is %o: %d', (typed, style, minor) => {
    expect(readMoney(typed, style)).toEqual({ ok: true, value: minor });
  });

  test.each([
    ['', dollars, 'empty'],
    ['  ', dollars, 'empty'],
    ['five', dollars, 'notANumber'],
    ['-5', dollars, 'notANumber'],
    ['1,5', dollars, 'notANumber'],
    ['1,50', dollars, 'notANumber'],
    ['12,34,567', dollars, 'notANumber'],
    ['1.2.3', dollars, 'notANumber'],
    ['1e5', dollars, 'notANumber'],
    ['4.505', dollars, 'tooManyDecimals'],
    ['1.55', tomans, 'tooManyDecimals'],
    ['99999999999999999', dollars, 'tooLarge'],
  ])('%j is refused: %s', (typed, style, problem) => {
    expect(readMoney(typed, style)).toEqual({ ok: false, problem });
  });

  test.each([
    ['en-US', dollars],
    ['fa-IR', tomans],
    ['ar-EG-u-nu-arab', dinars],
    ['fa-IR', dollars],
  ])('what a field shows in %s is read back to the same amount', (locale, style) => {
    for (const minor of [0, 1, 99, 100, 1234, 50_000, 1_234_567, 999_999_999]) {
      expect(readMoney(writeAmount(minor, style, locale), style)).toEqual({
        ok: true,
        value: minor,
      });
    }
  });
});

test('whole numbers have no decimals', () => {
  expect(readWhole('۱٬۵۰۰')).toEqual({ ok: true, value: 1500 });
  expect(readWhole('1.5')).toEqual({ ok: false, problem: 'notWhole' });
});

test('percentages are basis points', () => {
  expect(readPercent('12.5')).toEqual({ ok: true, value: 1250 });
  expect(readPercent('۱۰٪')).toEqual({ ok: true, value: 1000 });
  expect(readPercent('1.234')).toEqual({ ok: false, problem: 'tooManyDecimals' });
});
