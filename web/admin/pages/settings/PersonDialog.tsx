import { useState } from 'react';
import type { StaffAnswer } from '../../../contract/bulk.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { Buttons, MainButton, SmallButton } from '../../ui/buttons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ChoiceField, WordField } from '../../ui/fields.tsx';
import { DeedFailed } from '../shopper/DeedFailed.tsx';
import { personName } from './personName.ts';
import type { Person } from './personName.ts';

type Props = { person: Person; onSaved: (answer: StaffAnswer) => void; onClose: () => void };

/** A colleague's name and what they may do. */
export function PersonDialog({ person, onSaved, onClose }: Props) {
  const { words, api, announce } = useDesk();
  const [name, setName] = useState(person.name ?? '');
  const [role, setRole] = useState(person.role);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const request = { actor: person.actor, role, name: name.trim() || null };
    const answer = await api.nameStaff(request);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    announce(words.say('settings.saved'));
    onSaved(answer.value);
  };
  return (
    <Dialog
      title={words.say('settings.changeWhat', { name: personName(person, words) })}
      onClose={onClose}
    >
      {failure && <DeedFailed failure={failure} />}
      <WordField
        id="person-name"
        label={words.say('settings.personName')}
        help={words.say('settings.personNameHelp')}
        value={name}
        onChange={setName}
      />
      <ChoiceField
        id="person-role"
        label={words.say('settings.role')}
        value={role}
        choices={[
          { value: 'support', label: words.say('settings.support') },
          { value: 'manager', label: words.say('settings.manager') },
        ]}
        onChange={setRole}
      />
      <Buttons>
        <MainButton busy={busy} onPress={() => void save()}>
          {words.say('settings.save')}
        </MainButton>
        <SmallButton onPress={onClose}>{words.say('app.cancel')}</SmallButton>
      </Buttons>
    </Dialog>
  );
}
