import { describe, expect, test } from 'vitest';
import { homeOf, isThrowAway, mailboxOf, telephoneOf } from './fraudPeople.ts';
import type { PostalAddress } from './fraudPeople.ts';

describe('one mailbox has many spellings', () => {
  test.each([
    ['Fay.Doe@Gmail.com', 'faydoe@gmail.com'],
    ['f.a.y.doe+shop@googlemail.com', 'faydoe@gmail.com'],
    ['fay+2@example.com', 'fay@example.com'],
    ['fay.doe@example.com', 'fay.doe@example.com'],
    ['fay-coupons@yahoo.com', 'fay@yahoo.com'],
    ['fay-doe@example.com', 'fay-doe@example.com'],
    ['fay_doe@pm.me', 'faydoe@proton.me'],
    ['fay@me.com', 'fay@icloud.com'],
    ['fay-doe@ya.ru', 'faydoe@yandex.ru'],
    ['+1@example.com', '+1@example.com'],
    ['...@gmail.com', '...@gmail.com'],
  ])('%s is %s', (typed, mailbox) => {
    expect(mailboxOf(typed)).toBe(mailbox);
  });

  test('what is nobody’s address is no mailbox', () => {
    expect([mailboxOf(null), mailboxOf(''), mailboxOf('fay')]).toEqual([null, null, null]);
  });

  test('throw-away services are known by their domain and those below it', () => {
    expect(isThrowAway('x@mailinator.com')).toBe(true);
    expect(isThrowAway('x@mx.Yopmail.com')).toBe(true);
    expect(isThrowAway('mailinator.com@example.com')).toBe(false);
    expect(isThrowAway('x@privaterelay.appleid.com')).toBe(false);
    expect(isThrowAway(null)).toBe(false);
  });
});

test.each([
  ['+44 (0)20 7946 0018', '+442079460018'],
  ['0044 20 7946 0018', '+442079460018'],
  ['+49 0151 2345678', '+491512345678'],
  ['+۹۸ ۰۹۱۲ ۳۴۵ ۶۷۸۹', '+989123456789'],
  ['+39 06 6982 1234', '+390669821234'],
  ['+52 1 449 978 0001', '+524499780001'],
  ['+54 9 11 2345 6789', '+541123456789'],
  ['+1 212 555 0100', '+12125550100'],
  ['+353 (0)85 012 3456', '+353850123456'],
  ['0912 345 6789', null],
])('the telephone behind %s is %s', (typed, telephone) => {
  expect(telephoneOf(typed)).toBe(telephone);
});

const at = (lines: string[], zip: string | null, more: Partial<PostalAddress> = {}) =>
  homeOf({ lines, zip, city: 'Town', country: 'US', ...more });

describe('one home has many spellings', () => {
  const main = at(['12 Main Street', 'Apt. 3'], '10001');

  test.each([
    [['12 main st', 'apartment 3'], '10001'],
    [['12 Main St. #3'], ' 10 001'],
    [['Unit 3', '12 MAIN STREET'], '10001'],
    [['12, Main str', 'Flat 3', ''], '10001'],
  ])('%j', (lines, zip) => {
    expect(main).not.toBeNull();
    expect(at(lines, zip)).toBe(main);
  });

  test('in German, Persian and Arabic too', () => {
    const berlin = (line: string) => at([line], '10115', { country: 'DE' });
    expect(berlin('Müllerstraße 5')).toBe(berlin('Mullerstr. 5'));
    expect(berlin('Müllerstraße 5')).toBe(berlin('Müller Strasse 5'));
    const tehran = (line: string) => at([line], '۱۱۳۴۵', { country: 'IR' });
    expect(tehran('خیابان ولی‌عصر، پلاک ۱۲')).toBe(tehran('ولي عصر پ 12'));
    expect(at(['شارع النيل ١٢'], '11511', { country: 'EG' })).toBe(
      at(['12 النيل'], '11511', { country: 'EG' }),
    );
  });

  test('another flat, house, town or country is another home', () => {
    const others = [
      at(['12 Main Street', 'Apt. 4'], '10001'),
      at(['21 Main Street', 'Apt. 3'], '10001'),
      at(['12 Main Street', 'Apt. 3'], '10002'),
      at(['12 Main Street', 'Apt. 3'], '10001', { country: 'CA' }),
      at(['12 Main Street'], '10001'),
    ];
    for (const other of others) expect(other).not.toBe(main);
    expect(new Set(others).size).toBe(others.length);
  });

  test('where parcels are fetched, or no house is named, nobody lives', () => {
    expect(at(['Packstation 145', '12345678'], '10115')).toBeNull();
    expect(at(['Amazon Locker 12'], '10115')).toBeNull();
    expect(at(['P.O. Box 7'], '10115')).toBeNull();
    expect(at(['Main Street'], '10115')).toBeNull();
    expect(at(['12'], '10115')).toBeNull();
    expect(at([], null, { city: null })).toBeNull();
  });

  test('without a postcode the town stands for it', () => {
    expect(at(['12 Main Street'], null)).toBe(at(['12 Main St'], '', { city: 'TOWN' }));
  });
});
