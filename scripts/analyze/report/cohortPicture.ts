/** Cohorts and the curves of those who stay. */
import { createElement as h } from 'react';
import { direction } from '../../../web/admin/words/locale.ts';
import { HeatMap } from '../../../web/charts/heatMap.ts';
import { Lines } from '../../../web/charts/lines.ts';
import type { Cohort } from '../../../web/server/domain/retention/measures/cohorts.ts';
import { TOO_FEW } from '../../../web/server/domain/retention/measures/measure.ts';
import type { Analysis } from '../analysis.ts';
import type { Words } from '../words.ts';
import type { Picture } from './picture.ts';

const MOST_MONTHS = 12;
const MONTH_DAYS = 365.25 / 12;

/** The latest cohorts, and of the months after the first as many as fit. */
export function cohortPicture({ cohorts }: Analysis, words: Words): Picture {
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
      dir: direction(words.locale),
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
        words.month(cohort.period),
        cohort.shoppers,
        ...Array.from({ length: columns }, (_, n) => cohort.buyers[n + 1] ?? null),
      ]),
    },
  };
}

const sharesOf = ({ buyers, shoppers }: Cohort, columns: number): number[] =>
  buyers.slice(1, columns + 1).map((count) => count / Math.max(1, shoppers));

function rowOf(cohort: Cohort, columns: number, words: Words) {
  const { shoppers, buyers, period } = cohort;
  const few = shoppers < TOO_FEW && buyers.length > 1 ? words.say('few', { n: shoppers }) : null;
  return {
    name: words.month(period),
    size: words.number(shoppers),
    few,
    cells: sharesOf(cohort, columns).map((value, n) => ({
      value,
      label: words.number(value * 100),
      tip: words.say('picture.cohortTip', {
        month: words.month(period),
        n: n + 1,
        count: buyers[n + 1] ?? 0,
        of: shoppers,
        share: words.percent(value, 1),
      }),
    })),
  };
}

type Group = { name: string; spans: number[]; ages: number[] };

/** Of each group, who first bought so long ago: the share that still ordered so long after. */
export function staysPicture(analysis: Analysis, words: Words): Picture {
  const { base, rfm } = analysis;
  const groups: Group[] = rfm.segments.map(({ name }) => ({
    name: words.name('segment', name),
    spans: [],
    ages: [],
  }));
  for (let row = 0; row < base.size; row += 1) {
    const group = groups[rfm.segment[row] ?? 0];
    group?.spans.push((base.txDays[row] ?? 0) / MONTH_DAYS);
    group?.ages.push((base.TDays[row] ?? 0) / MONTH_DAYS);
  }
  const largest = groups
    .filter(({ spans }) => spans.length >= TOO_FEW)
    .toSorted((one, other) => other.spans.length - one.spans.length)
    .slice(0, 4);
  const title = words.say('picture.stays');
  const sentence = words.say('picture.staysSays');
  const curves = largest.map((group) => ({ group, points: curveOf(group) }));
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
      dir: direction(words.locale),
      series: curves.map(({ group, points }) => ({
        name: group.name,
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
      head: [words.say('picture.monthsAfter'), ...curves.map(({ group }) => group.name)],
      rows: ticks.map((month) => [
        month,
        ...curves.map(({ points }) => rounded(points.find((each) => each.month === month)?.share)),
      ]),
    },
  };
}

const rounded = (share: number | undefined): number | null =>
  share === undefined ? null : Number(share.toFixed(4));

function curveOf({ spans, ages }: Group): { month: number; share: number; n: number }[] {
  const points = [];
  for (let month = 0; month <= 24; month += 3) {
    const old = spans.filter((_, row) => (ages[row] ?? 0) >= month);
    if (old.length < TOO_FEW) break;
    const stayed = old.filter((span) => span >= month).length;
    points.push({ month, share: stayed / old.length, n: old.length });
  }
  return points;
}
