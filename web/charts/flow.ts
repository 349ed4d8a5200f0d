/** Who moved where: stages at one time and at a later one, joined by ribbons as wide as their share. */
import { linkHorizontal } from 'd3-shape';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import { canvas, picture, rectangle, text, told } from './frame.ts';
import type { Canvas, Direction } from './frame.ts';
import { INK, toneFill } from './palette.ts';
import type { Tone } from './palette.ts';

export type FlowNode = { id: string; name: string; size: string; count: number; tone: Tone };
export type FlowMove = { from: string; to: string; count: number; tip: string };

export type FlowProps = {
  label: string;
  dir: Direction;
  before: { title: string; nodes: readonly FlowNode[] };
  after: { title: string; nodes: readonly FlowNode[] };
  moves: readonly FlowMove[];
};

const WIDTH = 640;
const BAR = 14;
const SIDE = 150;
const TOP = 40;
const INNER = 300;
const GAP = 22;
const THINNEST = 1;

type Placed = FlowNode & { top: number; tall: number; used: number };

/** From top to bottom in the order given; what is nobody takes no room. */
function place(nodes: readonly FlowNode[], scale: number): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  let top = TOP;
  for (const node of nodes.filter(({ count }) => count > 0)) {
    const tall = Math.max(THINNEST, node.count * scale);
    placed.set(node.id, { ...node, top, tall, used: 0 });
    top += tall + GAP;
  }
  return placed;
}

export function Flow({ label, dir, before, after, moves }: FlowProps): ReactElement {
  const total = Math.max(
    1,
    before.nodes.reduce((sum, { count }) => sum + count, 0),
  );
  const scale = INNER / total;
  const [old, now] = [place(before.nodes, scale), place(after.nodes, scale)];
  const all = [...old.values(), ...now.values()];
  const on = canvas(WIDTH, Math.max(80, ...all.map(({ top, tall }) => top + tall)) + 20, dir);
  const ribbons = moves.flatMap((move) => {
    const [from, to] = [old.get(move.from), now.get(move.to)];
    return from && to && move.count > 0 ? [ribbon(on, move, { from, to, scale })] : [];
  });
  return picture(
    on,
    label,
    text(on, { x: SIDE + BAR, y: 16, anchor: 'end', bold: true, colour: INK }, before.title),
    text(on, { x: WIDTH - SIDE - BAR, y: 16, bold: true, colour: INK }, after.title),
    ...ribbons,
    ...[...old.values()].map((node) => column(on, node, SIDE, 'end')),
    ...[...now.values()].map((node) => column(on, node, WIDTH - SIDE - BAR, 'start')),
  );
}

function column(on: Canvas, node: Placed, x: number, anchor: 'start' | 'end'): ReactElement {
  const { fill } = toneFill(node.tone);
  const middle = node.top + node.tall / 2;
  const at = anchor === 'end' ? x - 8 : x + BAR + 8;
  return h(
    'g',
    { key: `${anchor}.${node.id}` },
    rectangle(on, [x, node.top, BAR, node.tall], { fill, edge: '#6b737c' }),
    text(on, { x: at, y: middle - 1, anchor, bold: true, colour: INK }, node.name),
    text(on, { x: at, y: middle + 14, anchor }, node.size),
  );
}

type Ends = { from: Placed; to: Placed; scale: number };

function ribbon(on: Canvas, move: FlowMove, { from, to, scale }: Ends): ReactElement {
  const wide = Math.max(THINNEST, move.count * scale);
  const source: [number, number] = [on.at(SIDE + BAR), from.top + from.used + wide / 2];
  const target: [number, number] = [on.at(WIDTH - SIDE - BAR), to.top + to.used + wide / 2];
  from.used += wide;
  to.used += wide;
  const stays = move.from === move.to;
  return told(
    move.tip,
    `${move.from}.${move.to}`,
    h('path', {
      d: linkHorizontal()({ source, target }) ?? '',
      fill: 'none',
      stroke: stays ? '#c3c8ce' : '#5a96c8',
      strokeOpacity: 0.75,
      strokeWidth: wide,
    }),
  );
}
