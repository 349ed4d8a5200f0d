/** What time and people do to an account: expiry, old debts, adjustments, activity. */
import { move, moveEnd, putIntoLot, repayDebt, shiftLot, takeFromLots } from './books.ts';
import type { Draft, LotEnd } from './books.ts';
import { dueNotice, movedEnd } from './notices.ts';
import type { NoticeDays } from './notices.ts';

/**
 * Lots whose end has come lose what is still open, unless their shopper was to be told and was not, or is
 * blocked.
 */
export function expireLots(draft: Draft, now: number): void {
  if (draft.account.blocked) return;
  for (const lot of draft.account.lots) {
    if (lot.open === 0n || lot.expiresAt === null || lot.expiresAt > now) continue;
    if (lot.notice && lot.notice.toldAt === null) continue;
    const points = lot.open;
    const transfer = move(draft, {
      from: 'available',
      to: 'expired',
      points,
      reason: 'expire',
      occurredAt: lot.expiresAt,
      ...(lot.notice ? { explain: { toldAt: lot.notice.toldAt } } : {}),
    });
    shiftLot(draft, transfer, lot, -points);
  }
}

/**
 * Ends that have come and were not told move on: the clock does this, so that somebody is told. So do
 * those of somebody who is blocked, told or not.
 */
export function moveUntoldEnds(draft: Draft, now: number, timeZone: string): void {
  const { blocked = false, lots } = draft.account;
  for (const lot of lots) {
    if (lot.open === 0n || lot.expiresAt === null || lot.expiresAt > now) continue;
    if (!blocked && (!lot.notice || lot.notice.toldAt !== null)) continue;
    moveEnd(draft, lot, movedEnd(lot.expiresAt, now, timeZone));
  }
}

/** The notices that are due, by the end they tell of; who is blocked is told nothing. */
export function takeNotices(draft: Draft, now: number): { end: number; days: NoticeDays }[] {
  const due = new Map<string, { end: number; days: NoticeDays }>();
  for (const lot of draft.account.lots) {
    const { notice, expiresAt } = lot;
    if (lot.open === 0n || !notice || notice.at === null || notice.at > now) continue;
    const { days, next } = dueNotice({ notice, expiresAt }, now);
    lot.notice = { ...notice, at: next };
    draft.lotsTouched.add(lot);
    if (days !== null && expiresAt !== null && !draft.account.blocked) {
      due.set(`${days} ${expiresAt}`, { end: expiresAt, days });
    }
  }
  return [...due.values()];
}

/** Debts older than twelve months are let go. */
export function writeOffDebts(draft: Draft, now: number): void {
  for (const debt of draft.account.debts) {
    if (debt.open === 0n || debt.writeOffAt > now) continue;
    move(draft, {
      from: 'debtWrittenOff',
      to: 'available',
      points: debt.open,
      reason: 'writeOff',
      occurredAt: debt.writeOffAt,
    });
    debt.open = 0n;
    draft.debtsTouched.add(debt);
  }
}

/** A person gives (+) or takes (-) points; what is not there cannot be taken. */
export function adjust(
  draft: Draft,
  points: bigint,
  how: { now: number; note: string } & LotEnd,
): boolean {
  const explain = { note: how.note };
  if (points < 0n && draft.account.available < -points) return false;
  if (points > 0n) {
    const transfer = move(draft, {
      from: 'adjusted',
      to: 'available',
      points,
      reason: 'adjust',
      occurredAt: how.now,
      explain,
    });
    const rest = repayDebt(draft, points);
    putIntoLot(draft, transfer, rest, {
      orderId: null,
      availableAt: how.now,
      expiresAt: how.expiresAt,
      ...(how.onlyTold ? { onlyTold: true } : {}),
    });
  } else if (points < 0n) {
    const transfer = move(draft, {
      from: 'available',
      to: 'adjusted',
      points: -points,
      reason: 'adjust',
      occurredAt: how.now,
      explain,
    });
    takeFromLots(draft, transfer, -points, null);
  }
  return true;
}

/**
 * A sign of life keeps points until then: it moves the end of every open lot that has one, and of
 * what comes later. Signs may be told in any order; null is no sign, or one that keeps nothing.
 */
export function keepAlive(draft: Draft, until: number | null): void {
  if (until === null) return;
  const { account } = draft;
  if (until > (account.keptUntil ?? Number.NEGATIVE_INFINITY)) {
    account.keptUntil = until;
    draft.lived = true;
  }
  for (const lot of account.lots) {
    if (lot.open === 0n || lot.expiresAt === null || lot.expiresAt >= until) continue;
    moveEnd(draft, lot, until);
  }
}
