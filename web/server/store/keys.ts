/** The one row that is no club's: the sealed root secret, and which key new tokens are sealed under. */
import type pg from 'pg';
import type { Database } from './connections.ts';
import { at } from './rows.ts';

export type KeysRow = { sealed: Buffer; tokenKeyId: number };

/** What may be done to the row while nobody else can. */
export type KeysHand = {
  read(): Promise<KeysRow | null>;
  /** Whether any shop was ever connected: its data hangs on a secret then. */
  shopsExist(): Promise<boolean>;
  add(sealed: Buffer, now: number): Promise<void>;
  reseal(sealed: Buffer, now: number): Promise<void>;
};

const handOf = (client: pg.PoolClient): KeysHand => ({
  read: async () => {
    const { rows } = await client.query<KeysRow>(
      'select sealed, token_key_id as "tokenKeyId" from app_keys',
    );
    return rows[0] ?? null;
  },
  shopsExist: async () => (await client.query('select shop_id from shops limit 1')).rowCount === 1,
  add: async (sealed, now) => {
    await client.query('insert into app_keys (sealed, created_at, sealed_at) values ($1, $2, $2)', [
      sealed,
      at(now),
    ]);
  },
  reseal: async (sealed, now) => {
    await client.query('update app_keys set sealed = $1, sealed_at = $2', [sealed, at(now)]);
  },
});

/** Runs `work` alone over all processes, in one transaction: many may start at once. */
export async function withKeys<T>(db: Database, work: (hand: KeysHand) => Promise<T>): Promise<T> {
  const client = await db.intake.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtextextended('app keys', 0))`);
    const result = await work(handOf(client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failed: Error) => (broken = failed));
    throw error;
  } finally {
    client.release(broken);
  }
}

export async function newestTokenKey(db: Database): Promise<number> {
  const { rows } = await db.intake.query<{ id: number }>('select token_key_id as id from app_keys');
  return rows[0]?.id ?? 0;
}

/** From now on new tokens are sealed under the next key; answers its number. */
export async function useNextTokenKey(db: Database): Promise<number> {
  const { rows } = await db.intake.query<{ id: number }>(
    'update app_keys set token_key_id = token_key_id + 1 returning token_key_id as id',
  );
  const [row] = rows;
  if (!row) throw new Error('This database has no keys yet: start the app once before.');
  return row.id;
}
