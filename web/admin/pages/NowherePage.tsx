import { useDesk } from '../desk.ts';
import { paths } from '../routes.ts';
import { SmallButton } from '../ui/buttons.tsx';
import { PageFrame } from '../ui/PageFrame.tsx';
import { Sentence } from '../ui/Sentence.tsx';

export function NowherePage() {
  const { words, go } = useDesk();
  return (
    <PageFrame title={words.say('app.name')}>
      <Sentence>{words.say('app.notFound')}</Sentence>
      <div>
        <SmallButton onPress={() => go(paths.home)}>{words.say('app.toHome')}</SmallButton>
      </div>
    </PageFrame>
  );
}
