import type { Healing } from '../../../contract/healing.ts';
import { useDesk } from '../../desk.ts';
import { Buttons, PlainButton, SmallButton } from '../../ui/buttons.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { Imported } from './Importing.tsx';
import type { Place } from './place.ts';

type Props = {
  healing: Healing;
  place: Place;
  onDecide: () => void;
  /** Null where the question stays. */
  onLater: (() => void) | null;
};

/** Whether past orders bring points: asked once, answered in a dialog with all that follows. */
export function Asking({ healing, place, onDecide, onLater }: Props) {
  const { words } = useDesk();
  return (
    <>
      <Imported healing={healing} place={place} />
      <Sentence tone="body">{words.say('history.askBody', { n: healing.unrewarded })}</Sentence>
      <Buttons>
        <SmallButton onPress={onDecide}>{words.say('history.decide')}</SmallButton>
        {onLater && <PlainButton onPress={onLater}>{words.say('history.later')}</PlainButton>}
      </Buttons>
    </>
  );
}
