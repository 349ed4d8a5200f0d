import { useRef, useState } from 'react';
import type { AdjustRequest, ShopperPage } from '../../../contract/merchantShoppers.ts';
import type { Failure } from '../../api.ts';
import { showToast } from '../../bridge.ts';
import { useDesk } from '../../desk.ts';
import { readWhole } from '../../money/readNumber.ts';
import { Buttons, MainButton, SmallButton } from '../../ui/buttons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ChoiceField, Fields, NoteField, NumberField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Words } from '../../words/words.ts';
import { plain } from '../../words/words.ts';
import { DeedFailed } from './DeedFailed.tsx';
import { nameOf } from './nameOf.ts';

type Props = { page: ShopperPage; onPage: (page: ShopperPage) => void; onClose: () => void };
type Way = 'give' | 'take';

type Form = { way: Way; typed: string; note: string };
type Slips = { points?: string; note?: string };

/** The number with its sign, or what is wrong with the form. */
function readDeed(form: Form, page: ShopperPage, words: Words): { points: number; slips: Slips } {
  const read = readWhole(form.typed);
  const slips: Slips = {};
  const amount = read.ok ? read.value : 0;
  const { available } = page.shopper;
  const name = `\u2068${nameOf(page.shopper, words)}\u2069`;
  if (!read.ok) slips.points = words.say(`problem.${read.problem}`, { example: words.number(12) });
  else if (amount < 1) slips.points = words.say('problem.tooSmall');
  else if (form.way === 'take' && amount > available) {
    const now = words.say('count.points', { n: Math.max(0, available) });
    slips.points = words.say('shopper.adjustMissing', { name, now });
  }
  if (form.note.trim() === '') slips.note = words.say('shopper.noteMissing');
  return { points: form.way === 'give' ? amount : -amount, slips };
}

/** Points by hand: how many, why, and what it comes to, before it is done. */
export function AdjustDialog({ page, onPage, onClose }: Props) {
  const { words, api, announce } = useDesk();
  const [form, setForm] = useState<Form>({ way: 'give', typed: '', note: '' });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // The same deed keeps its key, so that a lost answer does not do it twice.
  const sent = useRef<AdjustRequest | null>(null);
  const { points, slips } = readDeed(form, page, words);
  const set = (patch: Partial<Form>): void => setForm({ ...form, ...patch });
  const name = `\u2068${nameOf(page.shopper, words)}\u2069`;
  const count = (n: number): string => words.say('count.points', { n });

  const send = async (): Promise<void> => {
    setTried(true);
    if (busy || slips.points !== undefined || slips.note !== undefined) return;
    const deed = { points, note: form.note.trim() };
    const same = sent.current?.points === deed.points && sent.current.note === deed.note;
    const request = { ...deed, key: (same && sent.current?.key) || crypto.randomUUID() };
    sent.current = request;
    setBusy(true);
    const answer = await api.adjust(page.shopper.id, request);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    onPage(answer.value);
    const now = count(answer.value.shopper.available);
    const said = words.say('shopper.adjusted', { name, points: now });
    announce(said);
    showToast(plain(said));
    onClose();
  };

  const button = form.way === 'give' ? 'shopper.adjustGiveButton' : 'shopper.adjustTakeButton';
  const { available } = page.shopper;
  return (
    <Dialog title={words.say('shopper.adjustTitle')} onClose={onClose}>
      {failure && <DeedFailed failure={failure} />}
      <DeedFields form={form} slips={tried ? slips : {}} onChange={set} />
      {slips.points === undefined && (
        <Sentence>
          {words.say('shopper.adjustBecomes', {
            name,
            now: count(available),
            after: count(available + points),
          })}
        </Sentence>
      )}
      <Buttons>
        <MainButton busy={busy} onPress={() => void send()}>
          {words.say(button, { points: count(Math.abs(points)) })}
        </MainButton>
        <SmallButton onPress={onClose}>{words.say('app.cancel')}</SmallButton>
      </Buttons>
    </Dialog>
  );
}

type FieldsProps = { form: Form; slips: Slips; onChange: (patch: Partial<Form>) => void };

function DeedFields({ form, slips, onChange }: FieldsProps) {
  const { words } = useDesk();
  return (
    <>
      <Fields>
        <ChoiceField<Way>
          id="adjust-way"
          label={words.say('shopper.adjustWhat')}
          value={form.way}
          choices={[
            { value: 'give', label: words.say('shopper.adjustGive') },
            { value: 'take', label: words.say('shopper.adjustTake') },
          ]}
          onChange={(way) => onChange({ way })}
        />
        <NumberField
          id="adjust-points"
          label={words.say('shopper.adjustPoints')}
          value={form.typed}
          error={slips.points}
          onChange={(typed) => onChange({ typed })}
          onLeave={() => {}}
        />
      </Fields>
      <NoteField
        id="adjust-note"
        label={words.say('shopper.adjustNote')}
        help={words.say('shopper.adjustNoteHelp')}
        value={form.note}
        error={slips.note}
        onChange={(note) => onChange({ note })}
      />
    </>
  );
}
