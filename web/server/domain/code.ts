import { hkdfSync } from 'node:crypto';
import { keyed } from './keyed.ts';

/** Letters and digits without 0 O 1 I L: 31 of them, 4.95 bits each. */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * A code that we can derive again and nobody else can guess: HMAC-SHA256 of the parts under a key.
 * 13 characters carry 64.4 bits. Each byte of the hash gives 5 bits; the one value of 32 that the
 * alphabet lacks is thrown away and the next byte taken, so every character is equally likely.
 * Each part is hashed with its length, so ['ab', 'c'] and ['a', 'bc'] are different codes.
 */
export function deriveCode(key: Uint8Array, parts: readonly string[], length = 13): string {
  const message = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('');
  let code = '';
  for (let block = 0; code.length < length; block++) {
    for (const byte of keyed(key).update(`${block}|${message}`).digest()) {
      code += CODE_ALPHABET[byte & 31] ?? '';
      if (code.length === length) break;
    }
  }
  return code;
}

/**
 * A 32-byte key for one purpose, by HKDF-SHA256 (RFC 5869) from the one secret we are given:
 * knowing one purpose's key tells nothing about another's.
 */
export const deriveKey = (secret: string | Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', `regulars/${purpose}`, 32));
