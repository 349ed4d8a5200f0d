import { useEffect, useState } from 'react';
import type { CountAnswer, FilterBody } from '../../contract/segments.ts';
import type { Api } from '../api.ts';

const PAUSE_MS = 300;

export type Counting =
  | { kind: 'unfinished' }
  | { kind: 'counting' }
  | { kind: 'failed' }
  | { kind: 'counted'; answer: CountAnswer };

/** How many fit what is written so far, a moment after the last key. */
export function useCount(filter: FilterBody | null, api: Api): Counting {
  const asked = filter && JSON.stringify(filter);
  const [heard, setHeard] = useState<{ asked: string; answer: CountAnswer | null } | null>(null);
  useEffect(() => {
    if (asked === null) return;
    const stop = new AbortController();
    const hear = async (): Promise<void> => {
      const answer = await api.countSegment(JSON.parse(asked) as FilterBody, stop.signal);
      if (!stop.signal.aborted) setHeard({ asked, answer: answer.ok ? answer.value : null });
    };
    const timer = setTimeout(() => void hear(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, asked]);
  if (asked === null) return { kind: 'unfinished' };
  if (heard?.asked !== asked) return { kind: 'counting' };
  return heard.answer ? { kind: 'counted', answer: heard.answer } : { kind: 'failed' };
}
