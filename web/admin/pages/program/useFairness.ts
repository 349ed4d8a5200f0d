import { useEffect, useState } from 'react';
import type { FairnessAnswer, ProgramBody } from '../../../contract/merchant.ts';
import { useDesk } from '../../desk.ts';
import type { Draft } from '../../program/useDraft.ts';

const PAUSE_MS = 300;
const NOTHING: FairnessAnswer = { changes: [], from: null };

/** What the draft takes from points that shoppers hold, and when it may begin. */
export function useFairness(draft: Draft): FairnessAnswer {
  const { api } = useDesk();
  const [told, setTold] = useState<FairnessAnswer>(NOTHING);
  const program = draft.read.ok ? JSON.stringify(draft.read.program) : null;
  useEffect(() => {
    if (program === null) return;
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const answer = await api.fairness(JSON.parse(program) as ProgramBody, stop.signal);
      if (!stop.signal.aborted) setTold(answer.ok ? answer.value : NOTHING);
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, program]);
  return told;
}
