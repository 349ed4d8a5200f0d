import pg from 'pg';
import { startEmbedded } from '../../web/server/store/embedded.ts';
import { migrate } from '../../web/server/store/migrate.ts';
import { migrationsDir, postgresDir } from './places.ts';

export type OpenDatabase = { url: string; stop(): Promise<void> };

/** The database named by DATABASE_URL, else the embedded one; with all migrations. */
export async function openDatabase(env: NodeJS.ProcessEnv): Promise<OpenDatabase> {
  const database = env.DATABASE_URL ? await own(env.DATABASE_URL) : await embedded();
  try {
    const applied = await migrate(database.url, migrationsDir);
    for (const name of applied) console.log(`  migrated: ${name}`);
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function embedded(): Promise<OpenDatabase> {
  const server = await startEmbedded({ dir: postgresDir, database: 'regulars' });
  if (server.note !== null) console.log(`  ${server.note}`);
  return server;
}

async function own(url: string): Promise<OpenDatabase> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const answer = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int / 10000 as version",
    );
    const version = answer.rows[0]?.version ?? 0;
    if (version < 15) throw new Error(`it is PostgreSQL ${version}; Regulars needs 15 or newer`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The database of DATABASE_URL cannot be used: ${reason}.`, { cause: error });
  } finally {
    await client.end();
  }
  return { url, stop: () => Promise.resolve() };
}
