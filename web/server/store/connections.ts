/**
 * The connections of one process: a pool that works inside clubs (`regulars_app`) and a small one that
 * takes messages in and sees who has work (`regulars_intake`). The role is a start-up setting of the
 * connection, so that `reset role` leads back to it. The store exports no other client.
 */
import pg from 'pg';

const INT8 = 20;
const TIMESTAMPTZ = 1184;

/** bigint arrives as BigInt, timestamptz as ms since the epoch. */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return (text: string) => BigInt(text);
    if (oid === TIMESTAMPTZ) return (text: string) => Date.parse(text);
    return pg.types.getTypeParser(oid, format);
  }) as typeof pg.types.getTypeParser,
};

export type PoolFigures = {
  pool: 'app' | 'intake';
  /** As many connections there may be, there are, and do nothing; and work that waits for one. */
  most: number;
  open: number;
  idle: number;
  waiting: number;
};

export const poolFigures = (db: Database): PoolFigures[] =>
  (['app', 'intake'] as const).map((pool) => {
    const { options, totalCount: open, idleCount: idle, waitingCount: waiting } = db[pool];
    return { pool, most: options.max, open, idle, waiting };
  });

export type Database = { app: pg.Pool; intake: pg.Pool; end(): Promise<void> };

/** What a statement may take, ms: of a pool, where somebody waits for it, and of a long read. */
const PATIENCE_MS = 60_000;
const LONG_PATIENCE_MS = 1_800_000;

/** What is asked for again and again lies in memory, or on a disk without a head to move. */
const PLANNER = '-c random_page_cost=1.1';

const optionsOf = (role: string, patienceMs: number): string =>
  `-c role=${role} -c timezone=UTC -c statement_timeout=${patienceMs} ${PLANNER}`;

// Whole tables side by side are read along their keys: half the work of a hash that has to hold them,
// and the same memory however large they are. Whoever reads so has as many connections as it wants.
const LONG_READS =
  '-c enable_hashjoin=off -c enable_hashagg=off -c work_mem=64MB -c max_parallel_workers_per_gather=0';

/** One connection that works inside clubs, for a long read beside the pools. Not connected yet. */
export function openReader(url: string): pg.Client {
  const options = `${optionsOf('regulars_app', LONG_PATIENCE_MS)} ${LONG_READS}`;
  return new pg.Client({ pipeline: true, connectionString: url, options, types });
}

function openPool(
  url: string,
  role: string,
  max: number,
  onError: (error: Error) => void,
): pg.Pool {
  // Pipelined: several statements may be on the wire at once, answered in their order.
  const pool = new pg.Pool({
    pipeline: true,
    connectionString: url,
    options: optionsOf(role, PATIENCE_MS),
    max,
    types,
  });
  // A connection that breaks while idle is replaced at the next use; without a listener it would
  // end the process.
  pool.on('error', onError);
  // One that breaks in somebody's hands says so twice: to the statement under way, and as an event
  // that would end the process too.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Opens both pools on one address. `poolSize` is for the app pool; intake takes two. */
export function openDatabase(
  url: string,
  poolSize: number,
  onError: (error: Error) => void = () => {},
): Database {
  const app = openPool(url, 'regulars_app', poolSize, onError);
  const intake = openPool(url, 'regulars_intake', 2, onError);
  return { app, intake, end: async () => void (await Promise.all([app.end(), intake.end()])) };
}
