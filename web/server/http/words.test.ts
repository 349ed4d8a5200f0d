import { describe, expect, test } from 'vitest';
import { KINDS, toldOf } from './refusals.ts';
import { LANGUAGES, languageOf, textOf } from './words.ts';
import ar from './words/ar.json' with { type: 'json' };
import en from './words/en.json' with { type: 'json' };
import fa from './words/fa.json' with { type: 'json' };

type Texts = Record<string, Record<string, string | Record<string, string>>>;

/** Every text by section and key, with the placeholders in it. */
function holes(texts: Texts): Map<string, string> {
  const found = new Map<string, string>();
  for (const [section, keys] of Object.entries(texts)) {
    for (const [key, text] of Object.entries(keys)) {
      const whole = typeof text === 'string' ? text : Object.values(text).join(' ');
      const names = whole.match(/\{\w\}/g) ?? [];
      found.set(`${section}.${key}`, [...new Set(names)].sort().join(''));
    }
  }
  return found;
}

test('every text is there in all languages, with the same things to fill in', () => {
  expect(holes(fa)).toEqual(holes(en));
  expect(holes(ar)).toEqual(holes(en));
});

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(KINDS)('%s has a status and words with nothing left to fill in', (kind) => {
    const { status, body } = toldOf({ kind, data: { points: 3, limit: 3, missing: 3 } }, language);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.error.code).toBe(kind);
    expect(body.error.message).toMatch(/\S/);
    expect(body.error.message).not.toMatch(/[{}]/);
  });
});

test('plural forms follow the language', () => {
  const told = (language: (typeof LANGUAGES)[number], missing: number) =>
    toldOf({ kind: 'notEnoughPoints', data: { missing } }, language).body.error.message;
  expect(told('en', 1)).toBe('You need 1 more point for this.');
  expect(told('en', 1200)).toBe('You need 1,200 more points for this.');
  expect(told('ar', 2)).toBe('تنقصك نقطتان لهذه المكافأة.');
  expect(told('ar', 5)).toBe('تنقصك ٥ نقاط لهذه المكافأة.');
  expect(told('fa', 1200)).toContain('۱٬۲۰۰ امتیاز');
});

test.each([
  ['fa', 'en', 'fa'],
  ['ar-EG', undefined, 'ar'],
  ['de', 'fa-IR,fa;q=0.9,en;q=0.8', 'fa'],
  [null, 'de-DE, en;q=0.4, ar;q=0.6', 'ar'],
  [null, 'fa;q=0, en', 'en'],
  [null, '*', 'en'],
  [['fa', 'en'], undefined, 'en'],
  ['constructor', undefined, 'en'],
])('locale %j and accept-language %j: %s', (locale, accepts, language) => {
  expect(languageOf(locale, accepts ?? undefined)).toBe(language);
});

test('a key that is not there is a bug', () => {
  expect(() => textOf('en', 'page', 'nothing')).toThrow('page.nothing');
});
