/** Measures as tables: all of them, by month, by cohort, by product, and two groups beside each other. */
import type {
  RetentionAnswer,
  RetentionComparison,
  RetentionMeasure,
  RetentionMonth,
} from '../../../contract/retention.ts';
import type { Picture } from '../../../charts/pictures/picture.ts';
import type { FigureWords } from '../../words/figureWords.ts';

/** In words; nothing is shown more exactly than it is known. */
export function figureOf(
  unit: RetentionMeasure['unit'],
  value: number,
  words: FigureWords,
): string {
  if (unit === 'share') return words.percent(value, 1);
  if (unit === 'minor') return words.money(value);
  return words.number(value, unit === 'orders' || unit === 'items' ? 2 : 0);
}

export function valueText(
  { unit, value, n, tooFew }: RetentionMeasure,
  words: FigureWords,
): string {
  if (value === null) return '–';
  if (tooFew) return `${figureOf(unit, value, words)} · ${words.say('few', { n })}`;
  return figureOf(unit, value, words);
}

function rangeText(
  {
    unit,
    interval,
  }: Pick<RetentionMeasure, 'unit'> & { interval: RetentionComparison['interval'] },
  words: FigureWords,
): string {
  if (interval === null) return '–';
  const [low, high] = [interval.low, interval.high].map((each) => figureOf(unit, each, words));
  return words.say('measures.range', { low: low ?? '', high: high ?? '' });
}

type Named = { id: string; title: string; sentence: string; note?: string };
const asTable = ({ id, title, sentence, note }: Named, table: Picture['table']): Picture => ({
  id,
  title,
  sentence,
  note: note ?? null,
  drawing: null,
  table,
  wide: true,
});

export function measuresTable({ measures, missing }: RetentionAnswer, words: FigureWords): Picture {
  const named = { id: 'measures', title: words.say('measures.title') };
  const why = missing.map(({ code, why: reason }) =>
    words.say('measures.missing', {
      name: words.name('measure', code),
      why: words.name('why', reason),
    }),
  );
  return asTable(
    { ...named, sentence: words.say('measures.says'), note: why.join(' ') },
    {
      head: ['name', 'value', 'between', 'n', 'how'].map((key) => words.say(`measures.${key}`)),
      rows: measures.map((measure) => [
        words.name('measure', measure.code),
        valueText(measure, words),
        rangeText(measure, words),
        words.say(`counts.${measure.counts}`, { n: measure.n }),
        words.name('how', measure.code),
      ]),
    },
  );
}

export function monthsTable(
  rows: readonly RetentionMonth[],
  kind: 'months' | 'byCohort',
  words: FigureWords,
): Picture {
  const codes = rows[0]?.measures.map(({ code }) => code) ?? [];
  const named = {
    id: kind,
    title: words.say(`${kind}.title`),
    sentence: words.say(`${kind}.says`),
  };
  return asTable(named, {
    head: [words.say('months.month'), ...codes.map((code) => words.name('measure', code))],
    rows: rows.map(({ startDay, measures }) => [
      words.month(startDay),
      ...measures.map((measure) => valueText(measure, words)),
    ]),
  });
}

export function productsTable({ products }: RetentionAnswer, words: FigureWords): Picture {
  const title = words.say('products.title');
  return asTable(
    { id: 'products', title, sentence: words.say('products.says') },
    {
      head: ['product', 'buyers', 'again', 'rhythm'].map((key) => words.say(`products.${key}`)),
      rows: products.map(({ productId, title: name, repurchaseRate, reorderRhythm }) => [
        name ?? productId,
        words.number(repurchaseRate.n),
        valueText(repurchaseRate, words),
        valueText(reorderRhythm, words),
      ]),
    },
  );
}

function compared(rows: readonly RetentionComparison[], words: FigureWords): string[][] {
  return rows.map(({ code, one, other, difference, interval }) => {
    const { unit } = one;
    const apart = difference === null ? '–' : figureOf(unit, difference, words);
    return [
      words.name('measure', code),
      valueText(one, words),
      valueText(other, words),
      interval === null ? apart : `${apart} (${rangeText({ unit, interval }, words)})`,
    ];
  });
}

export function comparisonTables({ comparisons }: RetentionAnswer, words: FigureWords): Picture[] {
  const table = (
    kind: 'oldAndNew' | 'members',
    [one, other]: readonly [string, string],
  ): Picture => {
    const [mine, theirs] = [words.say(`compare.${one}`), words.say(`compare.${other}`)];
    return {
      ...asTable(
        { id: kind, title: `${mine} / ${theirs}`, sentence: words.say('compare.warning') },
        {
          head: [words.say('measures.name'), mine, theirs, words.say('compare.difference')],
          rows: compared(comparisons[kind], words),
        },
      ),
    };
  };
  return [table('oldAndNew', ['old', 'fresh']), table('members', ['members', 'others'])];
}
