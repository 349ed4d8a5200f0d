/** The shop's rhythm, what shoppers are expected to bring, and how well the models foresaw. */
import { createElement as h } from 'react';
import { direction } from '../../../web/admin/words/locale.ts';
import { Bars } from '../../../web/charts/bars.ts';
import type { Bar } from '../../../web/charts/bars.ts';
import { Lines } from '../../../web/charts/lines.ts';
import { quantile } from '../../../web/server/domain/retention/numbers/quantile.ts';
import type { Analysis } from '../analysis.ts';
import type { Words } from '../words.ts';
import type { Picture } from './picture.ts';

const BARS = 24;

/** A width of 1, 2 or 5 times a power of ten, so that about 24 bars reach `top`. */
function widthFor(top: number): number {
  const bare = Math.max(1e-9, top / BARS);
  const power = 10 ** Math.floor(Math.log10(bare));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= bare) ?? power * 10;
}

/** The last bar holds whatever lies beyond. */
function histogram(values: ArrayLike<number>, top: number, width: number): Omit<Bar, 'tip'>[] {
  const count = Math.max(1, Math.ceil(top / width));
  const bars = Array.from({ length: count }, (_, n) => ({
    from: n * width,
    to: (n + 1) * width,
    count: 0,
  }));
  for (let n = 0; n < values.length; n += 1) {
    const bar = bars[Math.max(0, Math.min(count - 1, Math.floor((values[n] ?? 0) / width)))];
    if (bar) bar.count += 1;
  }
  return bars;
}

export function rhythmPicture({ gaps, rhythm }: Analysis, words: Words): Picture {
  const top = Math.max(30, Math.round(rhythm.churnDays * 1.6));
  const width = Math.max(1, Math.round(widthFor(top)));
  const bars = histogram(gaps, top, width);
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
      dir: direction(words.locale),
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

const tableOf = (bars: readonly Omit<Bar, 'tip'>[], unit: string, count: string) => ({
  head: [`${unit} ≥`, `${unit} <`, count],
  rows: bars.map((bar, n) => [bar.from, n === bars.length - 1 ? null : bar.to, bar.count]),
});

export function valuePicture({ base, predict }: Analysis, words: Words): Picture {
  const values = Float64Array.from({ length: base.size }, (_, row) => predict(row).clvMinor / 100);
  const ascending = values.toSorted();
  const middle = quantile(ascending, 0.5);
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const top = Math.max(1, quantile(ascending, 0.98));
  const bars = histogram(values, top, widthFor(top));
  const title = words.say('picture.value');
  const money = (value: number): string => words.money(value * 100);
  const sentence = words.say('picture.valueSays', { middle: money(middle), mean: money(mean) });
  return {
    id: 'clv',
    title,
    sentence,
    note: words.say('picture.valueNote'),
    wide: false,
    drawing: h(Bars, {
      label: `${title}. ${sentence}`,
      dir: direction(words.locale),
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

/** Null where the models were not tried. */
export function calibrationPicture({ holdout }: Analysis, words: Words): Picture | null {
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
      dir: direction(words.locale),
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
