/** The measures that a file of orders can tell. Money in hundredths, shares from 0 to 1. */
import { quantile } from '../../web/server/domain/retention/numbers/quantile.ts';
import { TOO_FEW } from '../../web/server/domain/retention/measures/measure.ts';
import type { Measure } from '../../web/server/domain/retention/measures/measure.ts';
import type { Rhythm } from '../../web/server/domain/retention/rhythm.ts';
import type { OrderBook } from '../../web/server/orderFiles/book.ts';

export const FIGURES = [
  'repeatPurchaseRate',
  'backWithin90Days',
  'ordersPerShopper',
  'daysToSecondOrder',
  'daysBetweenOrders',
  'churnWindowDays',
  'inactiveShare',
  'returningSalesShare',
  'averageOrder',
  'averageNewOrder',
  'averageReturningOrder',
  'historicValue',
] as const;
export type FigureName = (typeof FIGURES)[number];
export type Figures = Record<FigureName, Measure>;

const SOON_DAYS = 90;
const Z = 1.959963984540054;

type Told = Pick<Measure, 'unit' | 'value' | 'n'> & { interval?: Measure['interval'] };

/** Of a share, after Wilson (1927). */
function share(part: number, n: number): Told {
  if (n === 0) return { unit: 'share', value: null, n };
  const p = part / n;
  const middle = (p + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z / (1 + (Z * Z) / n)) * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
  const interval = { low: middle - half, high: middle + half, method: 'wilson' as const };
  return { unit: 'share', value: p, n, interval };
}

const mean = (sum: number, n: number, unit: Measure['unit']): Told => ({
  unit,
  value: n === 0 ? null : sum / n,
  n,
});

type Counted = {
  shoppers: number;
  repeaters: number;
  inactive: number;
  /** First ordered so long ago that 90 days have gone by since, and those of them who came back. */
  old: number;
  back: number;
  orders: number;
  sales: number;
  returningSales: number;
  returningOrders: number;
  toSecond: number[];
};

function count({ starts, days, minor, asOfDay }: OrderBook, { churnDays }: Rhythm): Counted {
  const told: Counted = {
    shoppers: 0,
    repeaters: 0,
    inactive: 0,
    old: 0,
    back: 0,
    orders: 0,
    sales: 0,
    returningSales: 0,
    returningOrders: 0,
    toSecond: [],
  };
  for (let n = 0; n + 1 < starts.length; n += 1) {
    const [from, to] = [starts[n] ?? 0, starts[n + 1] ?? 0];
    if (from === to) continue;
    const first = days[from] ?? 0;
    told.shoppers += 1;
    told.orders += to - from;
    let second = -1;
    for (let at = from; at < to; at += 1) {
      const amount = minor[at] ?? 0;
      told.sales += amount;
      // Orders of the first day are still the first purchase.
      if (days[at] === first) continue;
      if (second < 0) second = days[at] ?? 0;
      told.returningSales += amount;
      told.returningOrders += 1;
    }
    if (second >= 0) {
      told.repeaters += 1;
      told.toSecond.push(second - first);
    }
    if (asOfDay - (days[to - 1] ?? 0) > churnDays) told.inactive += 1;
    if (first + SOON_DAYS > asOfDay) continue;
    told.old += 1;
    if (second >= 0 && second - first <= SOON_DAYS) told.back += 1;
  }
  return told;
}

function middle(values: readonly number[]): Told {
  const ascending = Int32Array.from(values).sort();
  const value = ascending.length === 0 ? null : quantile(ascending, 0.5);
  return { unit: 'days', value, n: ascending.length };
}

export function figuresOf(book: OrderBook, gaps: readonly number[], rhythm: Rhythm): Figures {
  const all = count(book, rhythm);
  const first = all.orders - all.returningOrders;
  const told: Record<FigureName, Told> = {
    repeatPurchaseRate: share(all.repeaters, all.shoppers),
    backWithin90Days: share(all.back, all.old),
    ordersPerShopper: mean(all.orders, all.shoppers, 'orders'),
    daysToSecondOrder: middle(all.toSecond),
    daysBetweenOrders: middle(gaps),
    churnWindowDays: { unit: 'days', value: rhythm.churnDays, n: rhythm.gaps },
    inactiveShare: share(all.inactive, all.shoppers),
    returningSalesShare: {
      unit: 'share',
      value: all.sales > 0 ? all.returningSales / all.sales : null,
      n: all.orders,
    },
    averageOrder: mean(all.sales, all.orders, 'minor'),
    averageNewOrder: mean(all.sales - all.returningSales, first, 'minor'),
    averageReturningOrder: mean(all.returningSales, all.returningOrders, 'minor'),
    historicValue: mean(all.sales, all.shoppers, 'minor'),
  };
  const entries = FIGURES.map((code): [FigureName, Measure] => [
    code,
    {
      interval: null,
      ...told[code],
      code,
      tooFew: told[code].n < TOO_FEW,
      fromDay: book.firstDay,
      toDay: book.asOfDay,
    },
  ]);
  return Object.fromEntries(entries) as Figures;
}
