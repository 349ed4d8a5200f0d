import { useDesk } from '../../desk.ts';
import { moneySign } from '../../money/writeMoney.ts';
import type { NextOrderForm } from '../../program/form.ts';
import { nextOrderNote, nextOrderSentence } from '../../program/nextOrderSentences.ts';
import { CheckField, ChoiceField, Fields, NumberField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { numberLocale } from '../../words/locale.ts';
import { EditCard } from './EditCard.tsx';
import { fieldsUnder } from './editing.ts';
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

type FormProps = {
  editing: Editing;
  set: (patch: Partial<NextOrderForm>) => void;
  field: (name: string) => { id: string; error: string | undefined; onLeave: () => void };
};

function Form({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { draft } = editing;
  const { nextOrder } = draft.form;
  const set = (patch: Partial<NextOrderForm>): void =>
    draft.change({ nextOrder: { ...nextOrder, ...patch } });
  const field = fieldsUnder(editing, 'nextOrder');
  const parts = { editing, set, field };
  return (
    <>
      <CheckField
        label={words.say('program.nextOrder.on')}
        checked={nextOrder.on}
        onChange={(on) => set({ on })}
      />
      {nextOrder.on && (
        <Fields>
          <ForWhom {...parts} />
        </Fields>
      )}
      {nextOrder.on && (
        <Fields>
          <OfferFields
            editing={editing}
            path="nextOrder"
            offer={nextOrder}
            more={[{ value: 'cashback', label: words.say('program.nextOrder.cashback') }]}
            onChange={set}
          />
          {nextOrder.kind === 'cashback' ? <CreditFields {...parts} /> : <CodeDays {...parts} />}
          <NumberField
            {...field('quietDays')}
            label={words.say('program.nextOrder.quietDays')}
            value={nextOrder.quietDays}
            onChange={(quietDays) => set({ quietDays })}
          />
          <NumberField
            {...field('reminderDays')}
            label={words.say('program.nextOrder.reminderDays')}
            help={words.say('program.nextOrder.reminderHelp')}
            value={nextOrder.reminders}
            onChange={(reminders) => set({ reminders })}
          />
        </Fields>
      )}
    </>
  );
}

function ForWhom({ editing, set, field }: FormProps) {
  const { words } = useDesk();
  const { nextOrder } = editing.draft.form;
  const sign = moneySign(editing.speech.money, numberLocale(words.locale));
  return (
    <>
      <ChoiceField
        id="nextOrder.who"
        label={words.say('program.nextOrder.who')}
        value={nextOrder.who}
        choices={WHO.map((value) => ({
          value,
          label: words.say(`program.nextOrder.whoIs.${value}`),
        }))}
        onChange={(who) => set({ who })}
      />
      {nextOrder.who === 'above' && (
        <NumberField
          {...field('fromMinor')}
          decimal
          label={words.say('program.nextOrder.fromAmount')}
          unit={sign}
          value={nextOrder.from}
          onChange={(from) => set({ from })}
        />
      )}
    </>
  );
}

const WHO = ['first', 'all', 'above', 'overdue'] as const;

function CodeDays({ editing, set, field }: FormProps) {
  const { words } = useDesk();
  return (
    <NumberField
      {...field('days')}
      label={words.say('program.nextOrder.days')}
      value={editing.draft.form.nextOrder.days}
      onChange={(days) => set({ days })}
    />
  );
}

function CreditFields({ editing, set, field }: FormProps) {
  const { words } = useDesk();
  const { nextOrder } = editing.draft.form;
  const sign = moneySign(editing.speech.money, numberLocale(words.locale));
  return (
    <>
      <NumberField
        {...field('value.basisPoints')}
        decimal
        label={words.say('program.nextOrder.share')}
        unit={words.locale === 'en' ? '%' : '٪'}
        value={nextOrder.share}
        onChange={(share) => set({ share })}
      />
      <NumberField
        {...field('value.stepMinor')}
        decimal
        label={words.say('program.nextOrder.step')}
        help={words.say('program.nextOrder.stepHelp')}
        unit={sign}
        value={nextOrder.step}
        onChange={(step) => set({ step })}
      />
      <NumberField
        {...field('value.waitDays')}
        label={words.say('program.nextOrder.waitDays')}
        value={nextOrder.waitDays}
        onChange={(waitDays) => set({ waitDays })}
      />
      <NumberField
        {...field('days')}
        label={words.say('program.nextOrder.creditDays')}
        help={words.say('program.nextOrder.creditHelp')}
        value={nextOrder.creditDays}
        onChange={(creditDays) => set({ creditDays })}
      />
    </>
  );
}
