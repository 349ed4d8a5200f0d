import type { Healing } from '../../../contract/healing.ts';
import { useDesk } from '../../desk.ts';
import { shareOf } from '../../history/stage.ts';
import { Progress } from '../../ui/Progress.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { plain } from '../../words/words.ts';
import { importedSentence, progressSentence } from './historyWords.ts';
import type { Place } from './place.ts';

type Import = Healing['import'];

/** How far it has come. The lines stay as many as they are while the figures move. */
export function Importing({ past }: { past: Import }) {
  const { words } = useDesk();
  const progress = progressSentence(past, words);
  return (
    <>
      <Sentence>{progress}</Sentence>
      <Progress
        label={words.say('history.bar')}
        share={past.state === 'reading' ? shareOf(past.read, past.total) : null}
        value={plain(progress)}
      />
      {past.reason !== null && <HeldUp reason={past.reason} />}
      {past.limitedToDays !== null && <Limited days={past.limitedToDays} />}
      <Sentence tone="soft">{words.say('history.meanwhile')}</Sentence>
    </>
  );
}

function HeldUp({ reason }: { reason: string }) {
  const { words } = useDesk();
  const why = reason === 'scopes' ? 'history.heldUpScopes' : 'history.heldUp';
  return <Sentence tone="body">{words.say(why)}</Sentence>;
}

export function Limited({ days }: { days: number }) {
  const { words } = useDesk();
  const counted = words.say('count.days', { n: days });
  return <Sentence tone="soft">{words.say('history.limited', { days: counted })}</Sentence>;
}

/** What came of it: how many, how far back, and what could not be reached. */
export function Imported({ healing, place }: { healing: Healing; place: Place }) {
  const { words } = useDesk();
  const { read, unreadable, limitedToDays } = healing.import;
  return (
    <>
      <Sentence>{importedSentence(healing.import, place, words)}</Sentence>
      {unreadable > 0 && (
        <Sentence tone="body">{words.say('history.unreadable', { n: unreadable })}</Sentence>
      )}
      {limitedToDays !== null && read > 0 && <Limited days={limitedToDays} />}
      {!place.hasProgram && read > 0 && (
        <Sentence tone="soft">{words.say('history.needsProgram')}</Sentence>
      )}
    </>
  );
}
