/** A file of adjustments, line by line: who, how many points, and why. */
import { latinDigits } from './identities.ts';
import type { BuyerFacts } from './orderFacts.ts';

export type LineProblem =
  | 'noPoints' // no whole number other than 0
  | 'tooManyPoints'
  | 'noNote'
  | 'longNote'
  | 'noShopper' // nobody whom the club knows
  | 'notEnoughPoints'; // what is to be taken is not there

/** `line` as a spreadsheet counts, the head being line 1. `points` is 0 where they cannot be read. */
export type BulkLine = {
  line: number;
  who: BuyerFacts;
  points: number;
  note: string;
  problem: LineProblem | null;
};

export type BulkCells = { id: string; email: string; phone: string; points: string; note: string };

const MOST_POINTS = 100_000_000;
const LONGEST_NOTE = 500;

/**
 * A whole number as people and spreadsheets write it: any digits, a sign in front, thousands apart by
 * commas, spaces or the Arabic separator. Null for anything else.
 */
export function readWhole(text: string): number | null {
  const latin = latinDigits(text);
  const bare = latin
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^\u2212/, '-');
  const found = /^([+-]?)(\d+|\d{1,3}(?:[,\u066C\s]\d{3})+)$/.exec(bare);
  if (!found) return null;
  const value = Number((found[2] ?? '').replace(/\D/g, ''));
  if (!Number.isSafeInteger(value)) return null;
  return found[1] === '-' && value !== 0 ? -value : value;
}

/** What a line says; a line without a note of its own has the file's. */
export function readBulkLine(line: number, cells: BulkCells, note: string): BulkLine {
  const points = readWhole(cells.points);
  const own = cells.note.trim() || note.trim();
  const text = (cell: string): string | null => cell.trim() || null;
  const id = text(cells.id);
  const who = { customerId: id, email: text(cells.email), phone: text(cells.phone) };
  return { line, who, points: points ?? 0, note: own, problem: problemOf(points, own) };
}

function problemOf(points: number | null, note: string): LineProblem | null {
  if (points === null || points === 0) return 'noPoints';
  if (Math.abs(points) > MOST_POINTS) return 'tooManyPoints';
  if (note === '') return 'noNote';
  return note.length > LONGEST_NOTE ? 'longNote' : null;
}
