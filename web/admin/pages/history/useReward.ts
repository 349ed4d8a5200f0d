import { useRef, useState } from 'react';
import type { PastRewardAnswer, PreviewAnswer } from '../../../contract/healing.ts';
import type { PreviewRequest } from '../../../contract/healing.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';

export type Rewarding = {
  busy: boolean;
  failure: Failure | null;
  /** What the choice would give, as it was counted for it. */
  preview: PreviewAnswer | null;
  see: (choice: PreviewRequest) => Promise<void>;
  decide: (choice: PreviewRequest) => Promise<void>;
  /** Another choice is thought of: what was counted does not hold for it. */
  forget: () => void;
};

/** Counts first, then decides; a lost answer does not decide twice. */
export function useReward(onDecided: (made: PastRewardAnswer) => void): Rewarding {
  const { api } = useDesk();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [preview, setPreview] = useState<PreviewAnswer | null>(null);
  /** Which question the answer is awaited for; a later one makes it stale. */
  const round = useRef(0);
  const id = useRef(crypto.randomUUID());

  const forget = (): void => {
    round.current += 1;
    id.current = crypto.randomUUID();
    setBusy(false);
    setPreview(null);
    setFailure(null);
  };
  const see = async (choice: PreviewRequest): Promise<void> => {
    if (busy) return;
    const mine = (round.current += 1);
    setBusy(true);
    const answer = await api.previewPast(choice);
    if (mine !== round.current) return;
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    setPreview(answer.ok ? answer.value : null);
  };
  const decide = async (choice: PreviewRequest): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const answer = await api.rewardPast({ id: id.current, ...choice });
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) onDecided(answer.value);
  };
  return { busy, failure, preview, see, decide, forget };
}
