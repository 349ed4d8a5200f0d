/**
 * The pulse: asks which clubs have work, works on them in turn, and rests until something arrives.
 * It has two beats, so that a shop that answers slowly holds up nobody's books: one records and keeps
 * time, the other speaks to shops. One process runs one pulse; any number of processes may.
 */
import { deliverDue } from '../actions/deliver.ts';
import { keepTime } from '../actions/keepTime.ts';
import { BATCH_LIMIT, noteFailure, recordBatch, recordOne } from '../actions/recordMessages.ts';
import type { Recorded } from '../actions/recordMessages.ts';
import { contextOf } from '../actions/context.ts';
import type { Reach } from '../actions/context.ts';
import type { DueClubs } from '../store/deliveries.ts';
import { openBeat } from './beat.ts';

export type Pulse = {
  start(): void;
  /** There may be work: look now. */
  wake(): void;
  /** Works until nothing is due. Used when the clock was moved, and by tests. */
  drain(): Promise<void>;
  stop(): Promise<void>;
};

export type PulseDeps = {
  reach: Reach;
  dueClubs: () => Promise<DueClubs>;
  /** Hears of work that failed; never with personal data. */
  onError: (error: unknown, about: { work: string; clubId: string }) => void;
};

/** How many clubs' deliveries are on their way at once. */
const SHOP_LANES = 4;
/** While the database writes for one club, we read and judge for another. */
const BOOK_LANES = 2;

export function openPulse(deps: PulseDeps): Pulse {
  const onError = (error: unknown) => deps.onError(error, { work: 'pulse', clubId: '' });
  const books = openBeat(async () => {
    const busy = await workOnBooks(deps);
    if (busy) shops.wake();
    return busy;
  }, onError);
  const shops = openBeat(() => workWithShops(deps), onError);
  const beats = [books, shops];
  return {
    start: () => beats.forEach((beat) => beat.start()),
    wake: () => beats.forEach((beat) => beat.wake()),
    drain: async () => {
      let busy = true;
      while (busy) {
        busy = false;
        for (const beat of beats) busy = (await beat.drain()) || busy;
      }
    },
    stop: async () => void (await Promise.all(beats.map((beat) => beat.stop()))),
  };
}

type Attempt = (work: string, clubId: string, act: () => Promise<number>) => Promise<boolean>;

/** Runs one piece of work; true if there was anything to do. What fails is told and passed over. */
const attemptOf =
  ({ onError }: PulseDeps): Attempt =>
  async (work, clubId, act) => {
    try {
      return (await act()) > 0;
    } catch (error) {
      onError(error, { work, clubId });
      return false;
    }
  };

/** Does something for every item, `lanes` at a time; true if anything was done. */
async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  act: (item: T) => Promise<boolean>,
): Promise<boolean> {
  const waiting = [...items];
  let busy = false;
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      if (await act(item)) busy = true;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return busy;
}

/** One look at all clubs' messages and clocks; true if there was anything to do. */
export async function workOnBooks(deps: PulseDeps): Promise<boolean> {
  const { reach } = deps;
  const attempt = attemptOf(deps);
  const due = await deps.dueClubs();
  const recorded = await inLanes(due.inbox, BOOK_LANES, (clubId) =>
    attempt('inbox', clubId, () => workInbox(deps, clubId)),
  );
  const kept = await inLanes(due.clock, BOOK_LANES, (clubId) =>
    attempt('clock', clubId, () =>
      reach.inTransaction(clubId, (tx) => keepTime(tx, contextOf(reach))),
    ),
  );
  return recorded || kept;
}

/** One look at all clubs' deliveries: clubs side by side, the kinds of one club in turn. */
async function workWithShops(deps: PulseDeps): Promise<boolean> {
  const attempt = attemptOf(deps);
  const due = await deps.dueClubs();
  const clubs = [...Map.groupBy(due.deliveries, ({ clubId }) => clubId).values()];
  return inLanes(clubs, SHOP_LANES, async (mine) => {
    let busy = false;
    for (const { clubId, kind } of mine) {
      busy = (await attempt(kind, clubId, () => deliverDue(deps.reach, clubId, kind))) || busy;
    }
    return busy;
  });
}

/** A batch; and when it cannot be written as one, as many rows one by one. */
async function workInbox({ reach, onError }: PulseDeps, clubId: string): Promise<number> {
  const tell = (recorded: readonly Recorded[]) => {
    for (const { receivedAt, ...each } of recorded) {
      reach.tell?.({ kind: 'message', clubId, ...each, lagMs: reach.now() - receivedAt });
    }
    return recorded.length;
  };
  const run = async (record: typeof recordBatch) =>
    tell(await reach.inTransaction(clubId, (tx) => record(tx, contextOf(reach), reach.platform)));
  try {
    return await run(recordBatch);
  } catch (error) {
    onError(error, { work: 'batch', clubId });
  }
  let done = 0;
  while (done < BATCH_LIMIT) {
    try {
      if ((await run(recordOne)) === 0) return done;
    } catch (error) {
      onError(error, { work: 'message', clubId });
      const reason = error instanceof Error ? error.name : 'failed';
      tell(await reach.inTransaction(clubId, (tx) => noteFailure(tx, contextOf(reach), reason)));
    }
    done += 1;
  }
  return done;
}
