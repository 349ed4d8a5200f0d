import { useState } from 'react';
import type { MoneyRequest } from '../../../contract/merchant.ts';
import type { MoneyStyle } from '../../../contract/shopper.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { writeMoney } from '../../money/writeMoney.ts';
import { everydayUnitMinor } from '../../money/everydayUnit.ts';
import { Buttons, PlainButton, SmallButton } from '../../ui/buttons.tsx';
import { ChoiceField, Fields, WordField } from '../../ui/fields.tsx';
import { Note } from '../../ui/Note.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { numberLocale } from '../../words/locale.ts';
import { reasonOf } from '../failureWords.ts';
import { focusField } from './editing.ts';

type Props = { money: MoneyStyle; onMoney: (money: MoneyStyle) => void };

const factors = [1, 10, 1000] as const;

/** How amounts are written, here and in the shop: a rial shop may speak in toman. */
export function MoneyCard({ money, onMoney }: Props) {
  const { words } = useDesk();
  const [editing, setEditing] = useState(false);
  const title = words.say('money.title');
  const example = writeMoney(5 * everydayUnitMinor(money), money, numberLocale(words.locale));
  const close = (): void => {
    setEditing(false);
    focusField('edit-money');
  };
  const open = (): void => {
    setEditing(true);
    focusField('money-label');
  };
  const edit = (
    <PlainButton id="edit-money" label={words.say('app.editWhat', { what: title })} onPress={open}>
      {words.say('app.edit')}
    </PlainButton>
  );
  return (
    <SectionCard title={title} action={editing ? undefined : edit}>
      <Sentence tone="body">{words.say('money.sentence', { example })}</Sentence>
      {editing && <MoneyForm money={money} onMoney={onMoney} onClose={close} />}
    </SectionCard>
  );
}

/** Saved at once: it changes how amounts are read, not what anything is worth. */
function MoneyForm({ money, onMoney, onClose }: Props & { onClose: () => void }) {
  const { words, api, announce } = useDesk();
  const [factor, setFactor] = useState(String(money.factor));
  const [label, setLabel] = useState(money.label ?? '');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const request: MoneyRequest = {
    factor: factors.find((each) => String(each) === factor) ?? 1,
    label: label.trim() || null,
  };
  const preview = writeMoney(
    5 * everydayUnitMinor(money),
    { ...money, ...request },
    numberLocale(words.locale),
  );
  const save = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const answer = await api.setMoney(request);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    onMoney(answer.value.money);
    announce(words.say('money.saved'));
    onClose();
  };
  return (
    <div className="rg-form">
      {failure && (
        <Note tone="critical" title={words.say('money.failed')}>
          <Sentence tone="body">{reasonOf(failure, words)}</Sentence>
        </Note>
      )}
      <Fields>
        <WordField
          id="money-label"
          label={words.say('money.label')}
          help={words.say('money.labelHelp')}
          value={label}
          error={failure?.field === 'label' ? failure.message : undefined}
          onChange={setLabel}
        />
        <ChoiceField
          id="money-factor"
          label={words.say('money.factor')}
          value={factor}
          choices={factors.map((each) => ({
            value: String(each),
            label: words.say('money.units', { n: each, currency: money.currency }),
          }))}
          onChange={setFactor}
        />
      </Fields>
      <Sentence tone="body">{words.say('money.preview', { example: preview })}</Sentence>
      <Buttons>
        <SmallButton busy={busy} onPress={() => void save()}>
          {words.say('money.save')}
        </SmallButton>
        <PlainButton onPress={onClose}>{words.say('app.cancel')}</PlainButton>
      </Buttons>
    </div>
  );
}
