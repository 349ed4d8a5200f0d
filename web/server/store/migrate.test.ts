import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '../../../tests/database.ts';
import type { FreshDatabase } from '../../../tests/database.ts';
import { migrate } from './migrate.ts';

let database: FreshDatabase;
let dir: string;

beforeEach(async () => {
  database = await emptyDatabase();
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'migrations-'));
});

afterEach(async () => {
  await database.drop();
  fs.rmSync(dir, { recursive: true });
});

function write(name: string, sql: string): void {
  fs.mkdirSync(path.join(dir, name), { recursive: true });
  fs.writeFileSync(path.join(dir, name, 'migration.sql'), sql);
}

async function rows(sql: string): Promise<unknown[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('applies what is new, in order, once', async () => {
  write('2_second', 'alter table things add column b int');
  write('1_first', 'create table things (a int)');
  expect(await migrate(database.url, dir)).toEqual(['1_first', '2_second']);
  write('3_third', 'insert into things values (1, 2)');
  expect(await migrate(database.url, dir)).toEqual(['3_third']);
  expect(await migrate(database.url, dir)).toEqual([]);
  expect(await rows('select * from things')).toEqual([{ a: 1, b: 2 }]);
});

test('a migration that fails leaves nothing of itself, and the ones before it stay', async () => {
  write('1_good', 'create table good (a int)');
  write('2_bad', 'create table bad (a int); select 1 / 0');
  await expect(migrate(database.url, dir)).rejects.toThrow(/2_bad.*division by zero/);
  expect(await rows("select to_regclass('good')::text as good, to_regclass('bad') as bad")).toEqual(
    [{ good: 'good', bad: null }],
  );
  write('2_bad', 'create table bad (a int)');
  expect(await migrate(database.url, dir)).toEqual(['2_bad']);
});

test('an edited migration is refused before anything is done', async () => {
  write('1_first', 'create table first (a int)');
  await migrate(database.url, dir);
  write('1_first', 'create table first (a bigint)');
  write('2_second', 'create table second (a int)');
  await expect(migrate(database.url, dir)).rejects.toThrow(/1_first was edited/);
  expect(await rows("select to_regclass('second') as second")).toEqual([{ second: null }]);
});

test('a database that is newer than the program is refused', async () => {
  write('1_first', 'select 1');
  write('2_second', 'select 1');
  await migrate(database.url, dir);
  fs.rmSync(path.join(dir, '2_second'), { recursive: true });
  await expect(migrate(database.url, dir)).rejects.toThrow(/2_second.*does not know/);
});

test('five processes that start at once apply each migration once', async () => {
  write('1_first', 'create table once (a int); insert into once values (1)');
  const applied = await Promise.all([1, 2, 3, 4, 5].map(() => migrate(database.url, dir)));
  expect(applied.flat()).toEqual(['1_first']);
  expect(await rows('select a from once')).toEqual([{ a: 1 }]);
});
