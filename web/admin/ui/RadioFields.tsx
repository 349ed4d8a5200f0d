import { RadioButton } from '@shopify/polaris';
import type { Choice } from './fields.tsx';
import { FieldGroup } from './fields.tsx';

type Props<T extends string> = {
  /** One name for the group, also the beginning of each button's id. */
  name: string;
  legend: string;
  value: T;
  choices: readonly (Choice<T> & { help?: string })[];
  onChange: (value: T) => void;
};

/** A few ways, all of them in sight; the arrow keys go from one to the next. */
export function RadioFields<T extends string>(props: Props<T>) {
  const { name, legend, value, choices, onChange } = props;
  return (
    <FieldGroup legend={legend}>
      {choices.map((choice) => (
        <RadioButton
          key={choice.value}
          id={`${name}-${choice.value}`}
          name={name}
          label={choice.label}
          helpText={choice.help}
          checked={choice.value === value}
          onChange={() => onChange(choice.value)}
        />
      ))}
    </FieldGroup>
  );
}
