/**
 * A shop's shoppers as columns: a million of them are a few dozen megabytes, and one pass over the
 * orders fills them. Row n of every column is the same shopper.
 */
import { buyingDays } from './history.ts';
import type { BuyingStats, History } from './history.ts';

export type ShopperBase = {
  asOfDay: number;
  size: number;
  shopperIds: readonly string[];
  /** `BuyingStats`, column by column. */
  x: Int32Array;
  txDays: Int32Array;
  TDays: Int32Array;
  repeatSpendMinor: Float64Array;
  /** Every order counts, also two of one day. */
  orders: Int32Array;
  amountMinor: Float64Array;
};

export type BaseBuilder = {
  /** Who has bought nothing by the day is left out. One call a shopper. */
  add(history: History): void;
  done(): ShopperBase;
};

type Columns = Omit<ShopperBase, 'asOfDay' | 'size' | 'shopperIds'>;

const emptyColumns = (room: number): Columns => ({
  x: new Int32Array(room),
  txDays: new Int32Array(room),
  TDays: new Int32Array(room),
  repeatSpendMinor: new Float64Array(room),
  orders: new Int32Array(room),
  amountMinor: new Float64Array(room),
});

function widened(from: Columns, room: number): Columns {
  const to = emptyColumns(room);
  for (const name of Object.keys(to) as (keyof Columns)[])
    to[name].set(from[name].subarray(0, room));
  return to;
}

const cut = (from: Columns, size: number): Columns => ({
  x: from.x.slice(0, size),
  txDays: from.txDays.slice(0, size),
  TDays: from.TDays.slice(0, size),
  repeatSpendMinor: from.repeatSpendMinor.slice(0, size),
  orders: from.orders.slice(0, size),
  amountMinor: from.amountMinor.slice(0, size),
});

/** As of the end of `asOfDay`, shopper by shopper, without holding anybody's orders. */
export function baseBuilder(asOfDay: number): BaseBuilder {
  const shopperIds: string[] = [];
  let columns = emptyColumns(1024);
  return {
    add(history) {
      const [first, ...repeats] = buyingDays(history, asOfDay);
      if (!first) return;
      const row = shopperIds.push(history.shopperId) - 1;
      if (row === columns.x.length) columns = widened(columns, row * 2);
      const spend = repeats.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
      columns.x[row] = repeats.length;
      columns.txDays[row] = (repeats.at(-1)?.day ?? first.day) - first.day;
      columns.TDays[row] = asOfDay - first.day;
      columns.repeatSpendMinor[row] = spend;
      columns.orders[row] = history.purchases.filter(({ day }) => day <= asOfDay).length;
      columns.amountMinor[row] = spend + first.amountMinor;
    },
    done: () => ({
      asOfDay,
      size: shopperIds.length,
      shopperIds,
      ...cut(columns, shopperIds.length),
    }),
  };
}

/** What a rollup keeps of a shopper: `buyingDays` days with orders, from `firstDay` to `lastDay`. */
export type Rolled = {
  shopperId: string;
  firstDay: number;
  lastDay: number;
  buyingDays: number;
  orders: number;
  amountMinor: number;
  repeatSpendMinor: number;
};

/**
 * The same columns from rollups as they are on `asOfDay`. Where it is tomorrow already at another shop
 * of the club, a last purchase of tomorrow is taken to be of today, and who only bought then is left out.
 */
export function rolledBuilder(asOfDay: number): {
  add(rolled: Rolled): void;
  done(): ShopperBase;
} {
  const shopperIds: string[] = [];
  let columns = emptyColumns(1024);
  return {
    add(rolled) {
      if (rolled.firstDay > asOfDay) return;
      const row = shopperIds.push(rolled.shopperId) - 1;
      if (row === columns.x.length) columns = widened(columns, row * 2);
      columns.x[row] = rolled.buyingDays - 1;
      columns.txDays[row] = Math.min(rolled.lastDay, asOfDay) - rolled.firstDay;
      columns.TDays[row] = asOfDay - rolled.firstDay;
      columns.repeatSpendMinor[row] = rolled.repeatSpendMinor;
      columns.orders[row] = rolled.orders;
      columns.amountMinor[row] = rolled.amountMinor;
    },
    done: () => ({
      asOfDay,
      size: shopperIds.length,
      shopperIds,
      ...cut(columns, shopperIds.length),
    }),
  };
}

export function baseOf(histories: Iterable<History>, asOfDay: number): ShopperBase {
  const builder = baseBuilder(asOfDay);
  for (const history of histories) builder.add(history);
  return builder.done();
}

export const rowOf = (base: ShopperBase, row: number): BuyingStats => ({
  x: base.x[row] ?? 0,
  txDays: base.txDays[row] ?? 0,
  TDays: base.TDays[row] ?? 0,
  repeatSpendMinor: base.repeatSpendMinor[row] ?? 0,
});
