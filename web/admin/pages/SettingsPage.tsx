import { useDesk } from '../desk.ts';
import { PageFrame, Stack } from '../ui/PageFrame.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useAnswer } from '../useAnswer.ts';
import { LoadFailed } from './LoadFailed.tsx';
import { KeysCard } from './settings/KeysCard.tsx';
import { PeopleCard } from './settings/PeopleCard.tsx';

/** What is set up once: who may do what, and keys for the shop's own systems. */
export function SettingsPage() {
  const { words, api } = useDesk();
  const { value, failure, again } = useAnswer(api.keys);
  return (
    <PageFrame title={words.say('settings.title')}>
      {failure && !value && <LoadFailed failure={failure} again={again} />}
      {value && (
        <Stack>
          <PeopleCard />
          <KeysCard first={value} />
        </Stack>
      )}
      {!value && !failure && (
        <Waiting label={words.say('app.loading')} main={[words.say('settings.keys')]} side={[]} />
      )}
    </PageFrame>
  );
}
