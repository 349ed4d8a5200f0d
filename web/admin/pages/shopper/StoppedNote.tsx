import { useState } from 'react';
import type { ShopperPage } from '../../../contract/merchantShoppers.ts';
import { useDesk } from '../../desk.ts';
import { Note } from '../../ui/Note.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { DeedFailed } from './DeedFailed.tsx';
import { nameOf } from './nameOf.ts';
import { speak } from './speak.ts';
import { useStop } from './useStop.ts';
import type { Stop } from './useStop.ts';

type Props = {
  what: Stop;
  /** Since when. */
  at: string;
  page: ShopperPage;
  onPage: (page: ShopperPage) => void;
  onLetGo: () => void;
};

const SAYS = {
  freeze: ['shopper.frozenTitle', 'shopper.frozenBody', 'shopper.unfreezeButton'],
  block: ['shopper.blockedTitle', 'shopper.blockedBody', 'shopper.unblockButton'],
} as const;

const JUST_NOW_MS = 10_000;

/** Stands above a stopped shopper. Just now: undone with one press; later: with a reason. */
export function StoppedNote({ what, at, page, onPage, onLetGo }: Props) {
  const { words } = useDesk();
  const { failure, stop } = useStop(what, page, onPage);
  const [title, body, button] = SAYS[what];
  // Whoever sees it happen may take it back; on another day it takes a reason.
  const [fresh] = useState(() => Date.parse(page.now) - Date.parse(at) < JUST_NOW_MS);
  const name = `\u2068${nameOf(page.shopper, words)}\u2069`;
  const day = speak(page, words).day(at);
  const undo = (): void => void stop(false, words.say('shopper.undone'));
  return (
    <Note
      tone="warning"
      title={words.say(title, { name })}
      action={
        fresh
          ? { text: words.say('shopper.undo'), onPress: undo }
          : { text: words.say(button), onPress: onLetGo }
      }
    >
      <Sentence tone="body">{words.say(body, { day })}</Sentence>
      {failure && <DeedFailed failure={failure} />}
    </Note>
  );
}
