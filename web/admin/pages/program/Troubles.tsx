import { useDesk } from '../../desk.ts';
import type { Publishing } from '../../program/usePublish.ts';
import { ChangeList } from '../../ui/facts.tsx';
import { Note } from '../../ui/Note.tsx';
import { Stack } from '../../ui/PageFrame.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Words } from '../../words/words.ts';
import { reasonOf } from '../failureWords.ts';

/** The name of who published, where it is one; the admin's staff are known by number only. */
export function personOf(publishedBy: string, words: Words): string {
  return /^staff\b/.test(publishedBy) ? words.say('program.conflict.colleague') : publishedBy;
}

/** What stands in the way of publishing, above everything, until it does not any more. */
export function Troubles({ publishing, first }: { publishing: Publishing; first: boolean }) {
  const { words } = useDesk();
  const { failure, conflict } = publishing;
  if (conflict) {
    const { version, publishedBy } = conflict.version;
    const name = personOf(publishedBy, words);
    return (
      <Note tone="warning" title={words.say('program.conflict.title', { name, version })}>
        <Stack>
          <Sentence tone="body">
            {words.say(
              conflict.changes.length > 0 ? 'program.conflict.body' : 'program.conflict.same',
            )}
          </Sentence>
          <ChangeList
            changes={conflict.changes.map((change) => ({ key: change.about, ...change }))}
            was={words.say('program.change.was')}
            becomes={words.say('program.change.becomes')}
            gone={words.say('program.change.gone')}
          />
          {!first && (
            <Sentence tone="body">{words.say('program.conflict.next', { version })}</Sentence>
          )}
        </Stack>
      </Note>
    );
  }
  if (!failure) return null;
  return (
    <Note tone="critical" title={words.say('failure.save')}>
      <Sentence tone="body">
        {words.say('failure.saveBody', { reason: reasonOf(failure, words) })}
      </Sentence>
    </Note>
  );
}
