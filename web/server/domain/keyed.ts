import { createHmac, createSecretKey } from 'node:crypto';
import type { Hmac, KeyObject } from 'node:crypto';

const keyObjects = new WeakMap<Uint8Array, KeyObject>();

/**
 * HMAC-SHA256 under a key. Node makes a key out of bytes anew at every call, which takes six times as
 * long as a short hash itself (15 and 2 µs), so what it makes is kept as long as the bytes are.
 */
export function keyed(key: Uint8Array): Hmac {
  const made = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, made);
  return createHmac('sha256', made);
}
