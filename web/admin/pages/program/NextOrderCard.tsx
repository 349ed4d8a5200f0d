import { useDesk } from '../../desk.ts';
import type { NextOrderForm } from '../../program/form.ts';
import { nextOrderNote, nextOrderSentence } from '../../program/sentences.ts';
import { CheckField, ChoiceField, Fields, NumberField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { EditCard } from './EditCard.tsx';
import type { Editing } from './editing.ts';
import { OfferFields } from './OfferFields.tsx';

export function NextOrderCard({ editing }: { editing: Editing }) {
  const { speech } = editing;
  return (
    <EditCard
      card="nextOrder"
      editing={editing}
      form={<Form editing={editing} />}
      view={(program) => (
        <>
          <Sentence>{nextOrderSentence(program, speech)}</Sentence>
          {program.nextOrder && <Sentence tone="soft">{nextOrderNote(program, speech)}</Sentence>}
        </>
      )}
    />
  );
}

function Form({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { draft, errorAt } = editing;
  const { nextOrder } = draft.form;
  const set = (patch: Partial<NextOrderForm>): void =>
    draft.change({ nextOrder: { ...nextOrder, ...patch } });
  const field = (name: string) => {
    const id = `nextOrder.${name}`;
    return { id, error: errorAt(id), onLeave: () => draft.leave(id) };
  };
  return (
    <>
      <CheckField
        label={words.say('program.nextOrder.on')}
        checked={nextOrder.on}
        onChange={(on) => set({ on })}
      />
      {nextOrder.on && (
        <Fields>
          <ChoiceField
            id="nextOrder.who"
            label={words.say('program.nextOrder.who')}
            value={nextOrder.who}
            choices={[
              { value: 'first', label: words.say('program.nextOrder.whoFirst') },
              { value: 'all', label: words.say('program.nextOrder.whoAll') },
            ]}
            onChange={(who) => set({ who })}
          />
          <OfferFields editing={editing} path="nextOrder" offer={nextOrder} onChange={set} />
          <NumberField
            {...field('days')}
            label={words.say('program.nextOrder.days')}
            value={nextOrder.days}
            onChange={(days) => set({ days })}
          />
          <NumberField
            {...field('quietDays')}
            label={words.say('program.nextOrder.quietDays')}
            value={nextOrder.quietDays}
            onChange={(quietDays) => set({ quietDays })}
          />
        </Fields>
      )}
    </>
  );
}
