/** The whole database as its owner sees it: to show that nothing changed, or that nothing is left. */
import type pg from 'pg';
import type { World } from '../world.ts';

type Client = Pick<pg.Client, 'query'>;

/** Every table of the database, the history of its migrations included. */
export async function tablesOf(owner: Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Tables that belong to clubs: all but the history of migrations and the app's own keys. */
export const clubTables = async (owner: Client): Promise<string[]> =>
  (await tablesOf(owner)).filter((name) => !name.startsWith('_') && name !== 'app_keys');

/** All rows of all tables but those named, as text: equal texts are equal databases. */
export async function everyRow(
  owner: Client,
  except: readonly string[] = [],
): Promise<Record<string, string[]>> {
  const names = (await tablesOf(owner)).filter((name) => !except.includes(name));
  const rows: Record<string, string[]> = {};
  for (const name of names) {
    const found = await owner.query<{ row: string }>(
      `select t::text as row from "${name}" t order by 1`,
    );
    rows[name] = found.rows.map(({ row }) => row);
  }
  return rows;
}

/** Where a text still occurs, whatever its case: `table: row`. Payloads are read as what they say. */
export async function placesOfText({ owner }: World, text: string): Promise<string[]> {
  const wanted = text.toLowerCase();
  const found = Object.entries(await everyRow(owner, ['inbox']));
  const payloads = await owner.query<{ row: string; payload: Buffer | null }>(
    `select topic || ' ' || state || ' ' || coalesce(reason, '') || ' ' || webhook_id as row,
       payload from inbox`,
  );
  const told = payloads.rows.map(({ row, payload }) => `${row} ${payload?.toString() ?? ''}`);
  return [...found, ['inbox', told] as const].flatMap(([table, rows]) =>
    rows.filter((row) => row.toLowerCase().includes(wanted)).map((row) => `${table}: ${row}`),
  );
}
