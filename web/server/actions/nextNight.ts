/** When nightly work of a shop is due. */
import { endOfLocalDay } from '../domain/days.ts';

const HOUR_MS = 3_600_000;

/** Some hours after the shop's midnight, each shop at a moment of its own. */
export function nextNight(now: number, timeZone: string, shopId: string): number {
  const spread = Number.parseInt(shopId.slice(-4), 16) / 0x10000;
  return endOfLocalDay(now, timeZone) + Math.round((1 + 3 * spread) * HOUR_MS);
}
