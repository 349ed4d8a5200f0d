/** What stands at this moment: what waits in the database, and this process's connections to it. */
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

/** What waits over all clubs, as the store counts it. */
export type Waiting = {
  inbox: { count: number; oldestAt: number | null };
  deliveries: readonly { kind: string; count: number; oldestAt: number }[];
  parked: { messages: number; deliveries: number };
  lookedAt: number | null;
};

export type Pool = { pool: string; most: number; open: number; idle: number; waiting: number };

export type GaugeSources = {
  waiting: () => Promise<Waiting>;
  pools: () => readonly Pool[];
  /** The app's clock. */
  now: () => number;
  /** Real time in ms, for how long what was read is told again. */
  elapsed: () => number;
  /** What is running here. */
  build: Readonly<Record<string, string>>;
};

/** However often somebody asks, the database is asked this seldom. */
const KEPT_MS = 5_000;
/** Longer than this, the database does not answer. */
const PATIENCE_MS = 3_000;

/** The last reading, or a new one that everybody who asks meanwhile waits for; null: none came. */
function keep(sources: GaugeSources): () => Promise<Waiting | null> {
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<Waiting | null> = Promise.resolve(null);
  return () => {
    if (sources.elapsed() - readAt < KEPT_MS) return reading;
    readAt = sources.elapsed();
    reading = soon(sources.waiting()).catch(() => null);
    return reading;
  };
}

function soon<T>(answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

type Sample = readonly [labels: Record<string, string>, value: number];

/** Adds gauges to a registry that are read when somebody asks for them. */
export function addGauges(registry: Registry, sources: GaugeSources): void {
  const waiting = keep(sources);
  const age = (at: number | null) => (at === null ? 0 : Math.max(0, sources.now() - at) / 1000);
  const add = (
    name: string,
    help: string,
    labelNames: string[],
    read: () => Promise<readonly Sample[]> | readonly Sample[],
  ) =>
    new Gauge({
      name: `regulars_${name}`,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const samples = await read();
        if (labelNames.length > 0) this.reset();
        else if (samples.length === 0) this.remove();
        for (const [labels, value] of samples) this.set(labels, value);
      },
    });
  /** What nobody could read is left out: an old number would be a lie. */
  const told = (shape: (read: Waiting) => readonly Sample[]) => async () => {
    const read = await waiting();
    return read === null ? [] : shape(read);
  };
  add(
    'inbox_waiting',
    'Messages that are due, 100,000 at most.',
    [],
    told(one((w) => w.inbox.count)),
  );
  add(
    'inbox_oldest_seconds',
    'For how long the oldest of them has been due.',
    [],
    told(one((w) => age(w.inbox.oldestAt))),
  );
  add(
    'deliveries_waiting',
    'Deliveries that are due, 100,000 at most.',
    ['kind'],
    told((w) => w.deliveries.map(({ kind, count }) => [{ kind }, count])),
  );
  add(
    'deliveries_oldest_seconds',
    'For how long the oldest of them has been due.',
    ['kind'],
    told((w) => w.deliveries.map(({ kind, oldestAt }) => [{ kind }, age(oldestAt)])),
  );
  add(
    'parked',
    'Set aside for a person.',
    ['what'],
    told(({ parked }) => Object.entries(parked).map(([what, n]) => [{ what }, n])),
  );
  add(
    'reconciliation_oldest_seconds',
    'Since the shop that waits longest was last looked at.',
    [],
    told(one((w) => age(w.lookedAt))),
  );
  add('database_up', 'Whether the database told what waits.', [], async () => [
    [{}, (await waiting()) === null ? 0 : 1],
  ]);
  addPools(add, sources.pools);
  add('build_info', 'What is running here.', Object.keys(sources.build), () => [
    [{ ...sources.build }, 1],
  ]);
}

const one =
  (shape: (read: Waiting) => number) =>
  (read: Waiting): readonly Sample[] => [[{}, shape(read)]];

type Add = (
  name: string,
  help: string,
  labelNames: string[],
  read: () => readonly Sample[],
) => unknown;

function addPools(add: Add, pools: () => readonly Pool[]): void {
  add('pool_connections', 'Connections to the database.', ['pool', 'state'], () =>
    pools().flatMap(({ pool, open, idle }): Sample[] => [
      [{ pool, state: 'busy' }, open - idle],
      [{ pool, state: 'idle' }, idle],
    ]),
  );
  add('pool_connections_max', 'As many there may be.', ['pool'], () =>
    pools().map(({ pool, most }): Sample => [{ pool }, most]),
  );
  add('pool_waiting', 'Work that waits for a connection.', ['pool'], () =>
    pools().map(({ pool, waiting }): Sample => [{ pool }, waiting]),
  );
}
