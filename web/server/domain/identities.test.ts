import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseEmail, normalisePhone } from './identities.ts';

describe('normaliseEmail', () => {
  test.each([
    ['  Lena@Example.COM ', 'lena@example.com'],
    ['lena+shop@example.com', 'lena+shop@example.com'],
    ['ｌｅｎａ@example.com', 'lena@example.com'],
    ["o'neil@example.co.uk", "o'neil@example.co.uk"],
    ['anna@bücher.example', 'anna@bücher.example'],
    ['', null],
    [null, null],
    [undefined, null],
    ['nobody', null],
    ['a@b', null],
    ['a b@example.com', null],
    ['a@@example.com', null],
    ['a@example..com', null],
    ['Lena <lena@example.com>', null],
    ['a\u200b@example.com', null],
    [`${'a'.repeat(65)}@example.com`, null],
    [`a@${'b.'.repeat(130)}com`, null],
    [`a@${'b'.repeat(248)}.com`, `a@${'b'.repeat(248)}.com`], // 254 letters
    [`a@${'b'.repeat(249)}.com`, null],
    ['lena@example.com, mara@example.com', null],
    ['lena@example.com>', null],
  ])('%j is %j', (raw, email) => expect(normaliseEmail(raw)).toBe(email));
});

describe('normalisePhone', () => {
  test.each([
    ['+1 (212) 555-0123', '+12125550123'],
    ['0049 151 234 5678', '+491512345678'],
    ['+98 912 123 4567', '+989121234567'],
    ['+۹۸۹۱۲۱۲۳۴۵۶۷', '+989121234567'],
    ['۰۰۹۸ ۹۱۲ ۱۲۳ ۴۵۶۷', '+989121234567'],
    ['+٩٦٦٥٠١٢٣٤٥٦٧', '+966501234567'],
    ['\u202a+49 30\u2011123456\u202c', '+4930123456'],
    ['09121234567', null],
    ['2125550123', null],
    ['+0123456789', null],
    ['+1234567', null],
    ['+1234567890123456', null],
    ['+1 212 555 0123 ext 4', null],
    ['tel +1 212 555 0123', null],
    ['+1 200 555 0023', '+12005550023'],
    ['+49 30 +123456', null],
    ['', null],
    [null, null],
  ])('%j is %j', (raw, phone) => expect(normalisePhone(raw)).toBe(phone));
});

test('what is normal stays as it is, and junk never throws', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.emailAddress(),
    fc.bigInt({ min: 0n, max: 10n ** 16n }).map((digits) => `+${digits}`),
  );
  fc.assert(
    fc.property(text, (raw) => {
      for (const normalise of [normaliseEmail, normalisePhone]) {
        const once = normalise(raw);
        expect(once === null || normalise(once) === once).toBe(true);
      }
    }),
  );
});
