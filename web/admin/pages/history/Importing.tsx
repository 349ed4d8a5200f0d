import type { Healing } from '../../../contract/healing.ts';
import { useDesk } from '../../desk.ts';
import { shareOf } from '../../history/stage.ts';
import { Progress } from '../../ui/Progress.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Words } from '../../words/words.ts';
import { plain } from '../../words/words.ts';
import type { Place } from './place.ts';

type Import = Healing['import'];

function progressOf({ state, read, total }: Import, words: Words): string {
  if (state === 'waiting') return words.say('history.waiting');
  if (state === 'copying') return words.say('history.copying');
  if (total === null) return words.say('history.progressOpen', { read });
  return words.say('history.progress', { read, total });
}

/** How far it has come. The lines stay as many as they are while the figures move. */
export function Importing({ past }: { past: Import }) {
  const { words } = useDesk();
  const progress = progressOf(past, words);
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
  const { read, oldestAt, unreadable, limitedToDays } = healing.import;
  const oldest = oldestAt === null ? null : Date.parse(oldestAt);
  return (
    <>
      <Sentence>
        {read === 0 || oldest === null
          ? words.say('history.doneNone')
          : words.say('history.done', {
              n: read,
              day: words.day(oldest, place.zone, place.now),
            })}
      </Sentence>
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
