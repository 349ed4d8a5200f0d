import { createHash } from 'node:crypto';
import type { Database } from './database.ts';
import { readSetting, writeSetting } from './database.ts';

/**
 * Ids are above 2^53, like the ones in Shopify's own webhook samples (820982911946154508), and odd,
 * so that a reader who parses them as a double is wrong at once. Deterministic: the n-th id of a
 * fresh state is always the same.
 */
const FIRST = 820_982_911_946_154_509n;
const STEP = 7_214n;

export type Ids = {
  next(): string;
  /** Unguessable-looking token (hex), deterministic in the state's own sequence. */
  token(purpose: string): string;
  /** UUID in its usual spelling, deterministic likewise; used for webhook and event ids. */
  uuid(): string;
};

export function makeIds(db: Database, secret: string): Ids {
  const take = (): bigint => {
    const n = BigInt(readSetting(db, 'sequence') ?? '0');
    writeSetting(db, 'sequence', String(n + 1n));
    return n;
  };
  const digest = (purpose: string) =>
    createHash('sha256').update(`${secret}:${purpose}:${take()}`).digest('hex');
  return {
    next: () => String(FIRST + take() * STEP),
    token: (purpose) => digest(purpose).slice(0, 32),
    uuid() {
      const hex = digest('uuid');
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `a${hex.slice(17, 20)}`,
        hex.slice(20, 32),
      ].join('-');
    },
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
