import type { Healing, PastRewardAnswer } from '../../../contract/healing.ts';
import { useDesk } from '../../desk.ts';
import { shareOf } from '../../history/stage.ts';
import { SmallButton } from '../../ui/buttons.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Words } from '../../words/words.ts';
import { plain } from '../../words/words.ts';
import { gaveSentence } from './historyWords.ts';
import type { Place } from './place.ts';

/** A decision that is being carried out. */
export function Giving({ reward }: { reward: PastRewardAnswer }) {
  const { words } = useDesk();
  const { judged, total } = reward;
  const progress = words.say('history.judged', { judged, total });
  return (
    <>
      <Sentence>{progress}</Sentence>
      <Progress
        label={words.say('history.givingBar')}
        share={shareOf(judged, total)}
        value={plain(progress)}
      />
      <Sentence tone="soft">{words.say('history.givingNote')}</Sentence>
    </>
  );
}

function decisionOf(reward: PastRewardAnswer, place: Place, words: Words): string {
  const dayOf = (at: string): string => words.day(Date.parse(at), place.zone, place.now);
  const on = dayOf(reward.askedAt);
  if (reward.choice === 'none') return words.say('history.gaveNone', { day: on });
  if (reward.choice === 'all' || reward.since === null) return words.say('history.gaveAll', { on });
  return words.say('history.gaveSince', { day: dayOf(reward.since), on });
}

type Props = { healing: Healing; place: Place; onDecide: () => void };

/** What was decided, what it brought, and what it left out, which may still be decided. */
export function Decided({ healing, place, onDecide }: Props) {
  const { words } = useDesk();
  const { pastReward: reward, unrewarded } = healing;
  if (!reward) return null;
  return (
    <>
      {reward.choice !== 'none' && <Sentence>{gaveSentence(reward, words)}</Sentence>}
      <Sentence tone={reward.choice === 'none' ? 'lead' : 'soft'}>
        {decisionOf(reward, place, words)}
      </Sentence>
      {unrewarded > 0 && place.hasProgram && (
        <>
          <Sentence tone="soft">{words.say('history.rest', { n: unrewarded })}</Sentence>
          <div>
            <SmallButton onPress={onDecide}>{words.say('history.decide')}</SmallButton>
          </div>
        </>
      )}
    </>
  );
}
