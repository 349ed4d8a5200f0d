/** The shop's rhythm, what shoppers are expected to bring, and how well the models foresaw. */
import { createElement as h } from 'react';
import { Bars } from '../bars.ts';
import { Lines } from '../lines.ts';
import type { Picture, PictureWords } from './picture.ts';

type Bin = { from: number; to: number; count: number };

export type RhythmFigures = {
  bins: readonly Bin[];
  usualDays: number;
  churnDays: number;
  gaps: number;
  source: 'measured' | 'set' | 'assumed';
};

export function rhythmPicture(rhythm: RhythmFigures, words: PictureWords): Picture {
  const bars = rhythm.bins;
  const title = words.say('picture.rhythm');
  const sentence = words.say('picture.rhythmSays', {
    usual: rhythm.usualDays,
    gone: rhythm.churnDays,
    n: rhythm.gaps,
  });
  return {
    id: 'intervals',
    title,
    sentence,
    note: words.say(`picture.rhythm_${rhythm.source}`),
    wide: false,
    drawing: h(Bars, {
      label: `${title}. ${sentence}`,
      dir: words.dir,
      bars: bars.map((bar, n) => ({
        ...bar,
        tip: words.say(n === bars.length - 1 ? 'picture.rhythmLast' : 'picture.rhythmTip', {
          from: bar.from,
          to: bar.to,
          n: bar.count,
        }),
      })),
      marks: [
        { at: rhythm.usualDays, label: words.say('picture.usual', { n: rhythm.usualDays }) },
        { at: rhythm.churnDays, label: words.say('picture.gone', { n: rhythm.churnDays }) },
      ],
      shadedFrom: rhythm.churnDays,
      level: { unit: words.say('picture.daysBetween'), write: (x) => words.number(x) },
      upright: { unit: words.say('picture.gapsCount'), write: (y) => words.number(y) },
    }),
    table: tableOf(bars, words.say('picture.daysBetween'), words.say('picture.gapsCount')),
  };
}

const tableOf = (bars: readonly Bin[], unit: string, count: string) => ({
  head: [`${unit} ≥`, `${unit} <`, count],
  rows: bars.map((bar, n) => [bar.from, n === bars.length - 1 ? null : bar.to, bar.count]),
});

/** In whole units of money, `minor` minor units each. */
export type ValueFigures = { bins: readonly Bin[]; middle: number; mean: number };

export function valuePicture(
  { bins: bars, middle, mean }: ValueFigures,
  minor: number,
  words: PictureWords,
): Picture {
  const title = words.say('picture.value');
  const money = (value: number): string => words.money(value * minor);
  const sentence = words.say('picture.valueSays', { middle: money(middle), mean: money(mean) });
  return {
    id: 'clv',
    title,
    sentence,
    note: words.say('picture.valueNote'),
    wide: false,
    drawing: h(Bars, {
      label: `${title}. ${sentence}`,
      dir: words.dir,
      bars: bars.map((bar, n) => ({
        ...bar,
        tip: words.say(n === bars.length - 1 ? 'picture.valueLast' : 'picture.valueTip', {
          from: money(bar.from),
          to: money(bar.to),
          n: bar.count,
        }),
      })),
      marks: [
        { at: middle, label: words.say('picture.middle', { value: money(middle) }) },
        { at: mean, label: words.say('picture.mean', { value: money(mean) }) },
      ],
      level: { unit: words.say('picture.worth'), write: (x) => words.number(x, x < 10 ? 1 : 0) },
      upright: { unit: words.say('picture.people'), write: (y) => words.number(y) },
    }),
    table: tableOf(bars, words.say('picture.worth'), words.say('picture.people')),
  };
}

type Score = {
  predicted: number;
  bins: readonly { x: number; shoppers: number; actual: number; predicted: number }[];
};
export type HoldoutTold = {
  days: number;
  actual: number;
  bgnbd: Score | null;
  paretoNbd: Score | null;
};

/** Null where the models were not tried. */
export function calibrationPicture(
  holdout: HoldoutTold | null,
  words: PictureWords,
): Picture | null {
  const bins = holdout?.bgnbd?.bins ?? holdout?.paretoNbd?.bins;
  if (!holdout || !bins) return null;
  const name = (x: number): string =>
    x === bins.at(-1)?.x && x >= 7 ? `${words.number(x)}+` : words.number(x);
  const models = (['bgnbd', 'paretoNbd'] as const).filter((model) => holdout[model] !== null);
  const binsOf = (model: 'bgnbd' | 'paretoNbd') => holdout[model]?.bins ?? [];
  const tip = (x: number, y: number, n: number): string =>
    words.say('picture.calibrationTip', { x: name(x), y: words.number(y, 2), n });
  const title = words.say('picture.calibration');
  const sentence = words.say('picture.calibrationSays', {
    days: holdout.days,
    actual: holdout.actual,
    predicted: words.number(holdout[models[0] ?? 'bgnbd']?.predicted ?? 0),
  });
  const series = [
    {
      name: words.say('picture.happened'),
      points: bins.map(({ x, actual, shoppers }) => ({
        x,
        y: actual,
        tip: tip(x, actual, shoppers),
      })),
    },
    ...models.map((model) => ({
      name: words.say(`model.${model}`),
      points: binsOf(model).map(({ x, predicted, shoppers }) => ({
        x,
        y: predicted,
        tip: tip(x, predicted, shoppers),
      })),
    })),
  ];
  return {
    id: 'calibration',
    title,
    sentence,
    note: null,
    wide: false,
    drawing: h(Lines, {
      label: `${title}. ${sentence}`,
      dir: words.dir,
      series: series.map((each) => ({
        ...each,
        last: words.number(each.points.at(-1)?.y ?? 0, 1),
      })),
      level: {
        unit: words.say('picture.repeatsBefore'),
        write: name,
        ticks: bins.map(({ x }) => x),
      },
      upright: { unit: words.say('picture.repeatsAfter'), write: (y) => words.number(y, 1) },
    }),
    table: {
      head: [
        words.say('picture.repeatsBefore'),
        words.say('picture.people'),
        ...series.map((each) => each.name),
      ],
      rows: bins.map(({ x, shoppers }, n) => [
        name(x),
        shoppers,
        ...series.map(({ points }) => Number((points[n]?.y ?? 0).toFixed(4))),
      ]),
    },
  };
}
