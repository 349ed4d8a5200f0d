import { useCallback, useEffect, useState } from 'react';
import type { Answer, Failure } from './api.ts';

export type Asked<T> = {
  /** Stays while it is asked again, so that nothing jumps. */
  value: T | null;
  failure: Failure | null;
  again: () => void;
};

/** Asks when the page opens, and when `again` is called. `ask` must stay the same function. */
export function useAnswer<T>(ask: (signal: AbortSignal) => Promise<Answer<T>>): Asked<T> {
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    const hear = async (): Promise<void> => {
      const answer = await ask(stop.signal);
      if (stop.signal.aborted) return;
      setFailure(answer.ok ? null : answer);
      if (answer.ok) setValue(answer.value);
    };
    void hear();
    return () => stop.abort();
  }, [ask, round]);

  const again = useCallback(() => setRound((count) => count + 1), []);
  return { value, failure, again };
}
