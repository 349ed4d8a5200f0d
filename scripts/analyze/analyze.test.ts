/** The command as people call it: a process of its own, and no database to reach. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../../web/server/domain/retention/numbers/seeded.ts';

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'analyze-'));
afterAll(() => fs.rmSync(place, { recursive: true, force: true }));

function analyze(...args: string[]) {
  const env = { ...process.env };
  delete env['DATABASE_URL'];
  const script = path.join(import.meta.dirname, '..', 'cli.ts');
  const done = spawnSync(process.execPath, [script, 'analyze', ...args], { cwd: place, env });
  return { status: done.status, out: String(done.stdout), err: String(done.stderr) };
}

const save = (name: string, content: string): string => {
  fs.writeFileSync(path.join(place, name), content);
  return name;
};

/** 400 shoppers of two years whose gaps are of about a month; a third never come back. */
function shop(): string {
  const random = seeded(7);
  const lines = ['order id,customer id,date,total'];
  for (let n = 0; n < 400; n += 1) {
    let day = Date.UTC(2024, 0, 1) + Math.floor(random() * 300) * 86_400_000;
    do {
      const amount = (5 + random() * 60).toFixed(2);
      lines.push(`${lines.length},c${n},${new Date(day).toISOString().slice(0, 10)},${amount}`);
      day += Math.ceil(-Math.log(1 - random()) * (10 + (n % 50))) * 86_400_000;
    } while (random() < 0.67 && day < Date.UTC(2025, 5, 1));
  }
  lines.push('x,c1,never,5.00', 'y,guest,2025-01-01,5.00');
  return save('shop.csv', `${lines.join('\n')}\n`);
}

type Json = {
  input: Record<string, number | string>;
  measures: Record<string, { value: number | null; n: number }>;
  models: Record<string, Record<string, unknown>>;
  rfm: {
    cutPoints: Record<string, number[]>;
    segments: { name: string; shoppers: number }[];
  };
  warnings: string[];
};
const read = (out: string): Json => JSON.parse(out) as Json;

describe('a file of a shop', () => {
  const file = shop();
  const rows = fs.readFileSync(path.join(place, file), 'utf8').trim().split('\n').length - 1;
  const json = analyze(file, '--json', '--scores', 'scores.csv');

  test('for machines: the shape that was promised, and nothing else on stdout', () => {
    expect(json.status).toBe(0);
    const told = read(json.out);
    expect(Object.keys(told)).toEqual(['input', 'measures', 'models', 'rfm', 'warnings']);
    expect(told.input).toMatchObject({ rows, used: rows - 2, rejected: 2, shoppers: 400 });
    expect(Object.keys(told.input)).toEqual([
      'rows',
      'used',
      'rejected',
      'shoppers',
      'orders',
      'from',
      'to',
    ]);
    expect(Object.keys(told.models['bgnbd'] ?? {})).toEqual([
      'r',
      'alpha',
      'a',
      'b',
      'logLikelihood',
    ]);
    expect(Object.keys(told.models['paretoNbd'] ?? {})).toEqual([
      'r',
      'alpha',
      's',
      'beta',
      'logLikelihood',
    ]);
    expect(Object.keys(told.models['gammaGamma'] ?? {})).toEqual(['p', 'q', 'v']);
    expect(told.models['holdout']).toEqual({
      actual: expect.any(Number),
      predicted: { bgnbd: expect.any(Number), paretoNbd: expect.any(Number) },
      correlation: { bgnbd: expect.any(Number), paretoNbd: expect.any(Number) },
    });
    expect(told.rfm.cutPoints['recencyDays']).toHaveLength(4);
    expect(told.rfm.segments.reduce((sum, { shoppers }) => sum + shoppers, 0)).toBe(400);
    expect(told.warnings).toContain(`line ${rows}: the date cannot be read (never)`);
    expect(told.warnings).toContain(`line ${rows + 1}: no shopper, or a guest (y)`);
  });

  test('a line for every shopper, whose figures are those of the orders', () => {
    const [head, ...lines] = fs
      .readFileSync(path.join(place, 'scores.csv'), 'utf8')
      .trim()
      .split('\n');
    expect(head).toBe(
      'id,recency_days,orders,amount,r,f,m,segment,x,t_x,T,p_alive,expected_orders,expected_spend,clv',
    );
    expect(lines).toHaveLength(400);
    const orders = lines.reduce((sum, line) => sum + Number(line.split(',')[2]), 0);
    expect(orders).toBe(rows - 2);
  });

  test('for people: an answer, the measures, the models, and how the file was read', () => {
    const { status, out } = analyze(file);
    expect(status).toBe(0);
    expect(out).toMatch(/\d+% of first-time buyers come back within 90 days/);
    expect(out).toContain('BG/NBD: r ');
    expect(out).toContain('Columns: order: order id, customer: customer id');
    expect(out).toContain('2 of ');
    expect(out).not.toContain('NaN');
  });

  test.each([
    ['en', 'ltr', 'Who comes back'],
    ['fa', 'rtl', 'چه کسانی برمی‌گردند'],
    ['ar', 'rtl', 'من يعود'],
  ])('one page in %s that needs nothing but itself', (lang, dir, title) => {
    expect(analyze(file, '--html', 'page.html', '--lang', lang).status).toBe(0);
    const page = fs.readFileSync(path.join(place, 'page.html'), 'utf8');
    expect(page).toContain(`<html lang="${lang}" dir="${dir}">`);
    expect(page).toContain(title);
    const bare = page.replace(/base64,[^"]*|<script>[^]*?<\/script>/g, '');
    expect(bare).not.toMatch(/(src|href)="(?!data:)|url\(|@import|NaN|undefined|\{\w+\}/);
    const pictures = [...page.matchAll(/<section id="([\w-]+)"/g)].map(([, id]) => id);
    expect(pictures).toEqual(
      'cohorts rfm retention-curves lifecycle intervals clv calibration'.split(' '),
    );
    expect(page.match(/<svg /g)).toHaveLength(7);
    expect(page.match(/download="[\w-]+\.(csv|xlsx)"/g)).toHaveLength(14);
  });

  test('days, bins, unit and segments can be told', () => {
    save(
      'segments.json',
      JSON.stringify({
        cutPoints: { recencyDays: [30, 90], orders: [2, 4], amount: [50, 100] },
        segments: [
          { name: 'best', recency: [3, 3], frequency: [3, 3], monetary: [1, 3] },
          { name: 'rest', recency: [1, 3], frequency: [1, 3], monetary: [1, 3] },
        ],
      }),
    );
    const own = read(analyze(file, '--json', '--segments', 'segments.json').out);
    expect(own.rfm.cutPoints).toEqual({ recencyDays: [30, 90], orders: [2, 4], amount: [50, 100] });
    expect(own.rfm.segments.map(({ name }) => name)).toEqual(['best', 'rest', 'others']);
    const args = ['--as-of', '2024-12-31', '--calibration-end', '2024-09-30', '--unit', 'day'];
    const early = read(analyze(file, '--json', '--bins', '3', ...args).out);
    expect(early.rfm.cutPoints['orders']).toHaveLength(2);
    expect(String(early.input['to']) <= '2024-12-31').toBe(true);
    expect(early.warnings.join('\n')).toContain('orders after 31 December 2024 were left out');
    const weeks = read(json.out).models['bgnbd']?.['alpha'];
    expect(Number(early.models['bgnbd']?.['alpha'])).toBeGreaterThan(Number(weeks));
  });
});

describe('where little or nothing can be done, words say so', () => {
  const few = (...lines: string[]) =>
    save('few.csv', `customer,date,amount\n${lines.join('\n')}\n`);

  test.each([
    ['one shopper', () => few('a,2026-01-01,5', 'a,2026-02-01,5'), '1 shoppers are too few'],
    ['one day', () => few('a,2026-01-01,5', 'b,2026-01-01,5'), 'All orders are of one day'],
    [
      'no amounts',
      () => save('bare.csv', 'customer,date\na,2026-01-01\nb,2026-03-01\n'),
      'No column of money',
    ],
  ])('%s: an answer with empty figures, never NaN', (_, file, warning) => {
    const { status, out } = analyze(file(), '--json');
    expect(status).toBe(0);
    expect(out).not.toContain('NaN');
    expect(read(out).models['bgnbd']?.['r']).toBeNull();
    expect(read(out).warnings.join('\n')).toContain(warning);
  });

  test.each([
    ['a missing file', () => ['none.csv'], 'There is no file none.csv.'],
    ['an empty file', () => [save('empty.csv', '')], 'empty.csv is empty.'],
    [
      'unknown columns',
      () => [save('odd.csv', 'wer,wann\n1,2\n')],
      'The columns are: "wer", "wann". Name them: --columns',
    ],
    [
      'a column that is not there',
      () => ['few.csv', '--columns', 'date=when'],
      'There is no column "when"',
    ],
    [
      'a role that is not one',
      () => ['few.csv', '--columns', 'when=date'],
      '"when=date" is not ROLE=COLUMN',
    ],
    [
      'only bad rows',
      () => [few('a,never,5', ',2026-01-01,5')],
      'line 2: the date cannot be read (never)',
    ],
    ['a head alone', () => [save('head.csv', 'customer,date,amount\n')], 'has a head and no rows'],
    [
      'a unit that is none',
      () => ['few.csv', '--unit', 'year'],
      '--unit is one of day, week, month',
    ],
    ['a day that is none', () => ['few.csv', '--as-of', 'soon'], '--as-of is a day such as'],
    ['no file', () => [], 'Which file?'],
    ['an option that is none', () => ['few.csv', '--fast'], "Unknown option '--fast'"],
    ['segments that are no JSON', () => ['few.csv', '--segments', 'few.csv'], 'few.csv is no JSON'],
  ])('%s', (_, args, sentence) => {
    const { status, out, err } = analyze(...args());
    expect(status).toBe(1);
    expect(out).toBe('');
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/^\s+at /m);
  });
});
