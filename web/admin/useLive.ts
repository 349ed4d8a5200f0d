import { useEffect } from 'react';
import type { Answer } from './api.ts';
import { useAnswer } from './useAnswer.ts';
import type { Asked } from './useAnswer.ts';

/**
 * As `useAnswer`, and asked again by itself `everyMs` after each answer that `moves`. An answer that
 * fails in between is asked for again as well, and what was there before stays.
 */
export function useLive<T>(
  ask: (signal: AbortSignal) => Promise<Answer<T>>,
  moves: (value: T) => boolean,
  everyMs: number,
): Asked<T> {
  const asked = useAnswer(ask);
  const { value, failure, again } = asked;
  const moving = value !== null && moves(value);
  useEffect(() => {
    if (!moving) return;
    const timer = setTimeout(again, everyMs);
    return () => clearTimeout(timer);
    // Each answer is another value or another failure, and starts the time anew.
  }, [moving, value, failure, again, everyMs]);
  return asked;
}
