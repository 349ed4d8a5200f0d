import { useDesk } from '../../desk.ts';
import { noStep } from '../../program/form.ts';
import type { ReferralForm, StepForm } from '../../program/form.ts';
import { referralNote, referralSentence } from '../../program/sentences.ts';
import { moneySign } from '../../money/writeMoney.ts';
import { CheckField, Fields, NumberField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { numberLocale } from '../../words/locale.ts';
import { EditCard } from './EditCard.tsx';
import { fieldsUnder } from './editing.ts';
import type { Editing } from './editing.ts';
import { OfferFields } from './OfferFields.tsx';

export function ReferralCard({ editing }: { editing: Editing }) {
  return (
    <EditCard
      card="referral"
      editing={editing}
      form={<Form editing={editing} />}
      view={(program) => (
        <Sentence>
          {`${referralSentence(program, editing.speech)} ${referralNote(program, editing.speech)}`.trim()}
        </Sentence>
      )}
    />
  );
}

function Form({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { draft } = editing;
  const { referral } = draft.form;
  const set = (patch: Partial<ReferralForm>): void =>
    draft.change({ referral: { ...referral, ...patch } });
  const field = fieldsUnder(editing, 'referral');
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
          <CheckField
            label={words.say('program.referral.code')}
            checked={referral.code.on}
            onChange={(on) => set({ code: { ...referral.code, on } })}
          />
          {referral.code.on && (
            <>
              <OfferFields
                editing={editing}
                path="referral.advocateCode"
                offer={referral.code}
                onChange={(patch) => set({ code: { ...referral.code, ...patch } })}
              />
              <NumberField
                {...field('advocateCode.days')}
                label={words.say('program.referral.codeDays')}
                value={referral.code.days}
                onChange={(days) => set({ code: { ...referral.code, days } })}
              />
            </>
          )}
          <Credit editing={editing} onChange={(credit) => set({ credit })} />
          <Steps editing={editing} onChange={(steps) => set({ steps })} />
          <Caps editing={editing} onChange={set} />
          <CheckField
            label={words.say('program.referral.strict')}
            help={words.say('program.referral.strictHelp')}
            checked={referral.strict}
            onChange={(strict) => set({ strict })}
          />
        </Fields>
      )}
    </>
  );
}

type CreditForm = ReferralForm['credit'];
type CreditProps = { editing: Editing; onChange: (credit: CreditForm) => void };

function Credit({ editing, onChange }: CreditProps) {
  const { words } = useDesk();
  const { credit } = editing.draft.form.referral;
  const { money } = editing.speech;
  const field = fieldsUnder(editing, 'referral.advocateCredit');
  return (
    <>
      <CheckField
        label={words.say('program.referral.credit')}
        checked={credit.on}
        onChange={(on) => onChange({ ...credit, on })}
      />
      {credit.on && (
        <Fields>
          <NumberField
            {...field('amountMinor')}
            decimal
            label={words.say('program.referral.creditAmount')}
            unit={moneySign(money, numberLocale(words.locale))}
            value={credit.amount}
            onChange={(amount) => onChange({ ...credit, amount })}
          />
          <NumberField
            {...field('days')}
            label={words.say('program.referral.creditDays')}
            value={credit.days}
            onChange={(days) => onChange({ ...credit, days })}
          />
        </Fields>
      )}
    </>
  );
}

/** A program takes no more. */
const MOST_STEPS = 10;

type StepsProps = { editing: Editing; onChange: (steps: readonly StepForm[]) => void };

/** One row a step, and an empty one to fill: there is no button to add or to take away. */
function Steps({ editing, onChange }: StepsProps) {
  const { words } = useDesk();
  const { draft } = editing;
  const { steps } = draft.form.referral;
  const change = (row: number, patch: Partial<StepForm>): void => {
    const next = steps.map((step, at) => (at === row ? { ...step, ...patch } : step));
    const last = next.at(-1);
    const full = last !== undefined && last.at + last.points !== '';
    onChange(full && next.length < MOST_STEPS ? [...next, noStep] : next);
  };
  return steps.map((step, row) => {
    const field = fieldsUnder(editing, `referral.steps.${row}`);
    return (
      <Fields key={row}>
        <NumberField
          {...field('at')}
          label={words.say('program.referral.stepAt')}
          help={words.say('program.referral.stepHelp')}
          value={step.at}
          onChange={(at) => change(row, { at })}
        />
        <NumberField
          {...field('points')}
          label={words.say('program.referral.stepPoints')}
          value={step.points}
          onChange={(points) => change(row, { points })}
        />
      </Fields>
    );
  });
}

type CapsProps = { editing: Editing; onChange: (patch: Partial<ReferralForm>) => void };

function Caps({ editing, onChange }: CapsProps) {
  const { words } = useDesk();
  const { draft } = editing;
  const { capped, in30Days, inYear } = draft.form.referral;
  const field = fieldsUnder(editing, 'referral.caps');
  return (
    <>
      <CheckField
        label={words.say('program.referral.capped')}
        help={words.say('program.referral.cappedHelp')}
        checked={capped}
        onChange={(on) => onChange({ capped: on })}
      />
      {capped && (
        <Fields>
          <NumberField
            {...field('in30Days')}
            label={words.say('program.referral.in30Days')}
            value={in30Days}
            onChange={(typed) => onChange({ in30Days: typed })}
          />
          <NumberField
            {...field('inYear')}
            label={words.say('program.referral.inYear')}
            value={inYear}
            onChange={(typed) => onChange({ inYear: typed })}
          />
        </Fields>
      )}
    </>
  );
}
