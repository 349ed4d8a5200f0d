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

/** Every table of every schema that is not PostgreSQL's own, and which of its columns are bytes. */
async function everyTable(owner: Client): Promise<{ name: string; bytes: string[] }[]> {
  const { rows } = await owner.query<{ name: string; bytes: string[] }>(
    `select format('%I.%I', n.nspname, c.relname) as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
         and not a.attisdropped and a.atttypid = 'bytea'::regtype) as bytes
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     order by 1`,
  );
  return rows;
}

/** All there is, as lower-case text: `table: row`, with bytes read as the text they may be. */
async function everythingSaid(owner: Client): Promise<string[]> {
  const said: string[] = [];
  for (const { name, bytes } of await everyTable(owner)) {
    const columns = bytes.map((column, place) => `, t."${column}" as bytes${place}`).join('');
    const { rows } = await owner.query<Record<string, string | Buffer | null>>(
      `select t::text as row${columns} from ${name} t`,
    );
    for (const { row, ...others } of rows) {
      const told = Object.values(others).map((each) => each?.toString() ?? '');
      said.push(`${name}: ${String(row)} ${told.join(' ')}`.toLowerCase());
    }
  }
  return said;
}

/** How often each of these texts is there, whatever its case and in whatever column: by its name. */
export async function countsOf(
  { owner }: Pick<World, 'owner'>,
  words: ReadonlyMap<string, string>,
): Promise<Map<string, number>> {
  const said = await everythingSaid(owner);
  const count = (word: string) => said.filter((row) => row.includes(word.toLowerCase())).length;
  return new Map([...words].map(([name, word]) => [name, count(word)]));
}

/** Those of these texts that are anywhere at all, and where: `name in table: row`. */
export async function placesOfAny(
  { owner }: Pick<World, 'owner'>,
  words: ReadonlyMap<string, string>,
): Promise<string[]> {
  const said = await everythingSaid(owner);
  return [...words].flatMap(([name, word]) =>
    said
      .filter((row) => row.includes(word.toLowerCase()))
      .map((row) => `${name} in ${row.slice(0, 200)}`),
  );
}
