/** Clubs are kept apart by the database itself, whoever asks, and the door cannot read what it takes in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../world.ts';
import { DENIED, as, attempt, startTwoShops } from './twoShops.ts';
import { everyRow } from './wholeDatabase.ts';

let world: World;
let ours: string;
let theirs: string;
let tables: string[];

beforeAll(async () => {
  ({ world, ours, theirs, tables } = await startTwoShops());
});
afterAll(() => world.stop());

describe('clubs', () => {
  test('every table is guarded for everybody, and has rows of both clubs', async () => {
    const { rows } = await world.owner.query<{ name: string; guarded: boolean }>(
      `select relname as name, relrowsecurity and relforcerowsecurity as guarded from pg_class
       where oid = any($1::text[]::regclass[]::oid[])`,
      [tables],
    );
    expect(rows.filter(({ guarded }) => !guarded)).toEqual([]);
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      const found = await world.owner.query<{ n: number }>(
        `select count(distinct club_id)::int as n from ${table}`,
      );
      expect([table, found.rows[0]?.n]).toEqual([table, 2]);
    }
  });

  test('without a club the app sees no row of any table, and changes none', async () => {
    await as(world, 'regulars_app', async (app) => {
      for (const table of tables) {
        expect([table, await attempt(app, null, `select * from ${table}`)]).toEqual([table, 0]);
        const changed = await attempt(app, null, `update ${table} set club_id = club_id`);
        expect([table, changed === 0 || changed === DENIED]).toEqual([table, true]);
        const gone = await attempt(app, null, `delete from ${table}`);
        expect([table, gone === 0 || gone === DENIED]).toEqual([table, true]);
      }
    });
  });

  test('inside a club it sees that club, and nothing of another', async () => {
    await as(world, 'regulars_app', async (app) => {
      for (const table of tables) {
        const seen = (club: string) =>
          attempt(app, ours, `select from ${table} where club_id = $1`, [club]);
        expect([table, await seen(theirs)]).toEqual([table, 0]);
        expect([table, await seen(ours)]).not.toEqual([table, 0]);
        const all = `select from ${table} where club_id is distinct from $1`;
        expect([table, await attempt(app, ours, all, [ours])]).toEqual([table, 0]);
      }
    });
  });

  test('inside a club it writes nothing for another, neither new nor moved', async () => {
    const before = await everyRow(world.owner);
    await as(world, 'regulars_app', async (app) => {
      for (const table of tables) {
        const { rows } = await world.owner.query<{ row: object }>(
          `select to_jsonb(t) as row from ${table} t where club_id = $1 limit 1`,
          [theirs],
        );
        const add = `insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`;
        const row = JSON.stringify(rows[0]?.row);
        expect([table, await attempt(app, ours, add, [row])]).toEqual([table, DENIED]);
        const move = `update ${table} set club_id = $1`;
        expect([table, await attempt(app, ours, move, [theirs])]).toEqual([table, DENIED]);
      }
    });
    expect(await everyRow(world.owner)).toEqual(before);
  });

  test('a role that is put down comes back as the app, and the history of migrations is not its', async () => {
    await as(world, 'regulars_app', async (app) => {
      await app.query('reset role');
      const { rows } = await app.query<{ who: string }>('select current_user as who');
      expect(rows).toEqual([{ who: 'regulars_app' }]);
      for (const name of Object.keys(await everyRow(world.owner))) {
        if (tables.includes(name)) continue;
        expect(await attempt(app, ours, `select from "${name}"`)).toBe(DENIED);
      }
    });
  });
});

describe('the door’s role', () => {
  const READS = [
    'select payload from inbox',
    'select topic from inbox',
    'select * from inbox',
    'select * from deliveries',
    'select key from deliveries',
    'select facts from orders',
    'select shopper_id from lots',
    'select code from redemptions',
    'select name from shops',
  ];
  const CLOSED = [
    'shop_tokens',
    'shoppers',
    'identities',
    'transfers',
    'lot_moves',
    'programs',
    'audit_log',
    'clubs',
    'parents',
  ];

  test('reads no payload, no person, no token and no points', async () => {
    await as(world, 'regulars_intake', async (intake) => {
      for (const sql of [...READS, ...CLOSED.map((table) => `select from ${table}`)]) {
        expect([sql, await attempt(intake, null, sql)]).toEqual([sql, DENIED]);
        expect([sql, await attempt(intake, ours, sql)]).toEqual([sql, DENIED]);
      }
    });
  });

  test('changes and deletes nothing, and writes only to the inbox', async () => {
    await as(world, 'regulars_intake', async (intake) => {
      for (const table of tables) {
        for (const sql of [
          `update ${table} set club_id = club_id`,
          `delete from ${table}`,
          `truncate ${table}`,
          ...(table === 'inbox' ? [] : [`insert into ${table} default values`]),
        ]) {
          expect([sql, await attempt(intake, ours, sql)]).toEqual([sql, DENIED]);
        }
      }
    });
  });

  test('sees which clubs have work, and which shop a message is of', async () => {
    await as(world, 'regulars_intake', async (intake) => {
      expect(await attempt(intake, null, 'select club_id, domain from shops')).toBe(2);
      expect(
        await attempt(intake, null, 'select club_id, state, due_at from inbox'),
      ).toBeGreaterThan(2);
    });
  });
});
