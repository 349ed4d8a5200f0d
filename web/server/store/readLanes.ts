/**
 * Long reads of one club, shared out to threads that each have a connection of their own. All of them
 * see the books of one moment, whatever is written meanwhile, and none holds anybody up.
 */
import { availableParallelism } from 'node:os';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import type pg from 'pg';
import { openReader } from './connections.ts';

export type Reading = {
  readonly clubId: string;
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
};

/** Takes jobs until there are none, and answers what came of them; answers must be plain data. */
export type Lane<Job, Found> = (reading: Reading, take: () => Job | undefined) => Promise<Found[]>;

/** More do not help: the database has its own share of the work. */
const MOST_LANES = 4;
/** A thread takes a moment to begin: one lane for each so many jobs. */
const JOBS_A_LANE = 16;

type Handed<Job> = {
  url: string;
  clubId: string;
  snapshot: string;
  jobs: readonly Job[];
  next: SharedArrayBuffer;
};

/** Heard a few times a second: jobs that have been taken, of all. */
export type OnProgress = (taken: number, all: number) => void;

const PROGRESS_MS = 200;

function tellProgress(
  next: SharedArrayBuffer,
  all: number,
  onProgress?: OnProgress,
): NodeJS.Timeout | undefined {
  const taken = (): number => Math.min(all, Atomics.load(new Int32Array(next), 0));
  return onProgress && setInterval(() => onProgress(taken(), all), PROGRESS_MS);
}

/** The next job nobody has taken, of all threads that share `next`. */
function taker<Job>(jobs: readonly Job[], next: SharedArrayBuffer): () => Job | undefined {
  const place = new Int32Array(next);
  return () => jobs[Atomics.add(place, 0, 1)];
}

/**
 * Asks `plan` what there is to do and has it done by `lane`: here when it is little, else by threads.
 * `entry` is the module of such a thread, which calls `serveLane` with the same `lane`. `lanes`: for a
 * test; otherwise by the work and the processors.
 */
export async function readInLanes<Job, Found>(
  place: { url: string; clubId: string; lanes?: number; onProgress?: OnProgress },
  how: { plan: (reading: Reading) => Promise<Job[]>; lane: Lane<Job, Found>; entry: URL },
): Promise<Found[]> {
  const { url, clubId } = place;
  return reading(url, clubId, null, async (read) => {
    const jobs = await how.plan(read);
    const next = new SharedArrayBuffer(4);
    const telling = tellProgress(next, jobs.length, place.onProgress);
    try {
      const wanted = Math.ceil(jobs.length / JOBS_A_LANE);
      const lanes = place.lanes ?? Math.min(MOST_LANES, availableParallelism(), wanted);
      if (lanes <= 1) return await how.lane(read, taker(jobs, next));
      const [at] = await read.query<{ snapshot: string }>(
        'select pg_export_snapshot() as snapshot',
      );
      const handed: Handed<Job> = { url, clubId, snapshot: at?.snapshot ?? '', jobs, next };
      return await shareOut<Job, Found>(how.entry, handed, lanes);
    } finally {
      clearInterval(telling);
    }
  });
}

async function shareOut<Job, Found>(
  entry: URL,
  handed: Handed<Job>,
  lanes: number,
): Promise<Found[]> {
  const threads = Array.from({ length: lanes }, () => new Worker(entry, { workerData: handed }));
  try {
    return (await Promise.all(threads.map((thread) => answerOf<Found>(thread)))).flat();
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function answerOf<Found>(thread: Worker): Promise<Found[]> {
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`a thread ended with ${code}, unasked`)));
  });
}

/** All that a thread's module does: its share of the jobs, and the answer. */
export async function serveLane<Job, Found>(lane: Lane<Job, Found>): Promise<void> {
  if (isMainThread || !parentPort) throw new Error('this module is for a thread');
  const { url, clubId, snapshot, jobs, next } = workerData as Handed<Job>;
  parentPort.postMessage(
    await reading(url, clubId, snapshot, (read) => lane(read, taker(jobs, next))),
  );
}

/** `snapshot`: the moment of another connection, whose transaction must still be open. */
async function reading<T>(
  url: string,
  clubId: string,
  snapshot: string | null,
  work: (reading: Reading) => Promise<T>,
): Promise<T> {
  const client = openReader(url);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    if (snapshot) await client.query(`set transaction snapshot ${client.escapeLiteral(snapshot)}`);
    await client.query(`select set_config('regulars.club_id', $1, true)`, [clubId]);
    const query = async <Row extends pg.QueryResultRow>(
      text: string,
      values: readonly unknown[] = [],
    ) => (await client.query<Row>(text, [...values])).rows;
    return await work({ clubId, query: query as Reading['query'] });
  } finally {
    // Nothing was written, so there is nothing to end but the connection.
    await client.end();
  }
}
