import { useState } from 'react';
import type { ApiKeyMade } from '../../../contract/merchantKeys.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { Buttons, MainButton, SmallButton } from '../../ui/buttons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CheckField, FieldGroup, WordField } from '../../ui/fields.tsx';
import { DeedFailed } from '../shopper/DeedFailed.tsx';
import { SCOPES, scopeWords } from './keyWords.ts';
import type { Scope } from './keyWords.ts';

type Props = { onMade: (made: ApiKeyMade) => void; onClose: () => void };

/** What the key is called, and what it may do. */
export function NewKeyDialog({ onMade, onClose }: Props) {
  const { words, api } = useDesk();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['actions:write']);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const noName = name.trim() === '' ? words.say('settings.nameMissing') : undefined;
  const send = async (): Promise<void> => {
    setTried(true);
    if (busy || noName !== undefined || scopes.length === 0) return;
    setBusy(true);
    const answer = await api.makeKey({ name: name.trim(), scopes: [...scopes] });
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) onMade(answer.value);
  };
  const toggle = (scope: Scope, on: boolean): void =>
    setScopes(on ? [...scopes, scope] : scopes.filter((each) => each !== scope));
  return (
    <Dialog title={words.say('settings.newKeyTitle')} onClose={onClose}>
      {failure && <DeedFailed failure={failure} />}
      <WordField
        id="key-name"
        label={words.say('settings.keyName')}
        help={words.say('settings.keyNameHelp')}
        value={name}
        error={tried ? noName : undefined}
        long
        onChange={setName}
      />
      <FieldGroup legend={words.say('settings.may')}>
        {SCOPES.map((scope) => (
          <CheckField
            key={scope}
            label={scopeWords(scope, words)}
            checked={scopes.includes(scope)}
            onChange={(on) => toggle(scope, on)}
          />
        ))}
      </FieldGroup>
      <Buttons>
        <MainButton busy={busy} onPress={() => void send()}>
          {words.say('settings.make')}
        </MainButton>
        <SmallButton onPress={onClose}>{words.say('app.cancel')}</SmallButton>
      </Buttons>
    </Dialog>
  );
}
