/**
 * What all pictures stand on. Coordinates run in reading direction: `at` mirrors them where one reads
 * from the right, and `start` and `end` of a text are the reader's own.
 */
import { createElement as h } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { HAIR, INK, SOFT } from './palette.ts';

export type Direction = 'ltr' | 'rtl';

export type Canvas = {
  width: number;
  height: number;
  dir: Direction;
  /** From the reader's side to the page's. */
  at(x: number): number;
  /** The left edge of a box that begins at `x` and is so wide. */
  box(x: number, width: number): number;
};

export const canvas = (width: number, height: number, dir: Direction): Canvas => ({
  width,
  height,
  dir,
  at: (x) => (dir === 'rtl' ? width - x : x),
  box: (x, wide) => (dir === 'rtl' ? width - x - wide : x),
});

/** `label` is what a reader who cannot see is told; the table beside holds the figures. */
export const picture = ({ width, height, dir }: Canvas, label: string, ...inside: ReactNode[]) =>
  h(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      role: 'group',
      'aria-label': label,
      direction: dir,
      style: { inlineSize: '100%', blockSize: 'auto', maxInlineSize: width, display: 'block' },
    },
    ...inside,
  );

type TextProps = {
  x: number;
  y: number;
  anchor?: 'start' | 'middle' | 'end';
  size?: number;
  bold?: boolean;
  colour?: string;
};

export const text = (
  on: Canvas,
  { x, y, anchor = 'start', size = 13, bold = false, colour = SOFT }: TextProps,
  content: string,
): ReactElement =>
  h(
    'text',
    {
      key: `${x}.${y}.${content}`,
      x: on.at(x),
      y,
      textAnchor: anchor,
      fontSize: size,
      fontWeight: bold ? 600 : 400,
      fill: colour,
    },
    content,
  );

/** Something that tells its value when it is pointed at or reached by the keyboard. */
export const told = (tip: string, key: string, ...inside: ReactNode[]): ReactElement =>
  h(
    'g',
    { key, tabIndex: 0, role: 'img', 'aria-label': tip, 'data-tip': tip, className: 'told' },
    ...inside,
  );

export const rule = (
  on: Canvas,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  { colour = HAIR, dash = 'none', width = 1 } = {},
): ReactElement =>
  h('line', {
    key: `${x1}.${y1}.${x2}.${y2}`,
    x1: on.at(x1),
    y1,
    x2: on.at(x2),
    y2,
    stroke: colour,
    strokeDasharray: dash,
    strokeWidth: width,
  });

export const rectangle = (
  on: Canvas,
  [x, y, width, height]: readonly [number, number, number, number],
  { fill, edge = 'none', round = 2 }: { fill: string; edge?: string; round?: number },
): ReactElement =>
  h('rect', { key: 'r', x: on.box(x, width), y, width, height, fill, stroke: edge, rx: round });

export type Tick = { at: number; label: string };

export type Plot = { left: number; right: number; top: number; bottom: number };

/** Lines and labels of the upright axis, and its unit above it. */
export const uprightAxis = (
  on: Canvas,
  { left, right, top }: Plot,
  ticks: readonly Tick[],
  unit: string,
): ReactElement =>
  h(
    'g',
    { key: 'upright', 'aria-hidden': true },
    ...ticks.flatMap(({ at, label }) => [
      rule(on, [left, at, right, at]),
      text(on, { x: left - 8, y: at + 4, anchor: 'end' }, label),
    ]),
    text(on, { x: 0, y: top - 14 }, unit),
  );

/** Labels of the level axis and its unit below them. */
export const levelAxis = (
  on: Canvas,
  { left, right, bottom }: Plot,
  ticks: readonly Tick[],
  unit: string,
): ReactElement =>
  h(
    'g',
    { key: 'level', 'aria-hidden': true },
    rule(on, [left, bottom, right, bottom], { colour: SOFT }),
    ...ticks.map(({ at, label }) => text(on, { x: at, y: bottom + 18, anchor: 'middle' }, label)),
    text(on, { x: (left + right) / 2, y: bottom + 38, anchor: 'middle', colour: INK }, unit),
  );
