import { useDesk } from '../../desk.ts';
import type { TiersForm } from '../../program/tierForm.ts';
import { CheckField, FieldGroup } from '../../ui/fields.tsx';

type Props = {
  tiers: TiersForm;
  /** None: everybody. */
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

/** Which tiers something is for, where there are any; a tier that is gone can be let go of. */
export function TierChoice({ tiers, chosen, onChange }: Props) {
  const { words } = useDesk();
  const known = tiers.on ? tiers.levels : [];
  const gone = chosen.filter((id) => !known.some((level) => level.id === id));
  const choices = [...known, ...gone.map((id) => ({ id, name: id }))];
  if (choices.length === 0) return null;
  return (
    <FieldGroup legend={words.say('program.tiers.forTiers')}>
      {choices.map(({ id, name }) => (
        <CheckField
          key={id}
          label={name}
          checked={chosen.includes(id)}
          onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((each) => each !== id))}
        />
      ))}
    </FieldGroup>
  );
}
