import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CODE_ALPHABET, deriveCode, deriveKey } from './code.ts';

const key = deriveKey('a secret of the test', 'codes');

describe('deriveCode', () => {
  test('the same parts give the same code, for ever', () => {
    expect(deriveCode(key, ['club', 'shopper', 'r1'])).toBe('6H23UBSNGD5AF');
    expect(deriveCode(key, ['club', 'shopper', 'r1'], 50)).toBe(
      '6H23UBSNGD5AFT2ANHAQHFAFQZFNYR8PQ2USF4DECR4VYHSZB3',
    );
  });

  test('has the asked length and only letters and digits that cannot be confused', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer({ min: 1, max: 100 }), (parts, length) => {
        expect(deriveCode(key, parts, length)).toMatch(new RegExp(`^[2-9A-HJKMNP-Z]{${length}}$`));
      }),
    );
  });

  test('another key, another part or another cut of the parts is another code', () => {
    const parts = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        expect(deriveCode(key, a)).not.toBe(deriveCode(key, b));
      }),
    );
    expect(deriveCode(key, ['ab', 'c'])).not.toBe(deriveCode(key, ['a', 'bc']));
    expect(deriveCode(deriveKey('another', 'codes'), ['a'])).not.toBe(deriveCode(key, ['a']));
  });

  test('every character is equally likely', () => {
    const counts = new Map<string, number>();
    const codes = 4_000;
    for (let i = 0; i < codes; i++) {
      for (const char of deriveCode(key, [String(i)]))
        counts.set(char, (counts.get(char) ?? 0) + 1);
    }
    expect(counts.size).toBe(31);
    const expected = (codes * 13) / CODE_ALPHABET.length;
    const chiSquare = [...counts.values()]
      .map((count) => (count - expected) ** 2 / expected)
      .reduce((a, b) => a + b, 0);
    // 30 degrees of freedom: 99.9 % of fair draws stay below 59.7. The draw is fixed by the key.
    expect(chiSquare).toBeLessThan(59.7);
  });
});

test('a key is of one purpose and one secret', () => {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  expect(key).toHaveLength(32);
  expect(hex(deriveKey('a secret of the test', 'codes'))).toBe(hex(key));
  expect(hex(deriveKey('a secret of the test', 'tokens'))).not.toBe(hex(key));
  expect(hex(deriveKey('another secret', 'codes'))).not.toBe(hex(key));
});
