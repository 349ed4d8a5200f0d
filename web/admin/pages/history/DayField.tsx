import { useDesk } from '../../desk.ts';
import { choicesBeside, withPart } from '../../history/days.ts';
import type { Day } from '../../history/days.ts';
import { ChoiceField, FieldGroup, Fields } from '../../ui/fields.tsx';

type Props = { legend: string; days: readonly Day[]; chosen: Day; onChange: (day: Day) => void };

const asChoices = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));

/** A day in the reader's own calendar, which the browser's field for dates does not know. */
export function DayField({ legend, days, chosen, onChange }: Props) {
  const { words } = useDesk();
  const { years, months, dates } = choicesBeside(days, chosen);
  return (
    <FieldGroup legend={legend}>
      <Fields narrow>
        <ChoiceField
          id="since-day"
          label={words.say('history.dayOf')}
          value={chosen.date}
          choices={asChoices(dates)}
          onChange={(date) => onChange(withPart(days, chosen, { date }))}
        />
        <ChoiceField
          id="since-month"
          label={words.say('history.monthOf')}
          value={chosen.month}
          choices={asChoices(months)}
          onChange={(month) => onChange(withPart(days, chosen, { month }))}
        />
        <ChoiceField
          id="since-year"
          label={words.say('history.yearOf')}
          value={chosen.year}
          choices={asChoices(years)}
          onChange={(year) => onChange(withPart(days, chosen, { year }))}
        />
      </Fields>
    </FieldGroup>
  );
}
