import { useState } from 'react';
import type { ShopperPage } from '../../../contract/merchantShoppers.ts';
import { useDesk } from '../../desk.ts';
import { Note } from '../../ui/Note.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { DeedFailed } from './DeedFailed.tsx';
import { nameOf } from './nameOf.ts';
import { speak } from './speak.ts';
import { useFreeze } from './useFreeze.ts';

type Props = { page: ShopperPage; onPage: (page: ShopperPage) => void; onUnfreeze: () => void };

const JUST_NOW_MS = 10_000;

/** Stands above a frozen shopper. Just frozen: undone with one press; later: with a reason. */
export function FrozenNote({ page, onPage, onUnfreeze }: Props) {
  const { words } = useDesk();
  const { failure, freeze } = useFreeze(page, onPage);
  // Whoever sees it happen may take it back; on another day it takes a reason.
  const [fresh] = useState(
    () => Date.parse(page.now) - Date.parse(page.shopper.frozenAt ?? '') < JUST_NOW_MS,
  );
  const name = `\u2068${nameOf(page.shopper, words)}\u2069`;
  const day = speak(page, words).day(page.shopper.frozenAt ?? page.now);
  const undo = (): void => void freeze(false, words.say('shopper.undone'));
  return (
    <Note
      tone="warning"
      title={words.say('shopper.frozenTitle', { name })}
      action={
        fresh
          ? { text: words.say('shopper.undo'), onPress: undo }
          : { text: words.say('shopper.unfreezeButton'), onPress: onUnfreeze }
      }
    >
      <Sentence tone="body">{words.say('shopper.frozenBody', { day })}</Sentence>
      {failure && <DeedFailed failure={failure} />}
    </Note>
  );
}
