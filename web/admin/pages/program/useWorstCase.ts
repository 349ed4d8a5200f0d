import { useEffect, useState } from 'react';
import type { ProgramAnswer, ProgramBody, WorstCaseAnswer } from '../../../contract/merchant.ts';
import { useDesk } from '../../desk.ts';
import { readPercent } from '../../money/readNumber.ts';
import { keepAnswers, recallAnswers } from '../../program/shopAnswers.ts';
import type { ShopAnswers } from '../../program/shopAnswers.ts';
import { baseOf } from '../../program/useDraft.ts';
import type { Draft } from '../../program/useDraft.ts';
import { focusField } from './editing.ts';

export type WorstCaseDesk = {
  /** Null until the merchant has told it. */
  marginBasisPoints: number | null;
  setMargin: (basisPoints: number) => void;
  draft: WorstCaseAnswer | null;
  today: WorstCaseAnswer | null;
  typed: string;
  setTyped: (typed: string) => void;
  /** The figure must be typed, and is not. */
  unconfirmed: boolean;
  tried: boolean;
  /** Goes to the figure that must be typed; true: there is none. */
  mayPublish: () => boolean;
};

const PAUSE_MS = 300;

/** What the draft costs at worst beside what is live, whenever the draft can be read. */
export function useWorstCase(answer: ProgramAnswer, draft: Draft): WorstCaseDesk {
  const [answers, setAnswers] = useState(recallAnswers);
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const program = draft.read.ok ? JSON.stringify(draft.read.program) : null;
  const base = baseOf(answer)?.program;
  const now = usePrice(program, answers);
  const today = usePrice(base ? JSON.stringify(base) : null, answers);
  const read = readPercent(typed);
  const share = now?.worstCase.shareBasisPoints;
  const confirmed = read.ok && read.value === share;
  const unconfirmed = now?.worstCase.aboveHalfMargin === true && !confirmed;
  return {
    marginBasisPoints: answers?.marginBasisPoints ?? null,
    setMargin: (marginBasisPoints) => {
      const next = { ...answers, marginBasisPoints };
      keepAnswers(next);
      setAnswers(next);
    },
    draft: now,
    today,
    typed,
    setTyped,
    unconfirmed,
    tried,
    mayPublish: () => {
      setTried(true);
      if (unconfirmed) focusField('confirm-share');
      return !unconfirmed;
    },
  };
}

/** The price of a program (as JSON, so that the same one is asked for once). */
function usePrice(program: string | null, answers: ShopAnswers | null): WorstCaseAnswer | null {
  const { api } = useDesk();
  const [price, setPrice] = useState<WorstCaseAnswer | null>(null);
  useEffect(() => {
    if (program === null || answers === null) return;
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const body = JSON.parse(program) as ProgramBody;
      const answer = await api.worstCase({ ...answers, program: body }, stop.signal);
      if (!stop.signal.aborted && answer.ok) setPrice(answer.value);
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, program, answers]);
  return price;
}
