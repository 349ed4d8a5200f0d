/** One transaction a job: what was sent without waiting counts only if all of it did. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/database.ts';
import type { FreshDatabase } from '../../../tests/database.ts';
import { openDatabase } from './connections.ts';
import type { Database } from './connections.ts';
import { inTransaction } from './transaction.ts';

const CLUB = '0190a000-0000-7000-8000-000000000001';
const OTHER = '0190a000-0000-7000-8000-000000000002';
const ADD = 'insert into clubs (club_id, name, created_at) values ($1, $2, now())';
const NAMES = 'select name from clubs where club_id = $1';

let database: FreshDatabase;
let db: Database;

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, 2);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const names = (clubId: string) =>
  inTransaction(db, clubId, (tx) => tx.hot<{ name: string }>(NAMES, [clubId]));

describe('what was sent without waiting', () => {
  test('is refused: nothing is kept, and the caller hears why', async () => {
    const work = inTransaction(db, CLUB, async (tx) => {
      tx.send(ADD, [CLUB, 'kept?']);
      tx.send(ADD, [CLUB, 'the same key again']);
      return 'done';
    });
    await expect(work).rejects.toMatchObject({ code: '23505' });
    expect(await names(CLUB)).toEqual([]);
  });

  test('is refused before a question: the caller hears of the refusal, not of what followed', async () => {
    const work = inTransaction(db, CLUB, async (tx) => {
      tx.send(ADD, [OTHER, 'another club']);
      return tx.query(NAMES, [CLUB]);
    });
    await expect(work).rejects.toMatchObject({ code: '42501' });
    expect(await names(OTHER)).toEqual([]);
  });

  test('is undone when the work throws, and the connection is good for the next one', async () => {
    const bug = new Error('a bug');
    const work = inTransaction(db, CLUB, async (tx) => {
      tx.send(ADD, [CLUB, 'undone']);
      throw bug;
    });
    await expect(work).rejects.toBe(bug);
    expect(await names(CLUB)).toEqual([]);
  });

  test('is there for the next statement, and for everybody once it is committed', async () => {
    const seen = await inTransaction(db, CLUB, async (tx) => {
      tx.send(ADD, [CLUB, 'first']);
      return tx.query(NAMES, [CLUB]);
    });
    expect(seen).toEqual([{ name: 'first' }]);
    expect(await names(CLUB)).toEqual([{ name: 'first' }]);
    expect(await names(OTHER)).toEqual([]);
  });
});

test('a last question is answered, and nothing comes after it', async () => {
  const ask = () => inTransaction(db, CLUB, (tx) => tx.last<{ name: string }>(NAMES, [CLUB]));
  expect(await ask()).toEqual([{ name: 'first' }]);
  const more = inTransaction(db, CLUB, async (tx) => {
    await tx.last(NAMES, [CLUB]);
    return tx.hot(NAMES, [CLUB]);
  });
  await expect(more).rejects.toThrow('last statement');
  const broken = inTransaction(db, CLUB, (tx) => tx.last('select 1 / 0'));
  await expect(broken).rejects.toMatchObject({ code: '22012' });
  expect(await ask()).toEqual([{ name: 'first' }]);
});

test('many at once on two connections each see their own club', async () => {
  const seen = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => (await names(n % 2 ? CLUB : OTHER)).length),
  );
  expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => n % 2));
});
