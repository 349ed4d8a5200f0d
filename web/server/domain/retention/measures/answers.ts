/** What shoppers say, and what comes of what they were given. */
import { shareMeasure } from './intervals.ts';
import { measured } from './measure.ts';
import type { Interval, Measure, Window } from './measure.ts';

const Z = 1.959963984540054;

export type Promoters = { promoters: number; passives: number; detractors: number; nps: Measure };

/** Scores from 0 to 10: 9 and 10 promote, 7 and 8 are passive, the rest detract. In points, ±100. */
export function npsOf(scores: Iterable<number>, window: Window): Promoters {
  const groups = { promoters: 0, passives: 0, detractors: 0 };
  for (const score of scores) {
    if (!Number.isInteger(score) || score < 0 || score > 10)
      throw new RangeError(`a score ${score}`);
    groups[score >= 9 ? 'promoters' : score >= 7 ? 'passives' : 'detractors'] += 1;
  }
  const n = groups.promoters + groups.passives + groups.detractors;
  const value = n > 0 ? (100 * (groups.promoters - groups.detractors)) / n : null;
  const interval = trinomial(groups.promoters, groups.detractors, n);
  return { ...groups, nps: measured('netPromoterScore', window, n, value, interval) };
}

/**
 * Each answer is 1, 0 or −1; their variance is p + d − (p − d)². One answer of each kind end is added
 * first (Agresti and Min 2005, for differences of shares), so that ten promoters alone are no certainty.
 */
function trinomial(promoters: number, detractors: number, answers: number): Interval | null {
  if (answers === 0) return null;
  const n = answers + 2;
  const [p, d] = [(promoters + 1) / n, (detractors + 1) / n];
  const half = Z * Math.sqrt((p + d - (p - d) ** 2) / n);
  const [low, high] = [100 * (p - d - half), 100 * (p - d + half)];
  return { low: Math.max(-100, low), high: Math.min(100, high), method: 'trinomial' };
}

/**
 * `given`: codes that were handed out in the window and have been used or have ended since (codes that
 * may still be used would look like failures); `used`: of those, the ones an order of worth used.
 */
export const conversionOf = (
  code: 'referralConversion' | 'codeConversion',
  { given, used }: { given: number; used: number },
  window: Window,
): Measure => shareMeasure(code, window, used, given);

/** A visitor's day, as signals tell of it; a browser that forgets is a new visitor. */
export type Visit = { visitorId: string; day: number };

/** Of the visitors of the window, those who came on a second day, or had come before it. */
export function returningVisitorRate(visits: Iterable<Visit>, window: Window): Measure {
  const seen = new Map<string, { now: boolean; first: number; returned: boolean }>();
  for (const { visitorId, day } of visits) {
    if (day > window.toDay) continue;
    const visitor = seen.get(visitorId);
    const now = day >= window.fromDay;
    if (!visitor) seen.set(visitorId, { now, first: day, returned: false });
    else {
      visitor.now ||= now;
      visitor.returned ||= visitor.first !== day;
    }
  }
  const visitors = [...seen.values()].filter(({ now }) => now);
  const returned = visitors.filter((visitor) => visitor.returned).length;
  return shareMeasure('returningVisitorRate', window, returned, visitors.length);
}
