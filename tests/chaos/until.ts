/** Waiting for conditions, within bounds. */
import { setInterval as everyMs } from 'node:timers/promises';

const LOOK_EVERY_MS = 40;

/** Looks again and again until there is something; throws, saying what was waited for. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  withinMs = 120_000,
): Promise<NonNullable<T>> {
  const giveUpAt = performance.now() + withinMs;
  const first = await look();
  if (first) return first;
  for await (const _ of everyMs(LOOK_EVERY_MS)) {
    const found = await look();
    if (found) return found;
    if (performance.now() > giveUpAt) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
  }
  throw new Error(what);
}
