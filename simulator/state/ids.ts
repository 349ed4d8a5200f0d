import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import { readSetting, writeSetting } from './database.ts';

/**
 * Ids are above 2^53, like the ones in Shopify's own webhook samples (820982911946154508), and odd,
 * so that a reader who parses them as a double is wrong at once. The n-th id of a fresh state is
 * always the same.
 */
const FIRST = 820_982_911_946_154_509n;
const STEP = 7_214n;

export type Ids = {
  next(): string;
  /** Unguessable hex, 32 characters. */
  token(): string;
  uuid(): string;
};

/** Numbers follow a sequence that is part of the state; tokens and UUIDs are random. */
export function makeIds(db: Database): Ids {
  let last: bigint | null = null;
  return {
    next() {
      const n = last ?? BigInt(readSetting(db, 'sequence') ?? '0');
      last = n + 1n;
      writeSetting(db, 'sequence', String(last));
      return String(FIRST + n * STEP);
    },
    token: () => randomBytes(16).toString('hex'),
    uuid: () => randomUUID(),
  };
}

/** gid://shopify/Order/123 from its type and number. */
export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The number of a gid of the given type, or of a bare number; null for anything else. */
export function idOf(type: string, text: string): string | null {
  const match = /^(?:gid:\/\/shopify\/(\w+)\/)?([\w-]+)$/.exec(text);
  if (!match || (match[1] !== undefined && match[1] !== type)) return null;
  return match[2] ?? null;
}
