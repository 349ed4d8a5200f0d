import { useEffect, useState } from 'react';
import type { ProgramAnswer, ProgramBody } from '../../../contract/merchant.ts';
import type { TierMovesAnswer } from '../../../contract/tierMoves.ts';
import { useDesk } from '../../desk.ts';
import { baseOf } from '../../program/useDraft.ts';
import type { Draft } from '../../program/useDraft.ts';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';

type Props = { answer: ProgramAnswer; draft: Draft };

/** "312 move up, 40 down": what a change of tiers would do, before it is made. */
export function TierMovesCard({ answer, draft }: Props) {
  const { words } = useDesk();
  const now = baseOf(answer)?.program.tiers ?? null;
  const program = draft.read.ok ? draft.read.program : null;
  const same = program !== null && JSON.stringify(program.tiers ?? null) === JSON.stringify(now);
  const moves = useTierMoves(same ? null : program);
  if (same || program === null) return null;
  return (
    <SectionCard title={words.say('program.moves.title')} headingId="tier-moves">
      {moves === null ? (
        <Sentence tone="body">{words.say('program.moves.counting')}</Sentence>
      ) : (
        <>
          <Sentence>
            {words.say('program.moves.sentence', {
              up: words.say('program.moves.up', { n: moves.up }),
              down: words.say('program.moves.down', { n: moves.down }),
            })}
          </Sentence>
          {moves.entryPoints > 0 && (
            <Sentence>
              {words.say('program.moves.entry', {
                points: words.say('count.points', { n: moves.entryPoints }),
              })}
            </Sentence>
          )}
        </>
      )}
      <Sentence tone="soft">{words.say('program.moves.kept')}</Sentence>
    </SectionCard>
  );
}

const PAUSE_MS = 500;

/** Asked for whenever the draft can be read and its tiers are others; null until it is known. */
function useTierMoves(program: ProgramBody | null): TierMovesAnswer | null {
  const { api } = useDesk();
  const asked = program === null ? null : JSON.stringify(program);
  const [told, setTold] = useState<{ asked: string; moves: TierMovesAnswer } | null>(null);
  useEffect(() => {
    if (asked === null) return;
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const body = { program: JSON.parse(asked) as ProgramBody };
      const answer = await api.tierMoves(body, stop.signal);
      if (!stop.signal.aborted && answer.ok) setTold({ asked, moves: answer.value });
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, asked]);
  return told?.asked === asked ? told.moves : null;
}
