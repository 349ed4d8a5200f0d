/** What an order brings for the next one, read from the form. */
import type { ProgramBody } from '../../contract/merchant.ts';
import { readMoney, readPercent, readWhole } from '../money/readNumber.ts';
import type { NextOrderForm, ProgramForm } from './form.ts';
import type { Reader } from './readForm.ts';
import { COMBINES, days, money, readOffer } from './readOffer.ts';

export function readNextOrder(
  { nextOrder, kept }: ProgramForm,
  reader: Reader,
): ProgramBody['nextOrder'] {
  if (!nextOrder.on) return null;
  const field = (name: string): string => `nextOrder.${name}`;
  const { kind } = nextOrder;
  const typed = kind === 'cashback' ? nextOrder.creditDays : nextOrder.days;
  const life = reader.take(field('days'), readWhole(typed), { min: 1, max: 365 });
  const from = () =>
    reader.take(field('fromMinor'), readMoney(nextOrder.from, reader.style), money);
  return {
    ...(kind === 'cashback'
      ? { value: readCashback(nextOrder, reader), minimumMinor: 0 }
      : readOffer({ ...nextOrder, kind }, 'nextOrder', reader)),
    combinesWith: kept.nextOrder?.combinesWith ?? COMBINES,
    who: nextOrder.who,
    ...(nextOrder.who === 'above' ? { fromMinor: from() } : {}),
    days: life,
    quietDays: reader.take(field('quietDays'), readWhole(nextOrder.quietDays), days),
    reminderDays: readReminders(nextOrder.reminders, life, reader),
  };
}

function readCashback({ share, step, waitDays }: NextOrderForm, reader: Reader) {
  const field = (name: string): string => `nextOrder.value.${name}`;
  return {
    kind: 'cashback' as const,
    basisPoints: reader.take(field('basisPoints'), readPercent(share), { min: 1, max: 10_000 }),
    stepMinor: reader.take(field('stepMinor'), readMoney(step, reader.style), money),
    waitDays: reader.take(field('waitDays'), readWhole(waitDays), days),
  };
}

const MOST_REMINDERS = 3;

/** Numbers between commas of any script; none at all is no reminder. */
function readReminders(typed: string, life: number, reader: Reader): number[] {
  const path = 'nextOrder.reminderDays';
  const parts = typed.split(/[,،;\s]+/).filter(Boolean);
  if (parts.length > MOST_REMINDERS) reader.note(path, 'tooLarge');
  const bounds = { min: 1, max: Math.min(60, Math.max(1, life)) };
  return parts.slice(0, MOST_REMINDERS).map((part) => reader.take(path, readWhole(part), bounds));
}
