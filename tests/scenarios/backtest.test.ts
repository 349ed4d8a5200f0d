/** A draft tried on the orders there were: the live program gives what the books hold, to the point. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backtest } from '../../web/server/analytics/backtest.ts';
import type { BacktestReport } from '../../web/server/analytics/backtest.ts';
import type { Program } from '../../web/server/domain/program.ts';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { DAY, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';

const CLI = path.join(import.meta.dirname, '..', '..', 'scripts', 'cli.ts');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'backtest-'));

/** Every kind of thing that makes points depend on more than the amount. */
const ruled: ProgramBody = aProgram({
  rules: [
    { id: 'welcome', rule: 'firstOrder', args: { points: 40, minimumMinor: 0 } },
    { id: 'large', rule: 'perOrder', args: { points: 10, minimumMinor: 3000 } },
    { id: 'third', rule: 'nthOrder', args: { nth: 3, points: 25, minimumMinor: 0 } },
  ],
  campaigns: [
    {
      id: 'double',
      rule: 'orderTimes',
      args: { by: 20_000, minimumMinor: 0 },
      name: 'Double points',
      from: null,
      until: null,
      tiers: [],
      budgetPoints: 300,
      firstShoppers: null,
    },
  ],
  holdOut: false,
});

let world: World;
let clubId: string;
let live: Program;
const names: string[] = [];

beforeAll(async () => {
  world = await startWorld({ program: ruled });
  const people = world.sim.commerce.customers(SHOP).slice(0, 3);
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0]?.id ?? '';
  for (let i = 0; i < 9; i += 1) {
    const customerId = people[i % people.length]?.id ?? '';
    const lines = [{ variantId: mug, quantity: 1 + (i % 4) }];
    const bought = await world.buy({ buyer: { kind: 'customer', customerId }, lines });
    names.push(bought.name);
    if (i === 3) {
      const lineId = bought.lines[0]?.id ?? '';
      const back = { orderId: bought.id, lines: [{ lineId, quantity: 2 }], shipping: false };
      world.sim.commerce.refund(SHOP, back);
    }
    if (i === 5) world.sim.commerce.cancel(SHOP, bought.id, { refund: true });
    await world.pass(11 * DAY);
  }
  const [row] = (await world.owner.query('select club_id, settings from programs')).rows;
  clubId = row.club_id;
  live = row.settings;
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await world.stop();
});

const tried = (draft: Program, lanes = 1): Promise<BacktestReport> =>
  backtest({ url: world.databaseUrl, clubId, timeZone: 'UTC', draft, lines: true, lanes });

describe('the live version, tried on its own orders', () => {
  test('gives every order what was posted for it, by the same explanation', async () => {
    const { lines, total, shoppers } = await tried(live);
    expect(lines).toHaveLength(9);
    for (const { name, posted, draft } of lines) expect([name, draft]).toEqual([name, posted]);
    expect(total.posted).toBe(total.draft);
    expect(shoppers).toEqual({ all: 3, more: 0, less: 0, same: 3 });
    const { rows } = await world.owner.query<{ name: string; points: string; now: string | null }>(
      `select o.name, o.points, (select t.explain ->> 'now' from transfers t
         where t.order_id = o.order_id and t.reason in ('earn', 'clawback')
         order by t.posting desc limit 1) as now from orders o order by o.placed_at`,
    );
    expect(lines.map(({ name, draft }) => [name, Number(draft)])).toEqual(
      rows.map(({ name, points }) => [name, Number(points)]),
    );
    await expectSoundBooks(world);
  });

  test('says the same however many threads share it', async () => {
    expect(await tried(live, 2)).toEqual(await tried(live, 1));
  });
});

describe('a draft', () => {
  test('that gives twice as much per amount tells whose and in which month', async () => {
    const plain: Program = { ...live, rules: [], campaigns: [] };
    const twice = { ...plain, earning: { ...plain.earning, points: 10 } };
    const [one, two] = [await tried(plain), await tried(twice)];
    expect(two.total.draft).toBe(one.total.draft * 2n);
    expect(two.months.length).toBeGreaterThan(1);
    expect(two.months.reduce((sum, { orders }) => sum + orders, 0)).toBe(9);
    expect(two.costMinor.draft).toBe(one.costMinor.draft * 2);
    const nothing = await tried({ ...plain, earning: { ...plain.earning, points: 0 } });
    expect(nothing.total.draft).toBe(0n);
    expect(nothing.most.lost.length).toBe(3);
    expect(nothing.shoppers).toMatchObject({ more: 0, less: 3 });
  });

  test('never passes a budget of its own', async () => {
    const [double] = live.campaigns ?? [];
    if (!double) throw new Error('the program has no campaign');
    const wide = { ...double, id: 'wide', args: { by: 100_000, minimumMinor: 0 } };
    const without = await tried({ ...live, campaigns: [] });
    for (const budgetPoints of [7, 100]) {
      const { total } = await tried({ ...live, campaigns: [{ ...wide, budgetPoints }] });
      expect(total.draft - without.total.draft).toBe(BigInt(budgetPoints));
    }
  });

  test('changes nothing', async () => {
    const rows = async () => (await world.owner.query('select * from orders order by 1, 2')).rows;
    const before = await rows();
    await tried({ ...live, earning: { ...live.earning, points: 50 } });
    expect(await rows()).toEqual(before);
  });
});

type Run = { exitCode: number; output: string };

function cli(...args: string[]): Promise<Run> {
  const env = { ...process.env, DATABASE_URL: world.databaseUrl };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CLI, ...args], { env }, (_error, out, err) =>
      resolve({ exitCode: child.exitCode ?? -1, output: out + err }),
    );
  });
}

function fileOf(draft: unknown): string {
  const file = path.join(folder, `${crypto.randomUUID()}.json`);
  fs.writeFileSync(file, JSON.stringify(draft));
  return file;
}

describe('npm run cli -- backtest', () => {
  test('prints months, shoppers and worth, explains an order, and writes a line for each', async () => {
    const orders = path.join(folder, 'orders.csv');
    const [name = ''] = names;
    const told = await cli('backtest', fileOf(live), '--orders', orders, '--order', name);
    expect(told.output).toContain('9 orders, as if the draft had always been in force.');
    expect(told.output).toMatch(/^2026-03 +\d+ +[\d,]+ +[\d,]+ +0$/m);
    expect(told.output).toContain('0 would have got more, 0 less, 3 the same.');
    expect(told.output).toContain(`Order ${name}: `);
    expect(told.exitCode).toBe(0);
    const csv = fs.readFileSync(orders, 'utf8').trim().split('\n');
    expect(csv).toHaveLength(10);
    expect(csv[0]).toBe('order,placed_at,version,points_then,points_by_draft,explanation');
  });

  test('answers machines with JSON', async () => {
    const { output } = await cli('backtest', fileOf(live), '--json');
    expect(JSON.parse(output)).toMatchObject({ total: { orders: 9 }, unknown: 0 });
  });

  test.each<[string, () => unknown, RegExp]>([
    ['that is no program', () => ({ ...live, pendingDays: 'soon' }), /pendingDays/],
    ['in another currency', () => ({ ...live, currency: 'EUR' }), /currency: the shop's is USD/],
    [
      'with a rule that nobody knows',
      () => ({ ...live, rules: [{ id: 'x', rule: 'likes', args: {} }] }),
      /rules\.0/,
    ],
  ])('a draft %s is refused by its field', async (_what, draft, said) => {
    const { exitCode, output } = await cli('backtest', fileOf(draft()));
    expect(exitCode).toBe(1);
    expect(output).toMatch(said);
  });
});
