import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** The key under which Prisma's own engine locks while it migrates, so that both wait in one line. */
const lockKey = 72_707_369;

type Migration = { name: string; sql: string; checksum: string };

/**
 * Applies the migrations of `dir` (`<name>/migration.sql`, in order of their names) that the
 * database does not have yet, and returns their names. One process at a time; each migration in one
 * transaction together with its row in Prisma's own table, so `prisma migrate status` agrees.
 *
 * Throws, and changes nothing, when a migration that was applied has been edited or is gone.
 */
export async function migrate(url: string, dir: string): Promise<string[]> {
  const migrations = readMigrations(dir);
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(historyTable);
    const waiting = await compare(client, migrations);
    for (const migration of waiting) await apply(client, migration);
    await expectLargeClubs(client);
    return waiting.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

// Exactly the table that Prisma's engine makes.
const historyTable = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

function readMigrations(dir: string): Migration[] {
  const names = fs.readdirSync(dir).sort();
  const files = names.map((name) => ({ name, file: path.join(dir, name, 'migration.sql') }));
  return files
    .filter(({ file }) => fs.existsSync(file))
    .map(({ name, file }) => {
      const sql = fs.readFileSync(file, 'utf8');
      return { name, sql, checksum: crypto.createHash('sha256').update(sql).digest('hex') };
    });
}

async function compare(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  const history = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `select migration_name as name, checksum, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null`,
  );
  const done = new Map(history.rows.map((row) => [row.name, row]));
  const known = new Set(migrations.map((migration) => migration.name));
  for (const name of done.keys()) {
    if (known.has(name)) continue;
    throw new Error(
      `The database has the migration ${name}, which this version of Regulars does not know: ` +
        `it is newer than the program, or belongs to something else.`,
    );
  }
  return migrations.filter((migration) => {
    const row = done.get(migration.name);
    if (row === undefined) return true;
    if (!row.finished) {
      throw new Error(`Migration ${migration.name} failed half-way before: resolve it first.`);
    }
    if (row.checksum === migration.checksum) return false;
    throw new Error(`Migration ${migration.name} was edited after it had been applied.`);
  });
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const startedAt = new Date();
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query(
      `insert into _prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, $4, now(), 1)`,
      [crypto.randomUUID(), migration.checksum, migration.name, startedAt],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${migration.name} could not be applied: ${reason}`, {
      cause: error,
    });
  }
}

/**
 * Until PostgreSQL has looked at a table it takes a club for a few of its rows, whom every index finds
 * at the same price. A plan that is made then, and kept by a connection, reads all of a club's rows for
 * one of them, for as long as the connection lives or until the table is analysed (decision 0062). So
 * tables that it has not looked at are said to be one club's; what it counts later takes its place.
 * Before PostgreSQL 18 nobody can say so, and the first minutes of a new database are slower.
 * https://www.postgresql.org/docs/18/functions-admin.html#FUNCTIONS-ADMIN-STATSMOD
 */
async function expectLargeClubs(client: pg.Client): Promise<void> {
  await client.query(`do $$ begin
    if current_setting('server_version_num')::int < 180000 then return; end if;
    perform pg_restore_attribute_stats('schemaname', 'public', 'relname', c.relname::text,
      'attname', 'club_id', 'inherited', false, 'null_frac', 0::real, 'avg_width', 16,
      'n_distinct', 1::real)
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'club_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.reltuples < 0
      and c.relname <> 'clubs';
  end $$`);
}
