import { useState } from 'react';
import type { ShopperPage } from '../../../contract/merchantShoppers.ts';
import { useDesk } from '../../desk.ts';
import { Buttons, MainButton, SmallButton } from '../../ui/buttons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { NoteField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { DeedFailed } from './DeedFailed.tsx';
import { nameOf } from './nameOf.ts';
import { isStopped, useStop } from './useStop.ts';
import type { Stop } from './useStop.ts';

type Props = {
  what: Stop;
  page: ShopperPage;
  onPage: (page: ShopperPage) => void;
  onClose: () => void;
};

/** Stops a shopper from spending or from taking part at all, or lets them again, with the reason. */
export function StopDialog({ what, page, onPage, onClose }: Props) {
  const { words } = useDesk();
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, failure, stop } = useStop(what, page, onPage);
  const stopped = isStopped(page, what);
  const verb = stopped ? (`un${what}` as const) : what;
  const name = `\u2068${nameOf(page.shopper, words)}\u2069`;
  const send = async (): Promise<void> => {
    setTried(true);
    if (note.trim() !== '' && (await stop(!stopped, note.trim()))) onClose();
  };
  return (
    <Dialog title={words.say(`shopper.${verb}Title`)} onClose={onClose}>
      {failure && <DeedFailed failure={failure} />}
      <Sentence>{words.say(`shopper.${verb}Body`, { name })}</Sentence>
      <NoteField
        id={`${what}-note`}
        label={words.say('shopper.freezeNote')}
        value={note}
        error={tried && note.trim() === '' ? words.say('shopper.noteMissing') : undefined}
        onChange={setNote}
      />
      <Buttons>
        <MainButton busy={busy} onPress={() => void send()}>
          {words.say(`shopper.${verb}Button`)}
        </MainButton>
        <SmallButton onPress={onClose}>{words.say('app.cancel')}</SmallButton>
      </Buttons>
    </Dialog>
  );
}
