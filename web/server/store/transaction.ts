/**
 * One request or job, one transaction, one club. `Tx` is the only handle to the books there is: raw
 * SQL for the set-based paths and Prisma for single-row work, both on the same connection.
 */
import pg from 'pg';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';
import type { Database } from './connections.ts';

export type Tx = {
  readonly clubId: string;
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Single statements only: Prisma must not open a transaction inside this one. */
  readonly prisma: PrismaClient;
};

export type InTransaction = <T>(clubId: string, work: (tx: Tx) => Promise<T>) => Promise<T>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A pool of exactly one connection, so that Prisma speaks inside our transaction. */
class OneConnection extends pg.Pool {
  readonly #client: pg.PoolClient;
  constructor(client: pg.PoolClient) {
    super({ max: 1 });
    this.#client = client;
  }
  override query = ((...input: unknown[]) =>
    (this.#client.query as (...input: unknown[]) => unknown)(...input)) as pg.Pool['query'];
}

const prismaByClient = new WeakMap<pg.PoolClient, PrismaClient>();

function prismaOn(client: pg.PoolClient): PrismaClient {
  let prisma = prismaByClient.get(client);
  if (!prisma) {
    prisma = new PrismaClient({ adapter: new PrismaPg(new OneConnection(client)) });
    prismaByClient.set(client, prisma);
  }
  return prisma;
}

function openTx(clubId: string, client: pg.PoolClient): Tx {
  return {
    clubId,
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await client.query(text, [...values])).rows as Row[],
    get prisma() {
      return prismaOn(client);
    },
  };
}

/**
 * Runs `work` in one transaction of one club: row-level security shows it that club and no other.
 * Commits when `work` returns, rolls back when it throws.
 */
export async function inTransaction<T>(
  db: Database,
  clubId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (!UUID.test(clubId)) throw new Error('a club id is a UUID');
  const client = await db.app.connect();
  let broken: Error | undefined;
  try {
    await client.query(`begin; set local regulars.club_id = '${clubId}'`);
    const result = await work(openTx(clubId, client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
    throw error;
  } finally {
    client.release(broken);
  }
}
