import { useEffect, useState } from 'react';
import type { AnswersRequest, ProgramAnswer, ProgramBody } from '../../../contract/merchant.ts';
import type { WorstCaseAnswer } from '../../../contract/worstCase.ts';
import { useDesk } from '../../desk.ts';
import { readPercent } from '../../money/readNumber.ts';
import { baseOf } from '../../program/useDraft.ts';
import type { Draft } from '../../program/useDraft.ts';
import { focusField } from './editing.ts';

export type WorstCaseDesk = {
  /** Null until the merchant has told it. */
  marginBasisPoints: number | null;
  setMargin: (basisPoints: number) => void;
  /** Neither the shop's orders nor the merchant have said how large an order is. */
  needsAverage: boolean;
  setAverage: (aovMinor: number) => void;
  draft: WorstCaseAnswer | null;
  today: WorstCaseAnswer | null;
  typed: string;
  setTyped: (typed: string) => void;
  /** The figure must be typed, and is not. */
  unconfirmed: boolean;
  /** The figure as it was typed, in basis points; null: it need not be, or is not. */
  confirmed: number | null;
  tried: boolean;
  /** Goes to the figure that must be typed; true: there is none. */
  mayPublish: () => boolean;
};

const PAUSE_MS = 300;

/** What the draft costs at worst beside what is live, whenever the draft can be read. */
export function useWorstCase(answer: ProgramAnswer, draft: Draft): WorstCaseDesk {
  const { api } = useDesk();
  // What is told just now is newer than what the page was opened with.
  const [told, setTold] = useState<AnswersRequest | null>(null);
  const answers = told ?? answer.answers ?? null;
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const program = draft.read.ok ? JSON.stringify(draft.read.program) : null;
  const base = baseOf(answer)?.program;
  const { price: now, needsAverage } = usePrice(program, answers);
  const { price: today } = usePrice(base ? JSON.stringify(base) : null, answers);
  const read = readPercent(typed);
  const share = now?.worstCase.shareBasisPoints;
  const confirmed = read.ok && read.value === share;
  const unconfirmed = now?.worstCase.aboveHalfMargin === true && !confirmed;
  const tell = (next: AnswersRequest): void => {
    setTold(next);
    void api.tellAnswers(next);
  };
  return {
    marginBasisPoints: answers?.marginBasisPoints ?? null,
    setMargin: (marginBasisPoints) =>
      tell({ aovMinor: answers?.aovMinor ?? null, marginBasisPoints }),
    needsAverage,
    setAverage: (aovMinor) => answers && tell({ ...answers, aovMinor }),
    draft: now,
    today,
    typed,
    setTyped,
    unconfirmed,
    confirmed: confirmed ? share : null,
    tried,
    mayPublish: () => {
      setTried(true);
      if (unconfirmed) focusField('confirm-share');
      return !unconfirmed;
    },
  };
}

type Priced = { price: WorstCaseAnswer | null; needsAverage: boolean };

/** The price of a program (as JSON, so that the same one is asked for once). */
function usePrice(program: string | null, answers: AnswersRequest | null): Priced {
  const { api } = useDesk();
  const [priced, setPriced] = useState<Priced>({ price: null, needsAverage: false });
  useEffect(() => {
    if (program === null || answers === null) return;
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const body = JSON.parse(program) as ProgramBody;
      const { marginBasisPoints, aovMinor } = answers;
      const asked = { marginBasisPoints, ...(aovMinor === null ? {} : { aovMinor }) };
      const answer = await api.worstCase({ ...asked, program: body }, stop.signal);
      if (stop.signal.aborted) return;
      if (answer.ok) setPriced({ price: answer.value, needsAverage: false });
      else if (answer.field === 'aovMinor') setPriced({ price: null, needsAverage: true });
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, program, answers]);
  return priced;
}
