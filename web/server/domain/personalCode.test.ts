import { describe, expect, test } from 'vitest';
import { deriveKey } from './code.ts';
import { PERSONAL_LENGTHS, personalCode } from './personalCode.ts';

const key = deriveKey('a secret of the tests', 'code');
const codeOf = (firstName: string | null, shopperId = 's1', length = 4) =>
  personalCode(key, { clubId: 'c1', shopperId, firstName }, length);

describe('a personal code', () => {
  test.each([
    ['Sara', 'SARA'],
    ['José', 'JOSE'],
    ['  mary ann ', 'MARY'],
    ['Jean-Luc', 'JEAN'],
    ['Maximilianus', 'MAXIMILIAN'],
  ])('%s begins with %s', (name, prefix) => {
    expect(codeOf(name)).toMatch(new RegExp(`^${prefix}-[2-9A-HJ-NP-Z]{4}$`));
  });

  test.each([null, '', 'سارا', 'Ли', 'X', 'A1', 'AB1', '1AB', '{{x}}', '🙂'])(
    '%s is no Latin name',
    (name) => {
      expect(codeOf(name)).toMatch(/^[2-9]{4}-[2-9A-HJ-NP-Z]{4}$/);
    },
  );

  test('is the same again, another’s is another, and a longer one shows nothing of a shorter', () => {
    expect(codeOf('Sara')).toBe(codeOf('Sara'));
    expect(codeOf('Sara')).not.toBe(codeOf('Sara', 's2'));
    const tails = PERSONAL_LENGTHS.map((length) => codeOf('Sara', 's1', length).slice(5));
    expect(tails.map((tail) => tail.length)).toEqual([...PERSONAL_LENGTHS]);
    expect(tails[1]).not.toContain(tails[0]);
  });

  test('that somebody wrote down stays theirs for ever', () => {
    expect(codeOf('Sara')).toBe('SARA-QHGB');
    expect(codeOf(null)).toBe('7562-QHGB');
    expect(codeOf(null, 's2')).toBe('9537-Q858');
  });

  test('10,000 shoppers named Sara have few clashes', () => {
    const codes = new Set(Array.from({ length: 10_000 }, (_, i) => codeOf('Sara', `s${i}`)));
    expect(codes.size).toBeGreaterThan(9_900);
  });
});
