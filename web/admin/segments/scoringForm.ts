/** How shoppers are scored, while somebody writes it: cut points and a table as plain text. */
import type { ScoringRequest } from '../../contract/segments.ts';
import { latinDigits, readWhole } from '../money/readNumber.ts';

export type Axis = keyof NonNullable<ScoringRequest['cutPoints']>;
export const AXES: readonly Axis[] = ['recencyDays', 'orders', 'amountMinor'];

export type ScoringForm = { bins: string; cuts: Record<Axis, string>; table: string };
export type ScoringWrong = Partial<Record<'bins' | Axis | 'table', true>>;

/** `minor`: so many minor units are one that people write. */
export function writeScoring(
  { bins, cutPoints, groups }: ScoringRequest,
  minor: number,
): ScoringForm {
  const written = (axis: Axis): string =>
    (cutPoints?.[axis] ?? [])
      .map((cut) => String(axis === 'amountMinor' ? cut / minor : cut))
      .join(' ');
  const span = ([low, high]: readonly [number, number]): string => `${low}-${high}`;
  return {
    bins: String(bins),
    cuts: {
      recencyDays: written('recencyDays'),
      orders: written('orders'),
      amountMinor: written('amountMinor'),
    },
    table: (groups ?? [])
      .map(({ name, recency, frequency, monetary }) =>
        [name, span(recency), span(frequency), span(monetary)].join(', '),
      )
      .join('\n'),
  };
}

type Row = NonNullable<ScoringRequest['groups']>[number];

function readRow(line: string): Row | null {
  const cells = line.split(/[,،]/).map((cell) => cell.trim());
  const [name = '', ...spans] = cells;
  const read = spans.map((span) => /^(\d{1,2})\s*[-–]\s*(\d{1,2})$/.exec(latinDigits(span)));
  const [recency, frequency, monetary] = read.map(
    (found) => found && ([Number(found[1]), Number(found[2])] as const),
  );
  if (name === '' || spans.length !== 3 || !recency || !frequency || !monetary) return null;
  return { name, recency, frequency, monetary };
}

/** Nothing typed: the club's own quantiles, and the usual names. */
export function readScoring(
  form: ScoringForm,
  minor: number,
): { request: ScoringRequest; wrong: ScoringWrong } {
  const wrong: ScoringWrong = {};
  const whole = readWhole(form.bins);
  const bins = whole.ok ? whole.value : 0;
  if (bins < 2 || bins > 10) wrong.bins = true;
  const cutsOf = (axis: Axis): number[] => {
    const words = latinDigits(form.cuts[axis]).split(/\s+/).filter(Boolean);
    const cuts = words.map((word) => Number(word) * (axis === 'amountMinor' ? minor : 1));
    const falls = cuts.some((cut, n) => !(cut >= (cuts[n - 1] ?? 0)));
    if (falls || cuts.length !== bins - 1) wrong[axis] = true;
    return cuts;
  };
  const own = AXES.some((axis) => form.cuts[axis].trim() !== '');
  const cutPoints = own
    ? {
        recencyDays: cutsOf('recencyDays'),
        orders: cutsOf('orders'),
        amountMinor: cutsOf('amountMinor'),
      }
    : null;
  const lines = form.table.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.map(readRow);
  const groups = rows.filter((row) => row !== null);
  if (groups.length < rows.length) wrong.table = true;
  return { request: { bins, cutPoints, groups: groups.length > 0 ? groups : null }, wrong };
}
