/**
 * Somebody who was sent by a friend says that an address is theirs. A code is mailed to it, and who
 * reads the mail proves it. To the asker it is the same whether the address is known to the shop or
 * not, and whether a mail went out: only who can open the mailbox learns anything.
 */
import { latinDigits } from './identities.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A code in a mail works for this long, and for so many answers. */
export const CHECK_MS = 15 * MINUTE_MS;
export const MOST_MISSES = 5;
/** Nobody's mailbox is filled by strangers. */
export const MAILS_AN_HOUR = 3;
/** A row is of no more use this long after its code ended: then the hour of its mails is over too. */
export const FORGET_MS = HOUR_MS;

export type FriendCheck = {
  sent: number;
  sentInHour: number;
  hourFrom: number;
  misses: number;
  proven: boolean;
  createdAt: number;
  endsAt: number;
};

/** The row after a mail was asked for; null: this address had enough of them for now. */
export function askCheck(before: FriendCheck | null, now: number): FriendCheck | null {
  const fresh = before === null || now >= before.hourFrom + HOUR_MS;
  const sentInHour = fresh ? 0 : before.sentInHour;
  if (sentInHour >= MAILS_AN_HOUR) return null;
  return {
    sent: (before?.sent ?? 0) + 1,
    sentInHour: sentInHour + 1,
    hourFrom: fresh ? now : before.hourFrom,
    misses: 0,
    proven: false,
    createdAt: before?.createdAt ?? now,
    endsAt: now + CHECK_MS,
  };
}

/** What becomes of an answer. A proven address stays so until its code ends: asking again is safe. */
export function answerCheck(
  check: FriendCheck | null,
  { right, now }: { right: boolean; now: number },
): { proven: boolean; misses: number } {
  if (!check) return { proven: false, misses: 0 };
  const { misses } = check;
  if (now >= check.endsAt || misses >= MOST_MISSES) return { proven: false, misses };
  return right ? { proven: true, misses } : { proven: false, misses: misses + 1 };
}

/** Six digits, without 0 and 1, from a code of letters and digits. */
const DIGITS = '23456789';
export const digitsOf = (code: string): string =>
  Array.from(code, (letter) => DIGITS[letter.charCodeAt(0) % DIGITS.length]).join('');

/** An answer as it was typed: in Persian or Arabic digits too, with spaces or without. */
export const typedDigits = (text: string): string => latinDigits(text).replace(/\s/gu, '');
