/** `npm run cli -- audit`, run as an operator runs it: a process of its own beside the app. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';

const CLI = path.join(import.meta.dirname, '..', '..', 'scripts', 'cli.ts');

let world: World;
let sara: string;

beforeAll(async () => {
  world = await startWorld();
  const [first, second] = world.sim.commerce.customers(SHOP);
  sara = first?.id ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: mug?.id ?? '', quantity: 5 }];
  for (const customerId of [sara, second?.id ?? '']) {
    await world.buy({ buyer: { kind: 'customer', customerId }, lines });
  }
  await world.pass(15 * DAY);
  const reply = await world.shopper(sara).redeem('off-3', 300);
  if (reply.status !== 200) throw new Error(reply.text);
  await world.settle();
});
afterAll(() => world.stop());

type Run = { exitCode: number; output: string };

function cli(...args: string[]): Promise<Run> {
  const env = { ...process.env, DATABASE_URL: world.databaseUrl };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CLI, ...args], { env }, (_error, out, err) =>
      resolve({ exitCode: child.exitCode ?? -1, output: out + err }),
    );
  });
}

/** One row of Sara's, by the id that the audit should name. */
async function rowOf(table: 'shoppers' | 'lots' | 'orders', id: string): Promise<string> {
  const { rows } = await world.owner.query<{ id: string }>(
    `select t.${id}::text as id from ${table} t join identities i using (club_id, shopper_id)
     where i.kind = 'customer' and i.value like '%:' || $1`,
    [sara],
  );
  expect(rows).toHaveLength(1);
  return rows[0]?.id ?? '';
}

test('sound books: it says that they balance, and ends well', async () => {
  const { exitCode, output } = await cli('audit');
  expect(output).toMatch(/^northday\.myshopify\.com: \d+ transfers of 2 shoppers checked, /m);
  expect(output).toContain('the books balance.');
  expect(exitCode).toBe(0);
});

test('a balance changed by hand: it names the row, what it holds and what it should hold', async () => {
  const { available } = await balanceOf(world, sara);
  expect(available).toBe(300);
  const id = await rowOf('shoppers', 'shopper_id');
  const add = 'update shoppers set available = available + $2 where shopper_id = $1';
  await world.owner.query(add, [id, 25]);
  const { exitCode, output } = await cli('audit');
  expect(output).toContain(`shoppers ${id}: available is 325, should be 300`);
  expect(output).toContain('the books are wrong.');
  expect(output).not.toContain('balance.');
  expect(exitCode).toBe(1);
  const { rows } = await world.owner.query<{ id: string }>(
    'select shopper_id::text as id from shoppers where shopper_id <> $1',
    [id],
  );
  expect(rows).toHaveLength(1);
  expect(output).not.toContain(rows[0]?.id);
  const home = await world.api<{ booksBalance: boolean }>('GET', '/api/home');
  expect(home.body.booksBalance).toBe(false);
  await world.owner.query(add, [id, -25]);
});

test('a lot and an order changed by hand: both are named, and what they no longer explain', async () => {
  const id = await rowOf('lots', 'lot_id');
  const order = await rowOf('orders', 'order_id');
  const shopper = await rowOf('shoppers', 'shopper_id');
  await world.owner.query('update lots set open = open - 7 where lot_id = $1', [id]);
  await world.owner.query('update orders set points = points + 1 where order_id = $1', [order]);
  const { exitCode, output } = await cli('audit', '--shop', SHOP);
  expect(output).toContain(`lots ${id}: open is 293, should be 300`);
  expect(output).toContain(`shoppers ${shopper}: available is 300, should be 293`);
  expect(output).toContain(`orders ${order}: points is 601, should be 600 (its facts and version)`);
  expect(exitCode).toBe(1);
  await world.owner.query('update lots set open = open + 7 where lot_id = $1', [id]);
  await world.owner.query('update orders set points = points - 1 where order_id = $1', [order]);
  await expectSoundBooks(world);
});

test('what it does not know is told in a sentence', async () => {
  const run = await cli('audti');
  expect(run.exitCode).toBe(1);
  expect(run.output).toContain('audit ');
  expect(run.output).not.toMatch(/^ +at /m);
});
