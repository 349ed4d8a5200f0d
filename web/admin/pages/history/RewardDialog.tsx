import { useEffect, useMemo, useRef, useState } from 'react';
import type { Healing, PastRewardAnswer, PreviewRequest } from '../../../contract/healing.ts';
import { useDesk } from '../../desk.ts';
import { daysBetween } from '../../history/days.ts';
import { Buttons, MainButton, SmallButton } from '../../ui/buttons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { RadioFields } from '../../ui/RadioFields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { DeedFailed } from '../shopper/DeedFailed.tsx';
import { DayField } from './DayField.tsx';
import { previewSentences } from './historyWords.ts';
import type { Place } from './place.ts';
import { useReward } from './useReward.ts';
import type { Rewarding } from './useReward.ts';

type Way = PreviewRequest['choice'];
type Props = {
  healing: Healing;
  place: Place;
  onClose: () => void;
  onDecided: (made: PastRewardAnswer) => void;
};

/** A year back, or as far as the orders go. */
const USUAL_DAYS = 365;

/** Which past orders bring points. What it comes to stands there before it can be done. */
export function RewardDialog({ healing, place, onClose, onDecided }: Props) {
  const { words } = useDesk();
  const reward = useReward(onDecided);
  const [way, setWay] = useState<Way>('all');
  const { oldestAt } = healing.import;
  const days = useMemo(() => {
    const oldest = oldestAt === null ? place.now : Date.parse(oldestAt);
    return daysBetween(oldest, place.now, place.zone, words.locale);
  }, [oldestAt, place.now, place.zone, words.locale]);
  const [day, setDay] = useState(() => days.at(-USUAL_DAYS) ?? days[0]);
  const choice: PreviewRequest =
    way === 'since' && day
      ? { choice: 'since', since: day.iso }
      : { choice: way as 'none' | 'all' };
  return (
    <Dialog title={words.say('history.ask')} onClose={onClose}>
      {reward.failure && <DeedFailed failure={reward.failure} />}
      <RadioFields<Way>
        name="past"
        legend={words.say('history.which')}
        value={way}
        choices={[
          { value: 'all', label: words.say('history.all') },
          { value: 'since', label: words.say('history.since') },
          { value: 'none', label: words.say('history.none'), help: words.say('history.noneHelp') },
        ]}
        onChange={(next) => {
          setWay(next);
          reward.forget();
        }}
      />
      {way === 'since' && day && (
        <DayField
          legend={words.say('history.sinceWhen')}
          days={days}
          chosen={day}
          onChange={(next) => {
            setDay(next);
            reward.forget();
          }}
        />
      )}
      <Consequence way={way} reward={reward} />
      <Buttons>
        <Deed choice={choice} reward={reward} />
        <SmallButton onPress={onClose}>{words.say('app.cancel')}</SmallButton>
      </Buttons>
    </Dialog>
  );
}

/** What follows, read out as it comes. The focus goes to it, away from the button that confirms. */
function Consequence({ way, reward }: { way: Way; reward: Rewarding }) {
  const { words } = useDesk();
  const box = useRef<HTMLOutputElement>(null);
  const { preview, busy } = reward;
  useEffect(() => {
    if (preview) box.current?.focus();
  }, [preview]);
  const told =
    way === 'none'
      ? [words.say('history.noneSays')]
      : preview
        ? previewSentences(preview, words)
        : [];
  return (
    <output ref={box} tabIndex={-1} aria-live="polite" className="rg-consequence">
      {busy && !preview && <Sentence tone="soft">{words.say('history.counting')}</Sentence>}
      {told.map((sentence, at) => (
        <Sentence key={sentence} tone={at === 0 ? 'lead' : 'body'}>
          {sentence}
        </Sentence>
      ))}
    </output>
  );
}

/** First to see, then to do; the button that does it says how much. */
function Deed({ choice, reward }: { choice: PreviewRequest; reward: Rewarding }) {
  const { words } = useDesk();
  const { preview, busy, see, decide } = reward;
  if (choice.choice !== 'none' && !preview) {
    return (
      <SmallButton key="see" busy={busy} onPress={() => void see(choice)}>
        {words.say('history.see')}
      </SmallButton>
    );
  }
  const points = words.say('count.points', { n: preview?.points ?? 0 });
  const nothing = choice.choice === 'none' || preview?.points === 0;
  return (
    <MainButton key="do" busy={busy} onPress={() => void decide(choice)}>
      {nothing ? words.say('history.giveNone') : words.say('history.give', { points })}
    </MainButton>
  );
}
