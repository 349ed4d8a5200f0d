/**
 * An export of ten million rows, analysed by the command itself in a process of its own: how long it
 * takes, and the most memory it held. The yardstick of the same run: one look at every byte of the file.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { seeded } from '../web/server/domain/retention/numbers/seeded.ts';
import { report } from './harness.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 10_000_000);
const LINES_AN_ORDER = 2;
const SHOPPERS_AN_ORDER = 7;
const MOST_BYTES = 2 * 2 ** 30;

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-bench-'));
process.once('exit', () => fs.rmSync(place, { recursive: true, force: true }));
const file = path.join(place, 'orders.csv');
fill();
const bytes = fs.statSync(file).size;

const scanAt = performance.now();
for await (const chunk of fs.createReadStream(file, { highWaterMark: 1 << 20 })) {
  (chunk as Buffer).indexOf(0);
}
const scanSeconds = (performance.now() - scanAt) / 1000;

const startedAt = performance.now();
const { status, rssBytes } = await analyse();
const seconds = (performance.now() - startedAt) / 1000;
report('analyze', {
  seconds,
  rows: ROWS,
  rowsPerSecond: ROWS / seconds,
  fileMb: bytes / 1e6,
  peakRssMb: rssBytes / 1e6,
  scanSeconds,
  ratio: scanSeconds / seconds,
});
process.exit(status === 0 && rssBytes <= MOST_BYTES ? 0 : 1);

/** Orders of two lines, by one shopper for every seven orders, over two years. */
function fill(): void {
  const random = seeded(1);
  const handle = fs.openSync(file, 'w');
  const shoppers = Math.max(1, Math.floor(ROWS / LINES_AN_ORDER / SHOPPERS_AN_ORDER));
  let lines = ['order id,customer id,date,product,quantity,unit price,status'];
  for (let n = 0; n < ROWS; n += 1) {
    const order = Math.floor(n / LINES_AN_ORDER);
    const day = Math.floor((n / ROWS) * 730) * 86_400_000 + Date.UTC(2024, 0, 1);
    const who = (order * 7919) % shoppers;
    const shopper = order % 3 === 0 ? Math.floor(random() * shoppers) : who;
    const price = (random() * 50).toFixed(2);
    const kept = n % LINES_AN_ORDER === 0 ? shopper : '';
    lines.push(
      `${1_000_000 + order},${kept === '' ? '' : `C${kept}`},${new Date(day).toISOString().slice(0, 10)},` +
        `SKU-${n % 500},${1 + (n % 3)},${price},paid`,
    );
    if (lines.length < 20_000) continue;
    fs.writeSync(handle, `${lines.join('\n')}\n`);
    lines = [];
  }
  fs.writeSync(handle, `${lines.join('\n')}\n`);
  fs.closeSync(handle);
}

/** Linux tells the most memory that a process held in /proc; it is asked while the process lives. */
async function analyse(): Promise<{ status: number; rssBytes: number }> {
  const cli = path.join(import.meta.dirname, '..', 'scripts', 'cli.ts');
  const args = [cli, 'analyze', file, '--json', '--scores', path.join(place, 'scores.csv')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let most = 0;
  const timer = setInterval(() => {
    const told = /VmHWM:\s+(\d+)/.exec(readStatus(child.pid ?? 0))?.[1];
    most = Math.max(most, Number(told ?? 0) * 1024);
  }, 200);
  const status = await new Promise<number>((resolve) => {
    child.on('exit', (code) => resolve(code ?? 1));
  });
  clearInterval(timer);
  return { status, rssBytes: most };
}

function readStatus(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
