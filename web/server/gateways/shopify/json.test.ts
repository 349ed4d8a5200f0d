import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExact, parseExactBytes } from './json.ts';

/** A JSON value whose integers are bigints, so that we know every digit. */
const exactJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
    fc.string(),
    fc.stringMatching(/^[\\"0-9{}[\],: -]{0,60}$/),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 5 }),
  ),
})).value;

/** Prints it with some white space, integers in full. */
function print(value: unknown, space: string): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value))
    return `[${space}${value.map((v) => print(v, space)).join(`${space},`)}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(
      ([k, v]) => `${JSON.stringify(k)}:${print(v, space)}`,
    );
    return `{${members.join(`,${space}`)}${space}}`;
  }
  return JSON.stringify(value);
}

function expected(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (Array.isArray(value)) return value.map(expected);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, expected(v)]));
  }
  return Object.is(value, -0) ? 0 : value;
}

describe('parseExact', () => {
  it('keeps every digit of every integer and touches no text', () => {
    fc.assert(
      fc.property(exactJson, fc.constantFrom('', ' ', '\n\t'), (value, space) => {
        expect(parseExact(print(value, space))).toEqual(expected(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads what JSON.parse reads and refuses what it refuses', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[{}[\]",:0-9\\ae.-]{0,60}$/), (text) => {
        const parses = (parse: (text: string) => unknown) => {
          try {
            parse(text);
            return true;
          } catch {
            return false;
          }
        };
        expect(parses(parseExact)).toBe(parses(JSON.parse));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['{"id":820982911946154508}', { id: '820982911946154508' }],
    ['[9007199254740991,9007199254740992]', [9007199254740991, '9007199254740992']],
    ['{"note":"id 820982911946154508","n":1}', { note: 'id 820982911946154508', n: 1 }],
    ['{"note":"say \\"820982911946154508\\""}', { note: 'say "820982911946154508"' }],
    ['[0.12345678901234567]', [0.12345678901234567]],
    ['[-820982911946154508]', ['-820982911946154508']],
  ])('%s', (text, value) => {
    expect(parseExact(text)).toEqual(value);
  });

  it('leaves prototypes alone', () => {
    const value = parseExact('{"__proto__":{"evil":820982911946154508}}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('evil' in {}).toBe(false);
  });

  it('survives a million brackets', () => {
    expect(() => parseExact('['.repeat(1_000_000))).toThrow(SyntaxError);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseExactBytes(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(TypeError);
  });
});
