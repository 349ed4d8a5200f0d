/** Who the shoppers are today: their scores, their stages and where they moved. */
import { createElement as h } from 'react';
import { direction } from '../../../web/admin/words/locale.ts';
import { Flow } from '../../../web/charts/flow.ts';
import type { FlowNode } from '../../../web/charts/flow.ts';
import type { Tone } from '../../../web/charts/palette.ts';
import { ScoreGrid } from '../../../web/charts/scoreGrid.ts';
import { STAGES } from '../../../web/server/domain/retention/lifecycle.ts';
import type { Analysis } from '../analysis.ts';
import type { Words } from '../words.ts';
import type { Picture } from './picture.ts';

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

type Corner = { count: number; segments: Map<number, number> };

export function scorePicture({ rfm, base }: Analysis, words: Words): Picture {
  const across = rfm.cutPoints.recencyDays.length + 1;
  const up = rfm.cutPoints.orders.length + 1;
  const grid: Corner[][] = Array.from({ length: up }, () =>
    Array.from({ length: across }, () => ({ count: 0, segments: new Map<number, number>() })),
  );
  for (let row = 0; row < base.size; row += 1) {
    const corner = grid[(rfm.frequency[row] ?? 1) - 1]?.[(rfm.recency[row] ?? 1) - 1];
    if (!corner) continue;
    corner.count += 1;
    const segment = rfm.segment[row] ?? 0;
    corner.segments.set(segment, (corner.segments.get(segment) ?? 0) + 1);
  }
  const nameOf = ({ segments }: Corner): string => {
    const [most] = [...segments].toSorted(([, one], [, other]) => other - one);
    return most === undefined ? '' : (rfm.segments[most[0]]?.name ?? '');
  };
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
      dir: direction(words.locale),
      scores: { across: scores(across), up: scores(up) },
      names: { across: words.say('picture.howRecent'), up: words.say('picture.howOften') },
      cells: grid.map((line, f) =>
        line.map((corner, r) => {
          const name = words.name('segment', nameOf(corner));
          return {
            count: words.number(corner.count),
            name: corner.count === 0 ? '' : name,
            tone: corner.count === 0 ? 'gone' : (SEGMENT_TONES[nameOf(corner)] ?? 'gone'),
            tip: words.say('picture.scoreTip', {
              r: r + 1,
              f: f + 1,
              n: corner.count,
              name: corner.count === 0 ? '–' : name,
            }),
          };
        }),
      ),
    }),
    table: {
      head: [words.say('picture.segment'), words.say('picture.people'), words.say('picture.share')],
      rows: rfm.segments.map(({ name, shoppers }) => [
        words.name('segment', name),
        shoppers,
        Number((shoppers / Math.max(1, base.size)).toFixed(4)),
      ]),
    },
  };
}

export function flowPicture({ moves, rhythm }: Analysis, words: Words): Picture {
  const order = ['none', ...STAGES];
  const sum = (side: 'from' | 'to', stage: string): number =>
    moves.all
      .filter((move) => (move[side] ?? 'none') === stage)
      .reduce((all, { shoppers }) => all + shoppers, 0);
  const nodes = (side: 'from' | 'to'): FlowNode[] =>
    order.map((id) => {
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
      dir: direction(words.locale),
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
