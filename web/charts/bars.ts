/** A histogram, with marks at values that matter and bands that are shaded. */
import { scaleLinear } from 'd3-scale';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import { canvas, levelAxis, picture, rectangle, rule, text, told, uprightAxis } from './frame.ts';
import type { Canvas, Direction, Plot } from './frame.ts';
import { INK } from './palette.ts';

export type Bar = { from: number; to: number; count: number; tip: string };
export type BarMark = { at: number; label: string };

export type BarsProps = {
  label: string;
  dir: Direction;
  bars: readonly Bar[];
  marks: readonly BarMark[];
  /** From here on the bars are of another kind. */
  shadedFrom?: number;
  level: { unit: string; write: (x: number) => string };
  upright: { unit: string; write: (y: number) => string };
};

const WIDTH = 640;
const HEIGHT = 320;
const PLOT: Plot = { left: 56, right: 628, top: 64, bottom: 264 };
const MARK_ROW = 16;

export function Bars({
  label,
  dir,
  bars,
  marks,
  shadedFrom,
  level,
  upright,
}: BarsProps): ReactElement {
  const on = canvas(WIDTH, HEIGHT, dir);
  const first = bars[0]?.from ?? 0;
  const last = bars.at(-1)?.to ?? 1;
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const x = scaleLinear().domain([first, last]).range([PLOT.left, PLOT.right]);
  const y = scaleLinear().domain([0, most]).nice(4).range([PLOT.bottom, PLOT.top]);
  const ticks = x.ticks(6).map((at) => ({ at: x(at), label: level.write(at) }));
  const whole = y.ticks(4).filter(Number.isInteger);
  return picture(
    on,
    label,
    uprightAxis(
      on,
      { ...PLOT, top: 28 },
      whole.map((at) => ({ at: y(at), label: upright.write(at) })),
      upright.unit,
    ),
    ...bars.map(({ from, to, count, tip }) => {
      const late = shadedFrom !== undefined && from >= shadedFrom;
      const style = late
        ? { fill: '#f6dcc6', edge: '#b8520a' }
        : { fill: '#5a96c8', edge: '#155690' };
      const height = PLOT.bottom - y(count);
      const at = x(from) + 1;
      const width = Math.max(1, x(to) - x(from) - 2);
      return told(
        tip,
        `${from}`,
        // The whole column can be pointed at, however low its bar is.
        rectangle(on, [at, PLOT.top, width, PLOT.bottom - PLOT.top], { fill: 'transparent' }),
        h(
          'g',
          { key: 'bar' },
          rectangle(on, [at, y(count), width, height], { ...style, round: 1 }),
        ),
      );
    }),
    levelAxis(on, PLOT, ticks, level.unit),
    ...marks
      .filter(({ at }) => at >= first && at <= last)
      .map((mark, n) => marked(on, mark, { x: x(mark.at), row: n % 2 })),
  );
}

/** A dashed line at a value, its name on the side that has room; two names stand on rows of their own. */
function marked(
  on: Canvas,
  { label }: BarMark,
  { x, row }: { x: number; row: number },
): ReactElement {
  const top = 34 + row * MARK_ROW;
  const late = x > (PLOT.left + PLOT.right) / 2;
  const place = { x: x + (late ? -6 : 6), y: top + 8, anchor: late ? 'end' : 'start' } as const;
  return h(
    'g',
    { key: label },
    rule(on, [x, top, x, PLOT.bottom], { colour: INK, dash: '4 3', width: 1.5 }),
    text(on, { ...place, bold: true, colour: INK }, label),
  );
}
