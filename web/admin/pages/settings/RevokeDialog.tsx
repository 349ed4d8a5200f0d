import { useState } from 'react';
import type { ApiKeyRow, ApiKeysAnswer } from '../../../contract/merchantKeys.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { Buttons, MainButton, SmallButton } from '../../ui/buttons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Sentence } from '../../ui/Sentence.tsx';

type Props = {
  row: ApiKeyRow;
  onDone: (answer: ApiKeysAnswer) => void;
  onFailure: (failure: Failure | null) => void;
  onClose: () => void;
};

/** From then on whatever uses the key is turned away. */
export function RevokeDialog({ row, onDone, onFailure, onClose }: Props) {
  const { words, api, announce } = useDesk();
  const [busy, setBusy] = useState(false);
  const revoke = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const answer = await api.revokeKey(row.id);
    setBusy(false);
    onFailure(answer.ok ? null : answer);
    if (!answer.ok) return onClose();
    announce(words.say('settings.revoked', { name: row.name }));
    onDone(answer.value);
  };
  return (
    <Dialog title={words.say('settings.revokeTitle', { name: row.name })} onClose={onClose}>
      <Sentence>{words.say('settings.revokeBody')}</Sentence>
      <Buttons>
        <MainButton busy={busy} onPress={() => void revoke()}>
          {words.say('settings.revokeNow')}
        </MainButton>
        <SmallButton onPress={onClose}>{words.say('app.cancel')}</SmallButton>
      </Buttons>
    </Dialog>
  );
}
