import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { Note } from '../../ui/Note.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { reasonOf } from '../failureWords.ts';

/** Nothing was done, and why. */
export function DeedFailed({ failure }: { failure: Failure }) {
  const { words } = useDesk();
  return (
    <Note tone="critical" title={words.say('shopper.failed')}>
      <Sentence tone="body">
        {words.say('shopper.failedBody', { reason: reasonOf(failure, words) })}
      </Sentence>
    </Note>
  );
}
