import { useDesk } from '../../desk.ts';
import { newTier } from '../../program/tierForm.ts';
import type { TierForm, TiersForm } from '../../program/tierForm.ts';
import { tierGrace, tierLine, tiersSentence } from '../../program/tierSentences.ts';
import { PlainButton, SmallButton } from '../../ui/buttons.tsx';
import { CheckField, ChoiceField, FieldGroup, Fields, NumberField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { numberLocale } from '../../words/locale.ts';
import { EditCard } from './EditCard.tsx';
import { focusField } from './editing.ts';
import type { Editing } from './editing.ts';
import { SuggestedTiers } from './SuggestedTiers.tsx';
import { TierFields } from './TierFields.tsx';

/** What members climb by, and what each tier gives. */
export function TiersCard({ editing }: { editing: Editing }) {
  const { speech } = editing;
  return (
    <EditCard
      card="tiers"
      editing={editing}
      form={<Form editing={editing} />}
      view={(program) => (
        <>
          <Sentence>{tiersSentence(program, speech)}</Sentence>
          {program.tiers?.levels.map((tier) => (
            <Sentence key={tier.id}>
              {tierLine(tier, program.tiers?.by ?? 'spend', speech)}
            </Sentence>
          ))}
          {program.tiers && <Sentence tone="soft">{tierGrace(program.tiers, speech)}</Sentence>}
        </>
      )}
    />
  );
}

const BY = ['spend', 'orders', 'points'] as const;
const OVER = ['rolling12Months', 'calendarYear', 'lifetime'] as const;

function Form({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { draft } = editing;
  const { tiers } = draft.form;
  const set = (patch: Partial<TiersForm>): void => draft.change({ tiers: { ...tiers, ...patch } });
  return (
    <>
      <CheckField
        label={words.say('program.tiers.on')}
        checked={tiers.on}
        onChange={(on) => set({ on })}
      />
      {tiers.on && (
        <>
          <Fields>
            <ChoiceField
              id="tiers.by"
              label={words.say('program.tiers.byLabel')}
              value={tiers.by}
              choices={BY.map((value) => ({
                value,
                label: words.say(`program.tiers.by.${value}`),
              }))}
              onChange={(by) => set({ by })}
            />
            <ChoiceField
              id="tiers.over"
              label={words.say('program.tiers.overLabel')}
              value={tiers.over}
              choices={OVER.map((value) => ({
                value,
                label: words.say(`program.tiers.over.${value}`),
              }))}
              onChange={(over) => set({ over })}
            />
            <NumberField
              id="tiers.graceDays"
              label={words.say('program.tiers.graceLabel')}
              error={editing.errorAt('tiers.graceDays')}
              onLeave={() => draft.leave('tiers.graceDays')}
              value={tiers.graceDays}
              onChange={(graceDays) => set({ graceDays })}
            />
          </Fields>
          {tiers.levels.length === 0 && <SuggestedTiers editing={editing} onTake={set} />}
          <Levels editing={editing} set={set} />
        </>
      )}
    </>
  );
}

type LevelsProps = { editing: Editing; set: (patch: Partial<TiersForm>) => void };

function Levels({ editing, set }: LevelsProps) {
  const { words, announce } = useDesk();
  const { by, levels } = editing.draft.form.tiers;
  const change = (at: number, patch: Partial<TierForm>): void =>
    set({ levels: levels.map((each, i) => (i === at ? { ...each, ...patch } : each)) });
  const remove = (at: number): void => {
    set({ levels: levels.toSpliced(at, 1) });
    announce(words.say('program.tiers.removed'));
    focusField('add-tier');
  };
  return (
    <>
      {levels.map((tier, at) => (
        <div className="rg-reward" key={tier.id}>
          <FieldGroup legend={words.say('program.tiers.tier', { n: at + 1 })}>
            <TierFields
              {...{ editing, tier, by }}
              path={`tiers.levels.${at}`}
              onChange={(patch) => change(at, patch)}
            />
          </FieldGroup>
          <div>
            <PlainButton
              label={words.say('program.tiers.removeWhat', { n: at + 1 })}
              onPress={() => remove(at)}
            >
              {words.say('program.tiers.remove')}
            </PlainButton>
          </div>
        </div>
      ))}
      <div>
        <SmallButton
          id="add-tier"
          onPress={() => {
            const name = words.say('program.tiers.newName', { n: levels.length + 1 });
            set({ levels: [...levels, newTier(name, numberLocale(words.locale))] });
            announce(words.say('program.tiers.added'));
            focusField(`tiers.levels.${levels.length}.name`);
          }}
        >
          {words.say('program.tiers.add')}
        </SmallButton>
      </div>
    </>
  );
}
