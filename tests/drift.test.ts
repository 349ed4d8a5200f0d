import pg from 'pg';
import { expect, test } from 'vitest';
import { differenceFromSchema } from '../scripts/prismaCli.ts';
import { freshDatabase } from './database.ts';

test('the migrations make what prisma/schema describes, and a difference is seen', async () => {
  const database = await freshDatabase();
  expect(differenceFromSchema(database.url)).toBeNull();
  const client = new pg.Client(database.url);
  await client.connect();
  await client.query('alter table clubs add column colour text');
  await client.end();
  expect(differenceFromSchema(database.url)).toMatch(/drop column "colour"/i);
  await database.drop();
});
