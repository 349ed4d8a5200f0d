import { useState } from 'react';
import type { SetAside } from '../../../contract/health.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';

export type Retrying = {
  /** The id of the one that is tried, or `all`. */
  busy: string | null;
  failure: Failure | null;
  one: (aside: SetAside) => Promise<void>;
  all: (asides: readonly SetAside[]) => Promise<void>;
};

/** The worker takes a moment; then this page can tell how it went. */
const MOMENT_MS = 1500;

/** Tries again what was set aside; the focus goes to `headingId`, since the buttons go away. */
export function useRetry(headingId: string, again: () => void): Retrying {
  const { words, api, announce } = useDesk();
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const settle = (failed: Failure | null, said: string): void => {
    setBusy(null);
    setFailure(failed);
    if (!failed) {
      announce(said);
      document.getElementById(headingId)?.focus();
      setTimeout(again, MOMENT_MS);
    }
    again();
  };
  const one = async ({ id }: SetAside): Promise<void> => {
    if (busy !== null) return;
    setBusy(id);
    const answer = await api.retryParked(id);
    settle(answer.ok ? null : answer, words.say('home.retried'));
  };
  const all = async (asides: readonly SetAside[]): Promise<void> => {
    if (busy !== null) return;
    setBusy('all');
    let failed: Failure | null = null;
    // One after the other: each is a small request, and the server need not hurry.
    for (const { id } of asides) {
      const answer = await api.retryParked(id);
      // What is not there any more was dealt with in the meantime.
      if (!answer.ok && answer.code !== 'notFound') failed = answer;
    }
    settle(failed, words.say('health.setAside.gone'));
  };
  return { busy, failure, one, all };
}
