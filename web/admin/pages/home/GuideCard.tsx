import { useState } from 'react';
import { openThemeEditor } from '../../bridge.ts';
import { useDesk } from '../../desk.ts';
import { isPutAway, putAway } from '../../remembered.ts';
import { paths } from '../../routes.ts';
import { MainButton, SmallButton } from '../../ui/buttons.tsx';
import { Guide } from '../../ui/Guide.tsx';

const guide = 'guideDismissed';

export function GuideCard() {
  const { words, go, announce } = useDesk();
  const [dismissed, setDismissed] = useState(() => isPutAway(guide));
  if (dismissed) return null;
  const dismiss = (): void => {
    putAway(guide);
    setDismissed(true);
    announce(words.say('guide.dismissed'));
    document.querySelector('h1')?.focus();
  };
  return (
    <Guide
      title={words.say('guide.title')}
      dismiss={words.say('app.dismiss')}
      onDismiss={dismiss}
      steps={[
        {
          title: words.say('guide.program'),
          note: words.say('guide.programNote'),
          action: (
            <MainButton onPress={() => go(paths.program)}>{words.say('guide.program')}</MainButton>
          ),
        },
        {
          title: words.say('guide.button'),
          note: words.say('guide.buttonNote'),
          action: (
            <SmallButton onPress={openThemeEditor}>{words.say('guide.buttonAction')}</SmallButton>
          ),
        },
        { title: words.say('guide.order'), note: words.say('guide.orderNote') },
      ]}
    />
  );
}
