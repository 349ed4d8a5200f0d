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
  /** The same for a text that never changes, on a hot path: each connection plans it once. */
  hot<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /**
   * Sends a hot write whose answer nobody needs and goes on at once. The transaction commits only if
   * it succeeded; otherwise `inTransaction` throws what went wrong.
   */
  send(text: string, values?: readonly unknown[]): void;
  /**
   * A hot question after which nothing comes: `commit` travels with it, so that a transaction of one
   * question is one flight. For reading only: what fails afterwards undoes nothing.
   */
  last<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
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

const names = new Map<string, string>();

/** One name a text: the texts of hot statements are constants, so there are few. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `hot-${names.size + 1}`;
    names.set(text, name);
  }
  return name;
}

/** What was sent and not waited for: the first thing that went wrong with it. */
type Flight = {
  pending: Promise<unknown>[];
  failure: unknown;
  /** Sent already: the transaction has had its last statement. */
  commit: Promise<pg.QueryResult> | null;
};

type Wire = { connection?: { stream?: { cork?(): void; uncork?(): void } } };

/**
 * Holds what is written until this turn is over, so that statements of one flight leave in one packet:
 * a packet each costs more than the statements do.
 */
function gather(client: pg.PoolClient): void {
  const stream = (client as Wire).connection?.stream;
  if (!stream?.cork || !stream.uncork) return;
  stream.cork();
  process.nextTick(() => stream.uncork?.());
}

function openTx(clubId: string, client: pg.PoolClient, flight: Flight): Tx {
  const open = () => {
    if (flight.commit) throw new Error('this transaction has had its last statement');
    gather(client);
  };
  const hot = (text: string, values: readonly unknown[]) => {
    open();
    return client.query({ name: nameOf(text), text, values: [...values] });
  };
  return {
    clubId,
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      open();
      return (await client.query(text, [...values])).rows as Row[];
    },
    hot: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await hot(text, values)).rows as Row[],
    last: async <Row>(text: string, values: readonly unknown[] = []) => {
      const answer = hot(text, values);
      flight.commit = client.query('commit');
      sendOff(flight, flight.commit);
      return (await answer).rows as Row[];
    },
    send: (text, values = []) => sendOff(flight, hot(text, values)),
    get prisma() {
      return prismaOn(client);
    },
  };
}

function sendOff(flight: Flight, answer: Promise<unknown>): void {
  flight.pending.push(answer.catch((error: unknown) => (flight.failure ??= error)));
}

/**
 * Runs `work` in one transaction of one club: row-level security shows it that club and no other.
 * Commits when `work` returns, rolls back when it throws.
 *
 * Connections are pipelined: `begin` travels with the first statement, and what was sent travels with
 * `commit`. A statement that failed does not stop those behind it on the wire, but PostgreSQL refuses
 * them and ends the transaction with ROLLBACK; so every answer is looked at before anybody is told
 * that it is done. Without its `begin` a statement would see no club, and so no row.
 */
export async function inTransaction<T>(
  db: Database,
  clubId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  if (!UUID.test(clubId)) throw new Error('a club id is a UUID');
  const client = await db.app.connect();
  const flight: Flight = { pending: [], failure: undefined, commit: null };
  let broken: Error | undefined;
  try {
    gather(client);
    sendOff(flight, client.query(`begin; set local regulars.club_id = '${clubId}'`));
    const result = await work(openTx(clubId, client, flight));
    const { command } = await (flight.commit ?? client.query('commit'));
    await Promise.all(flight.pending);
    if (flight.failure) throw flight.failure;
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
    throw flight.failure ?? error;
  } finally {
    client.release(broken);
  }
}
