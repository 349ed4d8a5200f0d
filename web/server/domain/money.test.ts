import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalsOf, formatDecimal, parseMoney } from './money.ts';

describe('decimalsOf', () => {
  test.each([
    ['USD', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['IRR', 0],
    ['IRT', 0],
    ['XXX', undefined],
    ['usd', undefined],
    ['', undefined],
  ])('%s has %s', (currency, decimals) => expect(decimalsOf(currency)).toBe(decimals));
});

describe('parseMoney', () => {
  test.each([
    ['19.99', 'USD', 1999],
    ['19.9', 'USD', 1990],
    ['19', 'USD', 1900],
    ['0.00', 'USD', 0],
    ['-0.00', 'USD', 0],
    ['-5.00', 'USD', -500],
    ['19.9900', 'USD', 1999],
    ['500', 'JPY', 500],
    ['500.00', 'JPY', 500],
    ['500.0', 'JPY', 500],
    ['1.234', 'KWD', 1234],
    ['1.2', 'KWD', 1200],
    ['1250000', 'IRR', 1250000],
  ])('%s %s is %d', (decimal, currency, minor) =>
    expect(parseMoney(decimal, currency)).toBe(minor),
  );

  test.each([
    ['19.999', 'USD', 'tooManyDecimals'],
    ['500.50', 'JPY', 'tooManyDecimals'],
    ['1.2345', 'KWD', 'tooManyDecimals'],
    ['1,99', 'USD', 'notANumber'],
    ['1e3', 'USD', 'notANumber'],
    ['', 'USD', 'notANumber'],
    ['.5', 'USD', 'notANumber'],
    ['5.', 'USD', 'notANumber'],
    [' 5', 'USD', 'notANumber'],
    ['NaN', 'USD', 'notANumber'],
    ['9007199254740992', 'JPY', 'tooLarge'],
    ['90071992547409.92', 'USD', 'tooLarge'],
    ['1.00', 'ABC', 'unknownCurrency'],
  ])('%s %s is refused: %s', (decimal, currency, problem) =>
    expect(parseMoney(decimal, currency)).toEqual({ ok: false, problem }),
  );
});

describe('formatDecimal', () => {
  test.each([
    [1999, 'USD', '19.99'],
    [5, 'USD', '0.05'],
    [-5, 'USD', '-0.05'],
    [0, 'USD', '0.00'],
    [500, 'JPY', '500'],
    [-7, 'JPY', '-7'],
    [1234, 'KWD', '1.234'],
  ])('%d %s is %s', (minor, currency, text) => expect(formatDecimal(minor, currency)).toBe(text));

  test('throws on what is no amount', () => {
    expect(() => formatDecimal(1, 'ABC')).toThrow(new RangeError('unknown currency ABC'));
    expect(() => formatDecimal(1.5, 'USD')).toThrow(new RangeError('not a whole number: 1.5'));
  });

  test('what is printed reads back as the same amount', () => {
    const currency = fc.constantFrom('USD', 'JPY', 'KWD', 'IRR');
    fc.assert(
      fc.property(fc.maxSafeInteger(), currency, (minor, code) => {
        expect(parseMoney(formatDecimal(minor, code), code)).toBe(minor);
      }),
    );
  });
});
