/**
 * The pulse: asks once which clubs have work, works on them in turn, and rests until something
 * arrives. One process runs one pulse; any number of processes may.
 */
import { deliverDue } from '../actions/deliver.ts';
import { keepTime } from '../actions/keepTime.ts';
import { noteFailure, recordBatch, recordOne } from '../actions/recordMessages.ts';
import type { Context, Reach } from '../actions/context.ts';
import { DELIVERY_KINDS } from '../store/deliveries.ts';
import type { DueClubs } from '../store/deliveries.ts';

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

const REST_MS = 500;

const contextOf = (reach: Reach): Context => ({
  now: reach.now(),
  newId: reach.newId,
  keys: reach.keys,
});

export function openPulse(deps: PulseDeps): Pulse {
  let stopped = false;
  let wakeUp: (() => void) | null = null;
  let awake = false;
  let running: Promise<void> = Promise.resolve();
  let round: Promise<boolean> | null = null;

  /** One look at all clubs; true if there was anything to do. Only one runs at a time. */
  const lookOnce = () => {
    round ??= workRound(deps).finally(() => (round = null));
    return round;
  };
  const beat = async () => {
    while (!stopped) {
      awake = false;
      const busy = await lookOnce().catch((error: unknown) => {
        deps.onError(error, { work: 'pulse', clubId: '' });
        return false;
      });
      if (busy || awake || stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, REST_MS);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wakeUp = null;
    }
  };
  return {
    start: () => void (running = beat()),
    wake: () => {
      awake = true;
      wakeUp?.();
    },
    drain: async () => {
      if (round) await round;
      while (await lookOnce());
    },
    stop: async () => {
      stopped = true;
      wakeUp?.();
      await running;
      await round;
    },
  };
}

async function workRound(deps: PulseDeps): Promise<boolean> {
  const due = await deps.dueClubs();
  let busy = false;
  const attempt = async (work: string, clubId: string, act: () => Promise<number>) => {
    try {
      if ((await act()) > 0) busy = true;
    } catch (error) {
      deps.onError(error, { work, clubId });
    }
  };
  for (const clubId of due.inbox) {
    await attempt('inbox', clubId, () => workInbox(deps, clubId));
  }
  for (const clubId of due.clock) {
    await attempt('clock', clubId, () =>
      deps.reach.inTransaction(clubId, (tx) => keepTime(tx, contextOf(deps.reach))),
    );
  }
  for (const clubId of due.deliveries) {
    for (const kind of DELIVERY_KINDS) {
      await attempt(kind, clubId, () => deliverDue(deps.reach, clubId, kind));
    }
  }
  return busy;
}

/** A batch; and when it cannot be written as one, its rows one by one. */
async function workInbox({ reach, onError }: PulseDeps, clubId: string): Promise<number> {
  const run = (record: typeof recordBatch) =>
    reach.inTransaction(clubId, (tx) => record(tx, contextOf(reach), reach.platform));
  try {
    return await run(recordBatch);
  } catch (error) {
    onError(error, { work: 'batch', clubId });
  }
  let done = 0;
  for (;;) {
    try {
      if ((await run(recordOne)) === 0) return done;
      done += 1;
    } catch (error) {
      onError(error, { work: 'message', clubId });
      const reason = error instanceof Error ? error.name : 'failed';
      await reach.inTransaction(clubId, (tx) => noteFailure(tx, contextOf(reach), reason));
      done += 1;
    }
  }
}
