/** Reads the dates of one file, and gathers what tells its order of day and month. */
import { dayOf, isJalaliYear, isWaiting, readDate, settled } from './dates.ts';
import type { DateForm, DayOrder, Read, When } from './dates.ts';

export type DateReport = {
  forms: Partial<Record<DateForm, number>>;
  order: DayOrder | null;
  /** `witness`: a row that can be read in one way only; `sorted`: the rows ascend in that order only. */
  because: 'told' | 'witness' | 'sorted' | 'clock' | 'guess' | null;
};

export type DateReader = {
  /** Null for what cannot be read, and for a row that speaks against all the others. */
  read(cell: string): When | null;
  /** Called when all rows were read. */
  decide(): DateReport;
};

const two = (text: string, at: number): number =>
  text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
const iso = /^\d{4}-\d\d-\d\d(?!\d)/;

/** Nearly all exports write 2026-05-12…: a shorter way for ten million rows. */
function isoDay(text: string): number | null {
  if (!iso.test(text)) return null;
  const year = two(text, 0) * 100 + two(text, 2);
  return isJalaliYear(year) ? null : dayOf(year, two(text, 5), two(text, 8));
}

const KEPT = 50_000;

/** `told` is what the caller knows; `sample` are cells from the file's beginning. */
export function dateReader(sample: readonly string[], told: DayOrder | null): DateReader {
  const forms: Partial<Record<DateForm, number>> = {};
  const cache = new Map<string, Read | null>();
  let order: DayOrder | null = told ?? majority(sample);
  let because: DateReport['because'] = told ? 'told' : order ? 'witness' : null;
  const falls = { dmy: 0, mdy: 0 };
  let before: Record<DayOrder, number> | null = null;
  let clock = 0;

  const watch = (when: When): void => {
    const now = { dmy: settled(when, 'dmy') ?? 0, mdy: settled(when, 'mdy') ?? 0 };
    if (before && now.dmy < before.dmy) falls.dmy += 1;
    if (before && now.mdy < before.mdy) falls.mdy += 1;
    before = now;
  };
  const count = (form: DateForm): void => {
    forms[form] = (forms[form] ?? 0) + 1;
  };
  const known = (cell: string): Read | null => {
    const kept = cache.get(cell);
    if (kept !== undefined) return kept;
    const found = readDate(cell);
    if (cache.size >= KEPT) cache.clear();
    cache.set(cell, found);
    return found;
  };

  return {
    read(cell) {
      const iso = isoDay(cell);
      if (iso !== null) {
        count('iso');
        return iso;
      }
      const found = known(cell);
      if (!found) return null;
      if (isWaiting(found.when)) {
        if (order) {
          count(order);
          return settled(found.when, order);
        }
        if (/[ap]\.?m/i.test(cell)) clock += 1;
        watch(found.when);
      } else if (found.witness) {
        const { form } = found;
        if (order && order !== form) return null;
        if (!order) because = 'witness';
        order = form === 'mdy' ? 'mdy' : 'dmy';
      }
      count(found.form);
      return found.when;
    },
    decide() {
      if (order === null && (forms.dmy ?? 0) > 0) {
        [order, because] = bySigns(falls, clock);
        if (order === 'mdy') {
          forms.mdy = forms.dmy ?? 0;
          delete forms.dmy;
        }
      }
      const between = (forms.dmy ?? 0) + (forms.mdy ?? 0) > 0;
      return { forms, order: between ? order : null, because: between ? because : null };
    },
  };
}

function majority(sample: readonly string[]): DayOrder | null {
  const votes = { dmy: 0, mdy: 0 };
  for (const cell of sample) {
    const found = readDate(cell);
    if (found?.witness) votes[found.form === 'mdy' ? 'mdy' : 'dmy'] += 1;
  }
  if (votes.dmy + votes.mdy === 0) return null;
  return votes.mdy > votes.dmy ? 'mdy' : 'dmy';
}

/** Rows that ascend in one order only, or else a clock of twelve hours, which goes with m/d. */
function bySigns(
  falls: Record<DayOrder, number>,
  clock: number,
): [DayOrder, DateReport['because']] {
  if (falls.dmy * 2 < falls.mdy) return ['dmy', 'sorted'];
  if (falls.mdy * 2 < falls.dmy) return ['mdy', 'sorted'];
  return clock > 0 ? ['mdy', 'clock'] : ['dmy', 'guess'];
}
