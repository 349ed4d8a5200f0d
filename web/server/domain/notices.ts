/**
 * Points that end only once their shopper was told (docs/decisions/0044): when they are told, and what
 * comes of it where nobody took the notice.
 */
import { addDays, localDay, startOfLocalDay } from './days.ts';

export type Notice = {
  /** When the clock is to tell of this end next; null: nothing is left to be told. */
  at: number | null;
  /** When the last notice of this end was taken, in time; null: it was not. */
  toldAt: number | null;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** So many days before the last day of points their shopper is told, in the morning. */
export const FIRST_NOTICE_DAYS = 45;
export const LAST_NOTICE_DAYS = 7;
export type NoticeDays = typeof FIRST_NOTICE_DAYS | typeof LAST_NOTICE_DAYS;
/** So many whole days a last notice must leave, so that a mail server may be away for a day. */
export const LEAST_DAYS = 6;
/** An end that was not told moves on by so many days. */
const MOVES_ON_DAYS = 30;
const MORNING_MS = 10 * HOUR_MS;

const momentOf = (end: number, days: NoticeDays): number => end - (days + 1) * DAY_MS + MORNING_MS;

/** Nobody was told of this end yet. */
export const noticeOf = (end: number | null): Notice => ({
  at: end === null ? null : momentOf(end, FIRST_NOTICE_DAYS),
  toldAt: null,
});

/** A last notice that is taken at that moment leaves time enough. */
export const isInTime = (end: number, at: number): boolean => at <= end - LEAST_DAYS * DAY_MS;

/** The notice that is due now, if any, and when to look again. */
export function dueNotice(
  { notice, expiresAt }: { notice: Notice; expiresAt: number | null },
  now: number,
): { days: NoticeDays | null; next: number | null } {
  if (expiresAt === null || notice.at === null) return { days: null, next: null };
  if (notice.at > now) return { days: null, next: notice.at };
  const last = momentOf(expiresAt, LAST_NOTICE_DAYS);
  if (now < last) return { days: FIRST_NOTICE_DAYS, next: last };
  return { days: isInTime(expiresAt, now) ? LAST_NOTICE_DAYS : null, next: null };
}

/** The first end after `now` that an end moves on to which was not told: 30 local days at a time. */
export function movedEnd(end: number, now: number, timeZone: string): number {
  let moved = end;
  while (moved <= now) {
    moved = startOfLocalDay(addDays(localDay(moved, timeZone), MOVES_ON_DAYS), timeZone);
  }
  return moved;
}
