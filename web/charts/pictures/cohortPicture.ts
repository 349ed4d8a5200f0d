/** Cohorts and the curves of those who stay. */
import { createElement as h } from 'react';
import { HeatMap } from '../heatMap.ts';
import { Lines } from '../lines.ts';
import { TOO_FEW } from './picture.ts';
import type { Picture, PictureWords } from './picture.ts';

const MOST_MONTHS = 12;

/** By months since the first, which is 0: how many bought. The month begins on `startDay`. */
export type CohortRow = { startDay: number; shoppers: number; buyers: readonly number[] };

/** The latest cohorts, and of the months after the first as many as fit. */
export function cohortPicture(cohorts: readonly CohortRow[], words: PictureWords): Picture {
  const shown = cohorts.filter(({ shoppers }) => shoppers > 0).slice(-MOST_MONTHS - 1);
  const told = shown.filter(({ shoppers }) => shoppers >= TOO_FEW);
  const columns = Math.min(
    MOST_MONTHS,
    Math.max(0, ...shown.map(({ buyers }) => buyers.length - 1)),
  );
  const shares = told.flatMap((cohort) => sharesOf(cohort, columns));
  const most = Math.max(0.05, Math.ceil(Math.max(0, ...shares) * 20) / 20);
  const title = words.say('picture.cohorts');
  const sentence = words.say('picture.cohortsSays');
  return {
    id: 'cohorts',
    title,
    sentence,
    note: words.say('picture.cohortsNote'),
    wide: true,
    drawing: h(HeatMap, {
      label: `${title}. ${sentence}`,
      dir: words.dir,
      head: {
        name: words.say('picture.firstOrder'),
        size: words.say('picture.people'),
        columns: Array.from({ length: columns }, (_, n) => words.number(n + 1)),
      },
      rows: shown.map((cohort) => rowOf(cohort, columns, words)),
      most,
      scale: { low: words.percent(0), high: words.percent(most) },
    }),
    table: {
      head: [
        words.say('picture.firstOrder'),
        words.say('picture.people'),
        ...Array.from({ length: columns }, (_, n) =>
          words.say('picture.afterMonths', { n: n + 1 }),
        ),
      ],
      rows: shown.map((cohort) => [
        words.month(cohort.startDay),
        cohort.shoppers,
        ...Array.from({ length: columns }, (_, n) => cohort.buyers[n + 1] ?? null),
      ]),
    },
  };
}

const sharesOf = ({ buyers, shoppers }: CohortRow, columns: number): number[] =>
  buyers.slice(1, columns + 1).map((count) => count / Math.max(1, shoppers));

function rowOf(cohort: CohortRow, columns: number, words: PictureWords) {
  const { shoppers, buyers, startDay } = cohort;
  const few = shoppers < TOO_FEW && buyers.length > 1 ? words.say('few', { n: shoppers }) : null;
  return {
    name: words.month(startDay),
    size: words.number(shoppers),
    few,
    cells: sharesOf(cohort, columns).map((value, n) => ({
      value,
      label: words.number(value * 100),
      tip: words.say('picture.cohortTip', {
        month: words.month(startDay),
        n: n + 1,
        count: buyers[n + 1] ?? 0,
        of: shoppers,
        share: words.percent(value, 1),
      }),
    })),
  };
}

export type Curve = {
  segment: string;
  points: readonly { month: number; share: number; n: number }[];
};

/** Of each group, who first bought so long ago: the share that still ordered so long after. */
export function staysPicture(shown: readonly Curve[], words: PictureWords): Picture {
  const title = words.say('picture.stays');
  const sentence = words.say('picture.staysSays');
  const curves = shown.map(({ segment, points }) => ({
    name: words.name('segment', segment),
    points,
  }));
  const longest = Math.max(3, ...curves.flatMap(({ points }) => points.map(({ month }) => month)));
  const ticks = Array.from({ length: Math.floor(longest / 3) + 1 }, (_, n) => n * 3);
  return {
    id: 'retention-curves',
    title,
    sentence,
    note: words.say('picture.staysNote'),
    wide: false,
    drawing: h(Lines, {
      label: `${title}. ${sentence}`,
      dir: words.dir,
      series: curves.map(({ name, points }) => ({
        name,
        last: words.percent(points.at(-1)?.share ?? 0),
        points: points.map(({ month, share, n }) => ({
          x: month,
          y: share,
          tip: words.say('picture.staysTip', { month, share: words.percent(share, 1), n }),
        })),
      })),
      level: { unit: words.say('picture.monthsAfter'), write: (x) => words.number(x), ticks },
      upright: { unit: words.say('picture.shareOfGroup'), write: (y) => words.percent(y) },
    }),
    table: {
      head: [words.say('picture.monthsAfter'), ...curves.map(({ name }) => name)],
      rows: ticks.map((month) => [
        month,
        ...curves.map(({ points }) => rounded(points.find((each) => each.month === month)?.share)),
      ]),
    },
  };
}

const rounded = (share: number | undefined): number | null =>
  share === undefined ? null : Number(share.toFixed(4));
