/** bench/RESULTS.md: what was measured, on what, beside the floors and what we aim for. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SETTINGS } from './harness.ts';

type Figures = { [name: string]: number | string | Figures };
export type Line = Figures & { bench: string };

/** `least`: more is better; `most`: less is better. */
type Goal = { says: string; bench: string; figure: string; unit: string } & (
  { least: number; stretch: number } | { most: number; stretch: number }
);

const least = (
  bench: string,
  figure: string,
  says: string,
  unit: string,
  goals: [number, number],
) => ({ bench, figure, says, unit, least: goals[0], stretch: goals[1] }) satisfies Goal;
const most = (bench: string, figure: string, says: string, unit: string, goals: [number, number]) =>
  ({ bench, figure, says, unit, most: goals[0], stretch: goals[1] }) satisfies Goal;

const GOALS: readonly Goal[] = [
  least('door', 'perSecond', 'webhooks accepted, durable', '/s', [5000, 8000]),
  least('door', 'ratio', 'of the raw insert, one row a commit', '×', [0.5, 0.7]),
  most('door', 'p99MsAt2000', 'its p99 at 2,000/s', 'ms', [30, 15]),
  least('orders', 'perSecond', 'orders to posted points', '/s', [1500, 2500]),
  least('orders', 'ratio', 'of their own SQL replayed', '×', [0.5, 0.65]),
  most('orders', 'p99MsAt200', 'from arrival to points, p99 at 200/s', 'ms', [250, 100]),
  least('redeem', 'perSecond', 'redemptions through HTTP, saturated', '/s', [1000, 2000]),
  most('redeem', 'p95MsAt200', 'their p95 at 200/s', 'ms', [25, 10]),
  most('balance', 'p95MsAt200', 'balance read, p95 at 200/s', 'ms', [10, 5]),
  most('growth', 'auditFor10M', 'audit of 10 M transfers, from the largest size', 's', [60, 20]),
  most('backtest', 'secondsFor1M', 'a draft tried on 1 M orders, from this run', 's', [60, 20]),
  most('models', 'secondsSmall', 'three customer models fitted to 2,357 shoppers', 's', [1, 0.3]),
  most('models', 'cpuSeconds', 'BG/NBD and Gamma-Gamma of 1 M shoppers, one core', 's', [60, 10]),
  most('models', 'rssMegabytes', 'memory for it, at most', 'MB', [2000, 600]),
  most('retention', 'seconds', 'RFM of 10 M orders, cut points and groups', 's', [1.5, 0.6]),
  least('retention', 'ratio', 'of it in plain SQL over the orders', '×', [5, 15]),
  least('growth', 'kept.door', 'door at the largest size, of the smallest', '×', [0.7, 0.85]),
  least('growth', 'kept.orders', 'orders, the same', '×', [0.7, 0.85]),
  least('growth', 'kept.redeem', 'redemptions, the same', '×', [0.7, 0.85]),
  least('growth', 'kept.balance', 'balances, the same', '×', [0.7, 0.85]),
  least('growth', 'kept.audit', 'audited transfers a second, the same', '×', [0.7, 0.85]),
];

const valueOf = (lines: readonly Line[], { bench, figure }: Goal): number | null => {
  let value: Figures[string] | undefined = lines.find((line) => line.bench === bench);
  for (const part of figure.split('.')) value = typeof value === 'object' ? value[part] : undefined;
  return typeof value === 'number' ? value : null;
};

function judged(goal: Goal, value: number): string {
  const reaches = (aim: number) => ('least' in goal ? value >= aim : value <= aim);
  if (reaches(goal.stretch)) return 'stretch';
  return reaches('least' in goal ? goal.least : goal.most) ? 'floor' : '**missed**';
}

function goalRows(lines: readonly Line[]): string[] {
  return GOALS.flatMap((goal) => {
    const value = valueOf(lines, goal);
    if (value === null) return [];
    const floor = 'least' in goal ? goal.least : goal.most;
    const cells = [goal.bench, goal.says, `${value} ${goal.unit}`, floor, goal.stretch];
    return [`| ${cells.join(' | ')} | ${judged(goal, value)} |`];
  });
}

function growthRows(lines: readonly Line[]): string[] {
  const growth = lines.find(({ bench }) => bench === 'growth');
  if (!growth) return [];
  const sizes = Object.entries(growth).filter(([size]) => /^\d+$/.test(size));
  const paths = ['door', 'orders', 'redeem', 'balance'];
  const names = [...paths, 'auditSeconds', 'transfers', 'fillSeconds'];
  const row = (size: string, { perSecond, ...figures }: Figures) => {
    const all: Figures = { ...figures, ...(perSecond as Figures) };
    return `| ${[Number(size).toLocaleString('en'), ...names.map((name) => all[name])].join(' | ')} |`;
  };
  return [
    '## Growth',
    '',
    'Each path by itself in this process, a second, on one club with that many orders; the audit and the filling in seconds.',
    '',
    `| orders | ${names.join(' | ')} |`,
    `| --- | ${names.map(() => '---:').join(' | ')} |`,
    ...sizes.map(([size, figures]) => row(size, figures as Figures)),
    '',
    tenMillion(sizes as [string, Figures][]),
    '',
  ];
}

/** Ten million are measured where filling and auditing them fits in ten minutes. */
function tenMillion(sizes: readonly [string, Figures][]): string {
  const [size, figures] = sizes.at(-1) ?? ['1', {}];
  const seconds = Number(figures['fillSeconds']) + Number(figures['auditSeconds']);
  const minutes = (seconds * 1e7) / Number(size) / 60;
  const how = '`BENCH_SIZES=10000,10000000 npm run bench -- growth` measures them';
  return `10 M orders would take about ${minutes.toFixed(0)} minutes to fill and audit; ${how}.`;
}

function machine(postgres: string): string[] {
  const [cpu] = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  const load = (os.loadavg()[0] ?? 0).toFixed(1);
  const settings = Object.entries(SETTINGS)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  return [
    `- Machine: ${cpu?.model.trim() || os.arch()}, ${os.cpus().length} cores shared with the load generator, ${gigabytes} GB, ${os.type()} ${os.release()}; load average at the end ${load}`,
    `- Node ${process.versions.node}, PostgreSQL ${postgres}, fsync on, ${settings}`,
  ];
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** A line that says when it was measured, and of what. */
export const stamped = (line: Line): Line => ({
  ...line,
  at: new Date().toISOString().slice(0, 16).replace('T', ' '),
  commit: commit(),
});

/** The lines of a page that was written before. */
export function keptLines(file: string): Line[] {
  const [, block = ''] = /```json\n([^`]*)```/.exec(fs.readFileSync(file, 'utf8')) ?? [];
  return block
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

/** When what was measured: lines of one commit together. */
function stamps(lines: readonly Line[]): string[] {
  const of = ({ at, commit: which }: Line) => `${at ?? 'before'} UTC, commit ${which ?? 'unknown'}`;
  const days = Map.groupBy(lines, (line) => of(line).replace(/ \d\d:\d\d/, ''));
  return [...days].map(([when, told]) => `- ${when}: ${told.map(({ bench }) => bench).join(', ')}`);
}

export function writeResults(
  file: string,
  lines: readonly Line[],
  how: { minutes: number; postgres: string },
): void {
  const text = [
    '# Benchmark results',
    '',
    '`npm run bench` writes this page. A ratio to a yardstick of the same run says more than a figure:',
    'each benchmark measures its own, the same work in plain SQL or bare node:http on the same server.',
    '',
    ...machine(how.postgres),
    ...stamps(lines),
    `- The last run took ${how.minutes.toFixed(1)} minutes`,
    '',
    '| benchmark | what | measured | floor | stretch | reached |',
    '| --- | --- | ---: | ---: | ---: | --- |',
    ...goalRows(lines),
    '',
    ...growthRows(lines),
    '## Every figure',
    '',
    '`appMs` and `databaseMs` are processor time of one operation, in this process and in PostgreSQL.',
    '',
    '```json',
    ...lines.map((line) => JSON.stringify(line)),
    '```',
    '',
  ].join('\n');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
