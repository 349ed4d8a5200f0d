import { useDesk } from '../../desk.ts';
import type { ReferralForm } from '../../program/form.ts';
import { referralSentence } from '../../program/sentences.ts';
import { CheckField, Fields, NumberField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { EditCard } from './EditCard.tsx';
import type { Editing } from './editing.ts';
import { OfferFields } from './OfferFields.tsx';

export function ReferralCard({ editing }: { editing: Editing }) {
  return (
    <EditCard
      card="referral"
      editing={editing}
      form={<Form editing={editing} />}
      view={(program) => <Sentence>{referralSentence(program, editing.speech)}</Sentence>}
    />
  );
}

function Form({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { draft, errorAt } = editing;
  const { referral } = draft.form;
  const set = (patch: Partial<ReferralForm>): void =>
    draft.change({ referral: { ...referral, ...patch } });
  const field = (name: string) => {
    const id = `referral.${name}`;
    return { id, error: errorAt(id), onLeave: () => draft.leave(id) };
  };
  return (
    <>
      <CheckField
        label={words.say('program.referral.on')}
        checked={referral.on}
        onChange={(on) => set({ on })}
      />
      {referral.on && (
        <Fields>
          <OfferFields editing={editing} path="referral.friend" offer={referral} onChange={set} />
          <NumberField
            {...field('advocatePoints')}
            label={words.say('program.referral.points')}
            value={referral.advocatePoints}
            onChange={(advocatePoints) => set({ advocatePoints })}
          />
          <NumberField
            {...field('waitDays')}
            label={words.say('program.referral.wait')}
            value={referral.waitDays}
            onChange={(waitDays) => set({ waitDays })}
          />
        </Fields>
      )}
    </>
  );
}
