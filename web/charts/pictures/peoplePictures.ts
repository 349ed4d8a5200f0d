/** Who the shoppers are today: their scores, their stages and where they moved. */
import { createElement as h } from 'react';
import { Flow } from '../flow.ts';
import type { FlowNode } from '../flow.ts';
import type { Tone } from '../palette.ts';
import { ScoreGrid } from '../scoreGrid.ts';
import type { Picture, PictureWords } from './picture.ts';

const SEGMENT_TONES: Readonly<Record<string, Tone>> = {
  champions: 'best',
  loyal: 'good',
  potentialLoyal: 'good',
  newcomers: 'new',
  promising: 'new',
  needAttention: 'slipping',
  aboutToSleep: 'slipping',
  atRisk: 'slipping',
  cannotLose: 'slipping',
};
const STAGE_TONES: Readonly<Record<string, Tone>> = {
  new: 'new',
  active: 'best',
  returned: 'good',
  lapsing: 'slipping',
  lost: 'gone',
  none: 'gone',
};

export type GridFigures = {
  /** `cells[f][r]`, both from the lowest score. */
  cells: readonly (readonly { shoppers: number; segment: string }[])[];
  segments: readonly { name: string; shoppers: number }[];
};

export function scorePicture({ cells, segments }: GridFigures, words: PictureWords): Picture {
  const [across, up] = [cells[0]?.length ?? 0, cells.length];
  const all = segments.reduce((sum, { shoppers }) => sum + shoppers, 0);
  const scores = (count: number) => Array.from({ length: count }, (_, n) => words.number(n + 1));
  const title = words.say('picture.scores');
  const sentence = words.say('picture.scoresSays', { best: Math.max(across, up) });
  return {
    id: 'rfm',
    title,
    sentence,
    note: null,
    wide: false,
    drawing: h(ScoreGrid, {
      label: `${title}. ${sentence}`,
      dir: words.dir,
      scores: { across: scores(across), up: scores(up) },
      names: { across: words.say('picture.howRecent'), up: words.say('picture.howOften') },
      cells: cells.map((line, f) =>
        line.map(({ shoppers, segment }, r) => {
          const name = words.name('segment', segment);
          return {
            count: words.number(shoppers),
            name: shoppers === 0 ? '' : name,
            tone: shoppers === 0 ? 'gone' : (SEGMENT_TONES[segment] ?? 'gone'),
            tip: words.say('picture.scoreTip', {
              r: r + 1,
              f: f + 1,
              n: shoppers,
              name: shoppers === 0 ? '–' : name,
            }),
          };
        }),
      ),
    }),
    table: {
      head: [words.say('picture.segment'), words.say('picture.people'), words.say('picture.share')],
      rows: segments.map(({ name, shoppers }) => [
        words.name('segment', name),
        shoppers,
        Number((shoppers / Math.max(1, all)).toFixed(4)),
      ]),
    },
  };
}

const ORDER = ['none', 'new', 'active', 'lapsing', 'lost', 'returned'];

export type FlowFigures = {
  fromDay: number;
  toDay: number;
  all: readonly { from: string | null; to: string; shoppers: number }[];
};

export function flowPicture(
  moves: FlowFigures,
  rhythm: { usualDays: number; churnDays: number },
  words: PictureWords,
): Picture {
  const sum = (side: 'from' | 'to', stage: string): number =>
    moves.all
      .filter((move) => (move[side] ?? 'none') === stage)
      .reduce((all, { shoppers }) => all + shoppers, 0);
  const nodes = (side: 'from' | 'to'): FlowNode[] =>
    ORDER.map((id) => {
      const count = sum(side, id);
      const tone = STAGE_TONES[id] ?? 'gone';
      return { id, name: words.name('stage', id), size: words.number(count), count, tone };
    });
  const title = words.say('picture.flow');
  const sentence = words.say('picture.flowSays', {
    from: words.day(moves.fromDay),
    to: words.day(moves.toDay),
  });
  return {
    id: 'lifecycle',
    title,
    sentence,
    note: words.say('picture.flowNote', { late: rhythm.usualDays, gone: rhythm.churnDays }),
    wide: false,
    drawing: h(Flow, {
      label: `${title}. ${sentence}`,
      dir: words.dir,
      before: { title: words.say('picture.before'), nodes: nodes('from') },
      after: { title: words.say('picture.after'), nodes: nodes('to') },
      moves: moves.all.map(({ from, to, shoppers }) => ({
        from: from ?? 'none',
        to,
        count: shoppers,
        tip: words.say('picture.flowTip', {
          from: words.name('stage', from ?? 'none'),
          to: words.name('stage', to),
          n: shoppers,
        }),
      })),
    }),
    table: {
      head: [words.say('picture.before'), words.say('picture.after'), words.say('picture.people')],
      rows: moves.all.map(({ from, to, shoppers }) => [
        words.name('stage', from ?? 'none'),
        words.name('stage', to),
        shoppers,
      ]),
    },
  };
}
