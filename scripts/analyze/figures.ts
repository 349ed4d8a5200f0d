/** The measures that a file of orders can tell. Money in hundredths, shares from 0 to 1. */
import { buyingMeasures } from '../../web/server/domain/retention/measures/buying.ts';
import { medianInterval, wilson } from '../../web/server/domain/retention/measures/intervals.ts';
import { TOO_FEW } from '../../web/server/domain/retention/measures/measure.ts';
import type { Measure, Window } from '../../web/server/domain/retention/measures/measure.ts';
import type { History } from '../../web/server/domain/retention/history.ts';
import { quantile } from '../../web/server/domain/retention/numbers/quantile.ts';
import type { Rhythm } from '../../web/server/domain/retention/rhythm.ts';
import type { OrderBook } from '../../web/server/orderFiles/book.ts';

/** Of the whole span; all but three are the shop's measures of docs/measures.md. */
export const FIGURES = [
  'repeatPurchaseRate',
  'backWithin90Days',
  'purchaseFrequency',
  'daysToSecondOrder',
  'purchaseInterval',
  'churnWindowDays',
  'inactiveShare',
  'returningSalesShare',
  'averageOrder',
  'historicClv',
] as const;
export type FigureName = (typeof FIGURES)[number];
export type Figures = Record<FigureName, Measure>;

const SOON_DAYS = 90;

/** Who first bought long enough ago to have come back within 90 days, and who did; and after how long. */
function comeBack({ starts, days, asOfDay }: OrderBook) {
  const told = { old: 0, back: 0, toSecond: [] as number[] };
  for (let n = 0; n + 1 < starts.length; n += 1) {
    const [from, to] = [starts[n] ?? 0, starts[n + 1] ?? 0];
    if (from === to) continue;
    const first = days[from] ?? 0;
    // Orders of the first day are still the first purchase.
    let at = from + 1;
    while (at < to && days[at] === first) at += 1;
    const gap = at < to ? (days[at] ?? 0) - first : null;
    if (gap !== null) told.toSecond.push(gap);
    if (first + SOON_DAYS > asOfDay) continue;
    told.old += 1;
    told.back += Number(gap !== null && gap <= SOON_DAYS);
  }
  return told;
}

export function figuresOf(book: OrderBook, histories: Iterable<History>, rhythm: Rhythm): Figures {
  const window: Window = { fromDay: book.firstDay, toDay: book.asOfDay };
  const { old, back, toSecond } = comeBack(book);
  const ascending = Int32Array.from(toSecond).sort();
  const own = (told: Pick<Measure, 'code' | 'unit' | 'value' | 'interval' | 'n'>): Measure => ({
    ...told,
    ...window,
    tooFew: told.n < TOO_FEW,
  });
  const all = [
    ...buyingMeasures(histories, window, rhythm),
    own({
      code: 'backWithin90Days',
      unit: 'share',
      value: old > 0 ? back / old : null,
      interval: wilson(back, old),
      n: old,
    }),
    own({
      code: 'daysToSecondOrder',
      unit: 'days',
      value: ascending.length > 0 ? quantile(ascending, 0.5) : null,
      interval: medianInterval(ascending),
      n: ascending.length,
    }),
    own({
      code: 'churnWindowDays',
      unit: 'days',
      value: rhythm.churnDays,
      interval: null,
      n: rhythm.gaps,
    }),
  ];
  const byCode = new Map(all.map((measure) => [measure.code, measure]));
  const chosen = FIGURES.flatMap((code) => {
    const measure = byCode.get(code);
    return measure === undefined ? [] : [[code, measure] as const];
  });
  return Object.fromEntries(chosen) as Figures;
}
