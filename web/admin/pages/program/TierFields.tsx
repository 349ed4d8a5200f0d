import { useDesk } from '../../desk.ts';
import type { TierForm, TiersForm } from '../../program/tierForm.ts';
import { Fields, NumberField, WordField } from '../../ui/fields.tsx';
import { fieldsUnder } from './editing.ts';
import type { Editing } from './editing.ts';

type Props = {
  editing: Editing;
  tier: TierForm;
  by: TiersForm['by'];
  path: string;
  onChange: (patch: Partial<TierForm>) => void;
};

/** One tier: its name, what it asks for and what it gives. */
export function TierFields({ editing, tier, by, path, onChange }: Props) {
  const { words } = useDesk();
  const { errorAt } = editing;
  const field = fieldsUnder(editing, path);
  return (
    <Fields>
      <WordField
        id={`${path}.name`}
        label={words.say('program.tiers.name')}
        error={errorAt(`${path}.name`)}
        long
        value={tier.name}
        onChange={(name) => onChange({ name })}
      />
      <NumberField
        {...field('from')}
        decimal={by === 'spend'}
        label={words.say(`program.tiers.from.${by}`)}
        value={tier.from}
        onChange={(from) => onChange({ from })}
      />
      <NumberField
        {...field('multiplierBasisPoints')}
        decimal
        label={words.say('program.tiers.timesLabel')}
        unit="×"
        value={tier.times}
        onChange={(times) => onChange({ times })}
      />
      <NumberField
        {...field('entryPoints')}
        label={words.say('program.tiers.entryLabel')}
        value={tier.entry}
        onChange={(entry) => onChange({ entry })}
      />
      <NumberField
        {...field('birthdayPoints')}
        label={words.say('program.tiers.birthdayLabel')}
        value={tier.birthday}
        onChange={(birthday) => onChange({ birthday })}
      />
      <PerkFields {...{ editing, tier, path, onChange }} />
    </Fields>
  );
}

/** What it gives besides points; what is left empty it does not give. */
function PerkFields({ editing, tier, path, onChange }: Omit<Props, 'by'>) {
  const { words } = useDesk();
  const field = fieldsUnder(editing, path);
  return (
    <>
      <NumberField
        {...field('code')}
        decimal
        label={words.say('program.tiers.codeLabel')}
        help={words.say('program.tiers.noneHelp')}
        unit={words.locale === 'en' ? '%' : '٪'}
        value={tier.codePercent}
        onChange={(codePercent) => onChange({ codePercent })}
      />
      <NumberField
        {...field('days')}
        label={words.say('program.tiers.daysLabel')}
        value={tier.codeDays}
        onChange={(codeDays) => onChange({ codeDays })}
      />
      <WordField
        id={`${path}.tag`}
        label={words.say('program.tiers.tagLabel')}
        help={words.say('program.tiers.tagHelp')}
        long
        value={tier.tag}
        onChange={(tag) => onChange({ tag })}
      />
      <WordField
        id={`${path}.byHand`}
        label={words.say('program.tiers.byHandLabel')}
        help={words.say('program.tiers.noneHelp')}
        long
        value={tier.byHand}
        onChange={(byHand) => onChange({ byHand })}
      />
    </>
  );
}
