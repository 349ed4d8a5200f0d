/** How one file is to be read, decided by its first rows. */
import type { Columns } from './columns.ts';
import { numberStyle, readNumber } from './numbers.ts';
import type { NumberStyle } from './numbers.ts';
import type { Role } from './names.ts';
import type { Record } from './records.ts';

/** `order`: every line of an order repeats the sum, or one has it; `line`: lines add up. */
export type Level = 'order' | 'line';

export type Layout = {
  columns: Columns;
  numbers: NumberStyle;
  /** Of the first column of money that there is. */
  level: Level;
  /** Where the money is; null where the file has none. */
  money: 'total' | 'amount' | 'quantityTimesPrice' | 'price' | null;
  /** Numbers that begin with C among plain numbers are cancellations. */
  creditNotes: boolean;
};

const cellsOf = (rows: readonly Record[], at: number | undefined): string[] =>
  at === undefined ? [] : rows.map((cells) => cells[at] ?? '').filter((cell) => cell.trim() !== '');

function moneyOf(columns: Columns): Layout['money'] {
  if (columns.total !== undefined) return 'total';
  if (columns.amount !== undefined) return 'amount';
  if (columns.price === undefined) return null;
  return columns.quantity === undefined ? 'price' : 'quantityTimesPrice';
}

export function layoutOf(columns: Columns, sample: readonly Record[], delimiter: string): Layout {
  const money = moneyOf(columns);
  const figures: Role[] = ['total', 'amount', 'price', 'refunded'];
  const texts = figures.flatMap((role) => cellsOf(sample, columns[role]));
  const numbers = numberStyle(texts, delimiter === ';');
  const orders = cellsOf(sample, columns.order);
  const plain = orders.filter((order) => /^#?\d+$/.test(order.trim())).length;
  return {
    columns,
    numbers,
    money,
    level: levelOf(columns, money, sample, numbers),
    creditNotes: plain > orders.length / 2,
  };
}

/** Orders of the sample that repeat their figure on every line, against those whose lines differ. */
const SURE = 5;

function levelOf(
  { order, total, amount }: Columns,
  money: Layout['money'],
  sample: readonly Record[],
  style: NumberStyle,
): Level {
  if (order === undefined || (money !== 'total' && money !== 'amount')) return 'line';
  const at = money === 'total' ? total : amount;
  const byOrder = new Map<string, Set<number>>();
  const lines = new Map<string, number>();
  for (const cells of sample) {
    const key = cells[order] ?? '';
    const value = readNumber(cells[at ?? 0] ?? '', style);
    if (key === '' || value === null || value < 0) continue;
    byOrder.set(key, (byOrder.get(key) ?? new Set()).add(value));
    lines.set(key, (lines.get(key) ?? 0) + 1);
  }
  const many = [...byOrder].filter(([key]) => (lines.get(key) ?? 0) > 1);
  const same = many.filter(([, values]) => values.size === 1).length;
  const differ = many.length - same;
  if (money === 'total') return differ > same ? 'line' : 'order';
  return same >= SURE && differ === 0 ? 'order' : 'line';
}
