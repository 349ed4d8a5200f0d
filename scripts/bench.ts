/**
 * `npm run bench [-- NAME…] [--keep] [--quick]`: runs the benchmarks of bench/, one JSON line each. All
 * of them together write bench/RESULTS.md; with `--keep` those that are named take the place of their
 * lines there. `--quick` runs each once and shortly, and writes it nowhere.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { checkDisk } from '../bench/harness.ts';
import { keptLines, stamped, writeResults } from '../bench/results.ts';
import type { Line } from '../bench/results.ts';
import { inWords } from './inWords.ts';
import { root } from './start/places.ts';

const BENCHES = [
  'door',
  'orders',
  'redeem',
  'balance',
  'audit',
  'backtest',
  'models',
  'retention',
  'import',
  'analyze',
  'growth',
];
const QUICK = {
  BENCH_RUNS: '1',
  BENCH_SECONDS: '2',
  BENCH_ORDERS: '4000',
  BENCH_SHOPPERS: '50000',
  BENCH_SIZES: '10000,40000',
  BENCH_ROWS: '200000',
};
/** What the largest of them fills. */
const NEEDED_BYTES = 11e9;

await inWords(async () => {
  const words = process.argv.slice(2);
  const quick = words.includes('--quick');
  const keep = words.includes('--keep');
  const names = words.filter((word) => !word.startsWith('--'));
  const unknown = names.find((name) => !BENCHES.includes(name));
  if (unknown) {
    throw new Error(`There is no benchmark ${unknown}. There are: ${BENCHES.join(', ')}.`);
  }
  checkDisk(quick ? undefined : NEEDED_BYTES);
  const startedAt = performance.now();
  const page = path.join(root, 'bench', 'RESULTS.md');
  const measured = new Map<string, Line>();
  for (const name of names.length > 0 ? names : BENCHES) {
    measured.set(name, stamped(await run(name, quick)));
  }
  if ((names.length > 0 && !keep) || quick) return;
  const before = new Map((keep ? keptLines(page) : []).map((line) => [line.bench, line]));
  const lines = BENCHES.flatMap((name) => measured.get(name) ?? before.get(name) ?? []);
  const minutes = (performance.now() - startedAt) / 60_000;
  const postgres = String(lines.find((line) => line['postgres'])?.['postgres'] ?? 'embedded');
  writeResults(page, lines, { minutes, postgres });
  console.log(`bench/RESULTS.md is written, after ${minutes.toFixed(1)} minutes.`);
});

/** One benchmark in a process of its own, which clears up after itself however it ends. */
function run(name: string, quick: boolean): Promise<Line> {
  const file = path.join(root, 'bench', `${name}.ts`);
  const env = quick ? { ...QUICK, ...process.env } : process.env;
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'], env });
  // Ctrl-C reaches the child by itself; we wait until it has cleared up.
  process.on('SIGINT', () => {});
  process.once('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      process.stdout.write(chunk);
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      const line = out.split('\n').find((text) => text.includes('"bench":"'));
      if (code === 0 && line) resolve(JSON.parse(line) as Line);
      else reject(new Error(`The benchmark ${name} failed.`));
    });
  });
}
