/** Recency across, frequency upwards: how many stand in each cell, and who most of them are. */
import type { ReactElement } from 'react';
import { canvas, picture, rectangle, text, told } from './frame.ts';
import type { Direction } from './frame.ts';
import { toneFill } from './palette.ts';
import type { Tone } from './palette.ts';

export type GridCell = { count: string; name: string; tone: Tone; tip: string };

export type ScoreGridProps = {
  label: string;
  dir: Direction;
  /** `cells[f][r]`, both from the lowest score. */
  cells: readonly (readonly GridCell[])[];
  scores: { across: readonly string[]; up: readonly string[] };
  names: { across: string; up: string };
};

const LEFT = 28;
const TOP = 24;
const WIDTH = 640;
const TALL = 54;

export function ScoreGrid({ label, dir, cells, scores, names }: ScoreGridProps): ReactElement {
  const rows = cells.length;
  const wide = (WIDTH - LEFT) / Math.max(1, scores.across.length);
  const bottom = TOP + rows * TALL;
  const on = canvas(WIDTH, bottom + 44, dir);
  return picture(
    on,
    label,
    text(on, { x: 0, y: 12 }, names.up),
    ...cells.flatMap((row, f) => {
      const top = TOP + (rows - 1 - f) * TALL;
      return [
        text(on, { x: 10, y: top + TALL / 2 + 4, anchor: 'middle' }, scores.up[f] ?? ''),
        ...row.map(({ count, name, tone, tip }, r) => {
          const { fill, ink } = toneFill(tone);
          const x = LEFT + r * wide;
          return told(
            tip,
            `${f}.${r}`,
            rectangle(on, [x + 2, top + 2, wide - 4, TALL - 4], {
              fill,
              edge: '#9aa3ad',
              round: 4,
            }),
            text(on, { x: x + 12, y: top + 24, size: 15, bold: true, colour: ink }, count),
            text(on, { x: x + 12, y: top + 42, size: 13, colour: ink }, name),
          );
        }),
      ];
    }),
    ...scores.across.map((score, r) =>
      text(on, { x: LEFT + r * wide + wide / 2, y: bottom + 16, anchor: 'middle' }, score),
    ),
    text(on, { x: LEFT + (WIDTH - LEFT) / 2, y: bottom + 36, anchor: 'middle' }, names.across),
  );
}
