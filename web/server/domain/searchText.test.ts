import { expect, test } from 'vitest';
import { FOLD_FROM, FOLD_TO, foldText, readSearch } from './searchText.ts';

test.each([
  ['علي كريمي', 'علی کریمی'],
  ['خانهٔ سفال', 'خانه سفال'],
  ['سارةُ  أحمد', 'ساره احمد'],
  ['می‌روم', 'میروم'],
  ['SARA', 'sara'],
  [' Sara\t Moradi ', 'sara moradi'],
  ['۰۹۱۲ ٣٤٥', '0912 345'],
])('%s is looked for as %s', (typed, folded) => {
  expect(foldText(typed)).toBe(folded);
});

test('no letter is folded twice, and only the last ones are dropped', () => {
  expect(new Set(FOLD_FROM).size).toBe(Array.from(FOLD_FROM).length);
  expect(Array.from(FOLD_TO).length).toBeLessThan(Array.from(FOLD_FROM).length);
  expect(foldText('ؤ۹٩')).toBe('و99');
});

test('a phone number, an order and a code are read from what was typed', () => {
  expect(readSearch('۰۹۱۲ ۳۴۵-۶۷۸۹').digits).toBe('9123456789');
  expect(readSearch('+1 (202) 555').digits).toBe('1202555');
  expect(readSearch('#۱۰۴۲')).toEqual({ words: ['#1042'], digits: '', code: '#1042' });
  expect(readSearch('sara-7kq').code).toBe('SARA-7KQ');
  expect(readSearch(' Sara  Moradi ')).toEqual({
    words: ['sara', 'moradi'],
    digits: '',
    code: null,
  });
  expect(readSearch('a\0b').words).toEqual(['ab']);
  expect(readSearch('').words).toEqual([]);
  expect(readSearch('12345x').digits).toBe('');
  expect(readSearch('0049 151 23').digits).toBe('4915123');
  expect(readSearch('123').digits).toBe('');
});

test('of a long text the first hundred letters are looked for', () => {
  expect(readSearch('x'.repeat(101)).words).toEqual(['x'.repeat(100)]);
});
