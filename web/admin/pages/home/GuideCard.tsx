import { useState } from 'react';
import { openThemeEditor } from '../../bridge.ts';
import { useDesk } from '../../desk.ts';
import { paths } from '../../routes.ts';
import { MainButton, SmallButton } from '../../ui/buttons.tsx';
import { Guide } from '../../ui/Guide.tsx';

const remembered = 'regulars.guideDismissed';

/** Browsers may refuse their storage inside another page; then the guide is back next time. */
function readDismissed(): boolean {
  try {
    return localStorage.getItem(remembered) !== null;
  } catch {
    return false;
  }
}

function keepDismissed(): void {
  try {
    localStorage.setItem(remembered, 'yes');
  } catch {
    return;
  }
}

export function GuideCard() {
  const { words, go, announce } = useDesk();
  const [dismissed, setDismissed] = useState(readDismissed);
  if (dismissed) return null;
  const dismiss = (): void => {
    keepDismissed();
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
