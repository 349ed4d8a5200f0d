/** A shopper's own code: short enough to say aloud, and theirs alone. */
import { deriveCode } from './code.ts';

const LONGEST_NAME = 10;
const DIGITS = '23456789';

/** How many characters after the dash are tried, one after the other, until nobody has that code. */
export const PERSONAL_LENGTHS: readonly number[] = [4, 5, 6, 8, 13];

/**
 * SARA-7KQ4: the first name where it is written in Latin letters (José is JOSE), else four digits,
 * which are a word in no language. What follows the dash is derived by keyed hash, so the same
 * shopper gets the same code again and nobody can work out another's.
 */
export function personalCode(
  key: Uint8Array,
  who: { clubId: string; shopperId: string; firstName: string | null },
  length: number,
): string {
  const { clubId, shopperId, firstName } = who;
  const parts = [clubId, shopperId, 'personal'];
  const tail = deriveCode(key, [...parts, String(length)], length);
  return `${latinName(firstName) ?? fourDigits(key, parts)}-${tail}`;
}

function latinName(firstName: string | null): string | null {
  const bare = (firstName ?? '').normalize('NFD').replace(/\p{M}/gu, '').trim();
  const name = bare.split(/[\s'’.-]/)[0]?.toUpperCase() ?? '';
  return /^[A-Z]{2,}$/.test(name) ? name.slice(0, LONGEST_NAME) : null;
}

function fourDigits(key: Uint8Array, parts: readonly string[]): string {
  const text = deriveCode(key, [...parts, 'prefix'], 4);
  return text.replace(/./g, (letter) => DIGITS[letter.charCodeAt(0) % DIGITS.length] ?? '');
}
