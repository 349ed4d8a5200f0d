import type { Failure } from '../api.ts';
import { useDesk } from '../desk.ts';
import { Note } from '../ui/Note.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { reasonOf } from './failureWords.ts';

/** What is so, what is safe, one next step. */
export function LoadFailed({ failure, again }: { failure: Failure; again: () => void }) {
  const { words } = useDesk();
  return (
    <Note
      tone="critical"
      title={words.say('failure.load')}
      action={{ text: words.say('app.tryAgain'), onPress: again }}
    >
      <Sentence tone="body">
        {`${words.say('failure.loadBody')} ${reasonOf(failure, words)}`}
      </Sentence>
    </Note>
  );
}
