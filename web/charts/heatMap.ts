/** Cohorts: a row for each, a column for every month after, the share in each cell. */
import type { ReactElement } from 'react';
import { canvas, picture, rectangle, text, told } from './frame.ts';
import type { Direction } from './frame.ts';
import { INK, stepOf, steps } from './palette.ts';

export type HeatCell = { value: number; label: string; tip: string };
/** `few`: what is said instead of cells where there are too few to tell. */
export type HeatRow = {
  name: string;
  size: string;
  few: string | null;
  cells: readonly HeatCell[];
};

export type HeatMapProps = {
  label: string;
  dir: Direction;
  head: { name: string; size: string; columns: readonly string[] };
  rows: readonly HeatRow[];
  /** The value of the darkest step. */
  most: number;
  scale: { low: string; high: string };
};

const NAMES = 112;
const SIZES = 76;
const CELL = { width: 58, height: 26 };
const HEAD = 28;

export function HeatMap({ label, dir, head, rows, most, scale }: HeatMapProps): ReactElement {
  const left = NAMES + SIZES;
  const width = Math.max(420, left + head.columns.length * CELL.width);
  const bottom = HEAD + rows.length * CELL.height;
  const on = canvas(width, bottom + 36, dir);
  const columnAt = (n: number): number => left + n * CELL.width;
  return picture(
    on,
    label,
    text(on, { x: 0, y: 16, bold: true }, head.name),
    text(on, { x: left - 12, y: 16, anchor: 'end', bold: true }, head.size),
    ...head.columns.map((name, n) =>
      text(on, { x: columnAt(n) + CELL.width / 2, y: 16, anchor: 'middle', bold: true }, name),
    ),
    ...rows.flatMap(({ name, size, few, cells }, n) => {
      const top = HEAD + n * CELL.height;
      const line = [
        text(on, { x: 0, y: top + 17, bold: true, colour: INK }, name),
        text(on, { x: left - 12, y: top + 17, anchor: 'end' }, size),
      ];
      if (few !== null) return [...line, text(on, { x: left + 4, y: top + 17 }, few)];
      const drawn = cells.map((cell, column) => {
        const { fill, ink } = stepOf(cell.value, most);
        const box = [columnAt(column) + 1, top + 1, CELL.width - 2, CELL.height - 2] as const;
        return told(
          cell.tip,
          `${n}.${column}`,
          rectangle(on, box, { fill, edge: '#b9c4cf' }),
          text(
            on,
            { x: columnAt(column) + CELL.width / 2, y: top + 17, anchor: 'middle', colour: ink },
            cell.label,
          ),
        );
      });
      return [...line, ...drawn];
    }),
    text(on, { x: 0, y: bottom + 25 }, scale.low),
    ...steps().map((fill, n) =>
      rectangle(on, [36 + n * 22, bottom + 16, 20, 10], { fill, edge: '#b9c4cf' }),
    ),
    text(on, { x: 36 + steps().length * 22 + 6, y: bottom + 25 }, scale.high),
  );
}
