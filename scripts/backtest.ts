/** `npm run cli -- backtest FILE.json`: what a program would have given for the orders there were. */
import fs from 'node:fs';
import type { BacktestReport } from '../web/server/analytics/backtest.ts';
import { backtest } from '../web/server/analytics/backtest.ts';
import type { OrderLine } from '../web/server/analytics/backtestJobs.ts';
import { decimalsOf } from '../web/server/domain/money.ts';
import type { Program } from '../web/server/domain/program.ts';

export type BacktestCall = {
  url: string;
  shop: { clubId: string; domain: string; timeZone: string };
  draft: Program;
  all: boolean;
  json: boolean;
  /** Where to write a line for every order. */
  orders: string | null;
  /** The name of one order, to be explained. */
  order: string | null;
};

export async function runBacktest(call: BacktestCall): Promise<void> {
  const { url, shop, draft, all, orders, order } = call;
  const bar = process.stderr.isTTY ? showBar : undefined;
  const report = await backtest({
    url,
    ...shop,
    draft,
    all,
    lines: orders !== null ? true : (order ?? false),
    ...(bar ? { onProgress: bar } : {}),
  });
  if (bar) process.stderr.write('\r\x1b[K');
  if (orders !== null) fs.writeFileSync(orders, csvOf(report.lines));
  if (call.json) console.log(JSON.stringify({ ...report, lines: undefined }, plainBigint, 2));
  else console.log(inText(report, call));
  if (order !== null) console.log(explained(report.lines, order));
}

const BAR = 30;

function showBar(taken: number, all: number): void {
  const full = all === 0 ? BAR : Math.round((taken / all) * BAR);
  const percent = all === 0 ? 100 : Math.floor((taken / all) * 100);
  process.stderr.write(`\r[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${percent} %`);
}

/** JSON has no bigint; points of a club stay far below 2^53. */
const plainBigint = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? Number(value) : value;

const whole = new Intl.NumberFormat('en');
const signed = new Intl.NumberFormat('en', { signDisplay: 'exceptZero' });

function inText(report: BacktestReport, { shop, draft, order }: BacktestCall): string {
  const { total, months, shoppers, costMinor, liabilityMinor, most, outstanding } = report;
  const money = (minor: number): string => {
    const decimals = decimalsOf(draft.currency) ?? 0;
    return `${(minor / 10 ** decimals).toFixed(decimals)} ${draft.currency}`;
  };
  const tiers = Boolean(draft.tiers);
  const rows = [
    [
      'month',
      'orders',
      'points then',
      'by the draft',
      'difference',
      ...(tiers ? ['up', 'down'] : []),
    ],
    ...[...months, { month: 'all', ...total }].map((each) => [
      each.month,
      whole.format(each.orders),
      whole.format(each.posted),
      whole.format(each.draft),
      signed.format(each.draft - each.posted),
      ...(tiers ? [each.up, each.down].map((n) => whole.format(n)) : []),
    ]),
  ];
  return [
    `${shop.domain}: ${whole.format(total.orders)} orders, as if the draft had always been in force.`,
    '',
    table(rows),
    ...(tiers
      ? ["(up, down: shoppers who reached or left a tier of the draft's, by their orders)"]
      : []),
    '',
    `Worth at most: ${money(costMinor.posted)} then, ${money(costMinor.draft)} by the draft.`,
    `Shoppers have ${whole.format(outstanding)} points: worth at most ` +
      `${money(liabilityMinor.now)} now, ${money(liabilityMinor.draft)} with the draft's rewards.`,
    `Of ${whole.format(shoppers.all)} shoppers, ${whole.format(shoppers.more)} would have got more, ` +
      `${whole.format(shoppers.less)} less, ${whole.format(shoppers.same)} the same.`,
    ...most.gained.map((each) => `  most gained: ${changeOf(each)}`),
    ...most.lost.map((each) => `  most lost: ${changeOf(each)}`),
    ...(report.unknown === 0
      ? []
      : [
          `${whole.format(report.unknown)} orders have goods that the draft asks about and nobody ` +
            'knows: they count without them.',
        ]),
    ...(order === null ? [] : ['']),
  ].join('\n');
}

const changeOf = ({ shopperId, posted, draft }: BacktestReport['most']['gained'][number]): string =>
  `shopper ${shopperId}, ${whole.format(posted)} to ${whole.format(draft)}`;

function table(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ');
  return rows.map(line).join('\n');
}

function explained(lines: readonly OrderLine[], name: string): string {
  const line = lines.find((each) => each.name === name);
  if (!line) throw new Error(`There is no order ${name} among those the draft was tried on.`);
  const { posted, draft, version, explain } = line;
  return [
    `Order ${name}: ${posted} points by version ${version ?? '(none)'}, ${draft} by the draft:`,
    JSON.stringify(explain, plainBigint, 2),
  ].join('\n');
}

/** Names of orders may begin like a formula, which a spreadsheet must not run. */
const cell = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

function csvOf(lines: readonly OrderLine[]): string {
  const head = 'order,placed_at,version,points_then,points_by_draft,explanation';
  const rows = lines.map(({ name, placedAt, version, posted, draft, explain }) =>
    [
      cell(name),
      new Date(placedAt).toISOString(),
      version ?? '',
      posted,
      draft,
      cell(JSON.stringify(explain)),
    ].join(','),
  );
  return `${[head, ...rows].join('\n')}\n`;
}
