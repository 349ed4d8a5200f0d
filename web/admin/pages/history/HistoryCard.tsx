import { useEffect, useRef, useState } from 'react';
import type { Healing, PastRewardAnswer } from '../../../contract/healing.ts';
import { useDesk } from '../../desk.ts';
import { stageOf, withDecision } from '../../history/stage.ts';
import type { Stage } from '../../history/stage.ts';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { plain } from '../../words/words.ts';
import { isPutAway, putAway } from '../../remembered.ts';
import { Asking } from './Asking.tsx';
import { Decided, Giving } from './Giving.tsx';
import { gaveSentence } from './historyWords.ts';
import { Imported, Importing } from './Importing.tsx';
import type { Place } from './place.ts';
import { RewardDialog } from './RewardDialog.tsx';

type Props = {
  healing: Healing;
  place: Place;
  /** Only while there is something to see or to answer; elsewhere it is always there. */
  brief: boolean;
  /** Asks the server again. */
  again: () => void;
  /** The past has been read, or its points are given: other figures have changed. */
  onSettled: () => void;
};

const headingId = 'history';

/** The orders of before us: how far they have been read, and what they may bring. */
export function HistoryCard({ healing: told, place, brief, again, onSettled }: Props) {
  const { words, announce } = useDesk();
  const [decided, setDecided] = useState<PastRewardAnswer | null>(null);
  const [deciding, setDeciding] = useState(false);
  const question = `pastOrders.${place.shopName}`;
  const [away, setAway] = useState(() => isPutAway(question));
  const healing = withDecision(told, decided);
  const stage = stageOf(healing, place.hasProgram);
  const moved = useMoved(stage, (from) => {
    if (from === 'import') announce(words.say('history.doneTitle'));
    if (from === 'giving' && healing.pastReward) {
      announce(plain(gaveSentence(healing.pastReward, words)));
    }
    if (from === 'import' || from === 'giving') onSettled();
    // The button that was pressed is gone; the heading is the nearest thing that stays.
    if (from === 'ask') document.getElementById(headingId)?.focus();
  });
  const dismiss = (): void => {
    putAway(question);
    setAway(true);
    announce(words.say('history.putAway'));
    document.querySelector('h1')?.focus();
  };
  if (brief && !isShown({ stage, away, moved })) return null;
  const title = words.say(titleOf(stage, moved, healing.import.read));
  return (
    <SectionCard title={title} headingId={headingId}>
      {stage === 'import' && <Importing past={healing.import} />}
      {stage === 'rest' && <Imported healing={healing} place={place} />}
      {stage === 'ask' && (
        <Asking
          healing={healing}
          place={place}
          onDecide={() => setDeciding(true)}
          onLater={brief ? dismiss : null}
        />
      )}
      {stage === 'giving' && healing.pastReward && <Giving reward={healing.pastReward} />}
      {stage === 'decided' && (
        <Decided healing={healing} place={place} onDecide={() => setDeciding(true)} />
      )}
      {deciding && (
        <RewardDialog
          healing={healing}
          place={place}
          onClose={() => setDeciding(false)}
          onDecided={(made) => {
            setDecided(made);
            setDeciding(false);
            again();
          }}
        />
      )}
    </SectionCard>
  );
}

const titles = {
  import: 'history.title',
  ask: 'history.ask',
  giving: 'history.giving',
  decided: 'history.title',
  rest: 'history.doneTitle',
} as const;

function titleOf(stage: Stage, moved: boolean, read: number) {
  if (stage === 'ask' && moved) return titles.rest;
  return stage === 'rest' && read === 0 ? titles.import : titles[stage];
}

type Sight = { stage: Stage; away: boolean; moved: boolean };

/** On Home: what moves, what is asked, and what has just come to its end. */
function isShown({ stage, away, moved }: Sight): boolean {
  if (stage === 'import' || stage === 'giving') return true;
  return stage === 'ask' ? !away : moved;
}

/** Whether the stage has changed since the page was opened; tells where it came from. */
function useMoved(stage: Stage, onMove: (from: Stage) => void): boolean {
  const before = useRef(stage);
  const tell = useRef(onMove);
  const [moved, setMoved] = useState(false);
  useEffect(() => void (tell.current = onMove));
  useEffect(() => {
    const from = before.current;
    before.current = stage;
    if (from === stage) return;
    setMoved(true);
    tell.current(from);
  }, [stage]);
  return moved;
}
