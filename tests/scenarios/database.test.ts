/** What the database itself refuses: history that changes, and migrations that run twice. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrationsDir } from '../../scripts/start/places.ts';
import { migrate } from '../../web/server/store/migrate.ts';
import { emptyDatabase } from '../database.ts';
import { SHOP } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { DENIED, RESTRICTED, as, attempt, startTwoShops } from './twoShops.ts';
import { clubTables, everyRow } from './wholeDatabase.ts';

let world: World;
let ours: string;
let theirs: string;
let tables: string[];

beforeAll(async () => {
  ({ world, ours, theirs, tables } = await startTwoShops());
});
afterAll(() => world.stop());

describe('history', () => {
  const KEPT = ['transfers', 'lot_moves', 'programs', 'audit_log'];

  test.each(KEPT)('%s refuses change, deletion and emptying, for the owner too', async (table) => {
    const before = await everyRow(world.owner);
    const { owner } = world;
    expect((before[table] ?? []).length).toBeGreaterThan(0);
    for (const club of [null, ours]) {
      expect(await attempt(owner, club, `update ${table} set club_id = club_id`)).toBe(RESTRICTED);
      expect(await attempt(owner, club, `delete from ${table}`)).toBe(RESTRICTED);
      expect(await attempt(owner, club, `truncate ${table}`)).toBe(RESTRICTED);
      expect(await attempt(owner, club, `truncate clubs, ${table} cascade`)).toBe(RESTRICTED);
    }
    await as(world, 'regulars_app', async (app) => {
      for (const sql of [`update ${table} set club_id = club_id`, `delete from ${table}`]) {
        expect(await attempt(app, ours, sql)).toBe(DENIED);
      }
      expect(await attempt(app, ours, `truncate ${table}`)).toBe(DENIED);
    });
    expect(await everyRow(owner)).toEqual(before);
  });

  test('of a person’s note nothing changes but that it goes, and only through its own door', async () => {
    const { owner } = world;
    const open = `select set_config('regulars.erasing_note', '${ours}', true); `;
    for (const change of [
      `details = '{}'`,
      `actor = 'somebody'`,
      `details = details || '{"a": 1}'`,
    ]) {
      const sql = `${open} update audit_log set ${change} where club_id = '${ours}'`;
      expect(await attempt(owner, ours, sql)).toBe(RESTRICTED);
    }
    const erase = 'select erase_notes($1, array[]::uuid[], array[]::text[])';
    await as(world, 'regulars_app', async (app) => {
      expect(await attempt(app, ours, erase, [theirs])).toBe('P0001');
    });
    await as(world, 'regulars_intake', async (intake) => {
      expect(await attempt(intake, ours, erase, [ours])).toBe(DENIED);
    });
  });
});

describe('erasing a club’s books', () => {
  const ERASE = `select erase_club_books($1, 'a test', '2026-03-20T00:00:00Z', gen_random_uuid())`;
  const UNSAID = 'P0001';

  test('is refused for another club, for no club, and to the door', async () => {
    const before = await everyRow(world.owner);
    await as(world, 'regulars_app', async (app) => {
      expect(await attempt(app, ours, ERASE, [theirs])).toBe(UNSAID);
      expect(await attempt(app, null, ERASE, [ours])).toBe(UNSAID);
    });
    expect(await attempt(world.owner, ours, ERASE, [theirs])).toBe(UNSAID);
    expect(await attempt(world.owner, null, ERASE, [null])).not.toBe(1);
    await as(world, 'regulars_intake', async (intake) => {
      expect(await attempt(intake, ours, ERASE, [ours])).toBe(DENIED);
    });
    expect(await everyRow(world.owner)).toEqual(before);
  });

  test('leaves an entry and nothing else, and the other club as it was', async () => {
    const rowsOf = async (club: string) => {
      const counts: Record<string, number> = {};
      for (const name of tables) {
        const sql = `select from ${name} where club_id = $1`;
        counts[name] = (await world.owner.query(sql, [club])).rowCount ?? 0;
      }
      return counts;
    };
    const [mine, others] = [await rowsOf(theirs), await rowsOf(ours)];
    await as(world, 'regulars_app', async (app) => {
      await app.query(`begin; set local regulars.club_id = '${theirs}'`);
      const { rows } = await app.query(ERASE, [theirs]);
      expect(rows).toEqual([{ erase_club_books: String(mine['transfers']) }]);
      await app.query('commit');
      // The way through the triggers is closed behind it.
      expect(await attempt(world.owner, theirs, 'delete from transfers')).toBe(RESTRICTED);
    });
    expect(Object.entries(mine).filter(([, n]) => n === 0)).toEqual([]);
    const left = Object.entries(await rowsOf(theirs)).filter(([, n]) => n > 0);
    expect(left).toEqual([['audit_log', 1]]);
    expect(await rowsOf(ours)).toEqual(others);
    const { rows } = await world.owner.query(
      `select actor, details from audit_log where club_id = $1 and action = 'eraseBooks'`,
      [theirs],
    );
    expect(rows).toEqual([{ actor: 'a test', details: { transfers: mine['transfers'] } }]);
    await expectSoundBooks(world, SHOP);
  });
});

describe('migrations', () => {
  test('run again on a living database, they change nothing', async () => {
    const before = await everyRow(world.owner);
    expect(await migrate(world.databaseUrl, migrationsDir)).toEqual([]);
    expect(await migrate(world.databaseUrl, migrationsDir)).toEqual([]);
    expect(await everyRow(world.owner)).toEqual(before);
  });

  test('from several processes at once, each is applied once, and both see the same tables', async () => {
    const database = await emptyDatabase();
    try {
      const applied = await Promise.all([1, 2, 3].map(() => migrate(database.url, migrationsDir)));
      const names = applied.flat();
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
      expect(applied.filter((each) => each.length > 0)).toHaveLength(1);
      const client = new pg.Client(database.url);
      await client.connect();
      try {
        expect(await clubTables(client)).toEqual(tables);
      } finally {
        await client.end();
      }
    } finally {
      await database.drop();
    }
  });
});
