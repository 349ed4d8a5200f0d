/** Codes that are worth something cannot be guessed; links lead nowhere but to the shop. */
import { describe, expect, test } from 'vitest';
import { CODE_ALPHABET, deriveCode } from '../../web/server/domain/code.ts';
import { PERSONAL_LENGTHS } from '../../web/server/domain/personalCode.ts';
import { shareLink } from '../../web/server/domain/referrals.ts';

const bits = (length: number) => length * Math.log2(new Set(CODE_ALPHABET).size);
const key = new Uint8Array(32).fill(7);

describe('a code that spends points or money', () => {
  test('holds at least 64 bits, by its alphabet and its length', () => {
    const code = deriveCode(key, ['club', 'shopper', 'redemption']);
    expect(Array.from(code).every((letter) => CODE_ALPHABET.includes(letter))).toBe(true);
    expect(bits(code.length)).toBeGreaterThanOrEqual(64);
  });

  test('uses every letter about as often, at every place', () => {
    const codes = Array.from({ length: 6200 }, (_, n) => deriveCode(key, ['club', String(n)]));
    const expected = codes.length / CODE_ALPHABET.length;
    for (let place = 0; place < 13; place += 1) {
      const counts = new Map<string, number>();
      for (const code of codes) {
        const letter = code[place] ?? '';
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
      }
      const chi = Array.from(CODE_ALPHABET).reduce(
        (sum, letter) => sum + ((counts.get(letter) ?? 0) - expected) ** 2 / expected,
        0,
      );
      // 30 degrees of freedom: above 75 once in 100,000 draws, and the draw is always the same.
      expect(chi).toBeLessThan(75);
    }
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('is told apart from a personal code, which is a word to pass on and no secret', () => {
    expect(bits(PERSONAL_LENGTHS[0] ?? 0)).toBeLessThan(64);
  });
});

describe('a share link', () => {
  const origin = 'https://northday.example';
  test.each([
    '//evil.example',
    '/\\evil.example',
    '/%5cevil.example',
    '/%2f%2fevil.example',
    'https:evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '\t//evil.example',
    '/\n/evil.example',
    '\r\nlocation: //evil.example',
    '／／evil.example',
    '/⁄evil.example',
    '..//evil.example',
    '../../evil',
    '?redirect=//evil.example',
    'A&redirect=//evil.example',
    'A#@evil.example',
    '@evil.example',
    '%00//evil.example',
  ])('for %j leads to the shop, by one redirect that stays on it', (code) => {
    const link = new URL(shareLink(origin, code));
    expect(link.origin).toBe(origin);
    expect(link.pathname.startsWith('/discount/')).toBe(true);
    expect(link.hash).toBe('');
    const landings = link.searchParams.getAll('redirect');
    expect(landings).toHaveLength(1);
    expect(landings[0]?.startsWith('/?ref=')).toBe(true);
    expect(new URL(landings[0] ?? '', origin).origin).toBe(origin);
    expect(new URL(landings[0] ?? '', origin).searchParams.get('ref')).toBe(code);
  });
});
