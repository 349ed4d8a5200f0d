/** Lines over a level axis: up to four series, told apart by dash and marker as well as colour. */
import { scaleLinear } from 'd3-scale';
import {
  line as lineOf,
  symbol,
  symbolCircle,
  symbolDiamond2,
  symbolSquare,
  symbolTriangle,
} from 'd3-shape';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import { canvas, levelAxis, picture, text, told, uprightAxis } from './frame.ts';
import type { Canvas, Direction, Plot } from './frame.ts';
import { SERIES } from './palette.ts';
import type { Mark, Style } from './palette.ts';

export type Point = { x: number; y: number; tip: string };
export type Series = { name: string; last: string; points: readonly Point[] };

export type LinesProps = {
  label: string;
  dir: Direction;
  series: readonly Series[];
  level: { unit: string; write: (x: number) => string; ticks: readonly number[] };
  upright: { unit: string; write: (y: number) => string };
};

const SHAPES = {
  circle: symbolCircle,
  square: symbolSquare,
  triangle: symbolTriangle,
  diamond: symbolDiamond2,
} satisfies Record<Mark, unknown>;

const WIDTH = 640;
const HEIGHT = 320;
const PLOT: Plot = { left: 48, right: 480, top: 32, bottom: 264 };
const LABEL_GAP = 18;

export function Lines({ label, dir, series, level, upright }: LinesProps): ReactElement {
  const on = canvas(WIDTH, HEIGHT, dir);
  const shown = series.slice(0, SERIES.length);
  const points = shown.flatMap((each) => each.points);
  const most = Math.max(0, ...points.map(({ y }) => y)) || 1;
  const x = scaleLinear()
    .domain([Math.min(...level.ticks), Math.max(...level.ticks)])
    .range([PLOT.left, PLOT.right]);
  const y = scaleLinear().domain([0, most]).nice(4).range([PLOT.bottom, PLOT.top]);
  const ends = spread(shown.map(({ points: all }) => y(all.at(-1)?.y ?? 0)));
  return picture(
    on,
    label,
    uprightAxis(
      on,
      PLOT,
      y.ticks(4).map((at) => ({ at: y(at), label: upright.write(at) })),
      upright.unit,
    ),
    levelAxis(
      on,
      PLOT,
      level.ticks.map((at) => ({ at: x(at), label: level.write(at) })),
      level.unit,
    ),
    ...shown.map((each, n) =>
      drawn(on, each, {
        style: SERIES[n] ?? { colour: '#000', dash: 'none', mark: 'circle' },
        x,
        y,
        end: ends[n] ?? 0,
      }),
    ),
  );
}

type Place = {
  style: Style;
  x: (value: number) => number;
  y: (value: number) => number;
  end: number;
};

function drawn(
  on: Canvas,
  { name, last, points }: Series,
  { style, x, y, end }: Place,
): ReactElement {
  const path = lineOf<Point>(
    (point) => on.at(x(point.x)),
    (point) => y(point.y),
  )(points);
  const { colour, dash, mark } = style;
  const shape = symbol(SHAPES[mark], 52)() ?? '';
  return h(
    'g',
    { key: name },
    h('path', {
      d: path ?? '',
      fill: 'none',
      stroke: colour,
      strokeWidth: 2,
      strokeDasharray: dash,
    }),
    ...points.map((point) =>
      told(
        `${name}: ${point.tip}`,
        `${point.x}`,
        h('path', {
          d: shape,
          fill: colour,
          transform: `translate(${on.at(x(point.x))} ${y(point.y)})`,
        }),
      ),
    ),
    text(on, { x: PLOT.right + 12, y: end + 4, bold: true, colour }, `${name} ${last}`),
  );
}

/** The names at the lines' ends keep a line's height apart. */
function spread(ends: readonly number[]): number[] {
  const order = ends
    .map((_, n) => n)
    .toSorted((one, other) => (ends[one] ?? 0) - (ends[other] ?? 0));
  const placed = [...ends];
  for (const [rank, n] of order.entries()) {
    const before = order[rank - 1];
    if (before === undefined) continue;
    placed[n] = Math.max(placed[n] ?? 0, (placed[before] ?? 0) + LABEL_GAP);
  }
  return placed;
}
