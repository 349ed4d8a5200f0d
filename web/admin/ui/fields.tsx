import { Checkbox, Select, TextField } from '@shopify/polaris';
import type { ReactNode } from 'react';

type Base = { id: string; label: string; error?: string | undefined };

type NumberProps = Base & {
  value: string;
  onChange: (typed: string) => void;
  onLeave: () => void;
  /** What stands behind the number: a currency, "%". */
  unit?: string | undefined;
  help?: string | undefined;
  decimal?: boolean;
};

/**
 * A field for a number as people write it. It is plain text, because a number field of the browser
 * refuses Persian and Arabic digits; the phone still shows its keys for numbers.
 */
export function NumberField(props: NumberProps) {
  const { id, label, value, error, unit, help, decimal, onChange, onLeave } = props;
  return (
    <TextField
      id={id}
      label={label}
      value={value}
      error={error ?? false}
      helpText={help}
      suffix={unit === undefined ? undefined : <bdi>{unit}</bdi>}
      inputMode={decimal ? 'decimal' : 'numeric'}
      autoComplete="off"
      onChange={onChange}
      onBlur={onLeave}
    />
  );
}

type WordProps = Base & {
  value: string;
  onChange: (typed: string) => void;
  help?: string;
  /** A name of several words. */
  long?: boolean;
};

export function WordField({ id, label, value, error, help, long, onChange }: WordProps) {
  return (
    <TextField
      id={id}
      label={label}
      value={value}
      error={error ?? false}
      helpText={help}
      autoComplete="off"
      maxLength={long ? 80 : 20}
      onChange={onChange}
    />
  );
}

type NoteProps = Base & { value: string; onChange: (typed: string) => void; help?: string };

/** A few sentences for colleagues. */
export function NoteField({ id, label, value, error, help, onChange }: NoteProps) {
  return (
    <TextField
      id={id}
      label={label}
      value={value}
      error={error ?? false}
      helpText={help}
      autoComplete="off"
      maxLength={500}
      multiline={2}
      onChange={onChange}
    />
  );
}

type SearchProps = Base & { value: string; onChange: (typed: string) => void; help: string };

export function SearchField({ id, label, value, help, error, onChange }: SearchProps) {
  return (
    <TextField
      id={id}
      label={label}
      value={value}
      error={error ?? false}
      helpText={help}
      type="search"
      autoComplete="off"
      clearButton
      onClearButtonClick={() => onChange('')}
      onChange={onChange}
    />
  );
}

export type Choice<T extends string> = { value: T; label: string };
type ChoiceProps<T extends string> = Base & {
  value: T;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
};

export function ChoiceField<T extends string>(props: ChoiceProps<T>) {
  const { id, label, value, choices, error, onChange } = props;
  return (
    <Select
      id={id}
      label={label}
      value={value}
      error={error ?? false}
      options={[...choices]}
      onChange={(chosen) => {
        const choice = choices.find((each) => each.value === chosen);
        if (choice) onChange(choice.value);
      }}
    />
  );
}

type CheckProps = {
  label: string;
  help?: string;
  checked: boolean | 'mixed';
  onChange: (on: boolean) => void;
};

export function CheckField({ label, help, checked, onChange }: CheckProps) {
  const shown = checked === 'mixed' ? 'indeterminate' : checked;
  return <Checkbox label={label} helpText={help} checked={shown} onChange={onChange} />;
}

type GroupProps = { legend: string; children: ReactNode };

/** Fields that belong together under one name. */
export function FieldGroup({ legend, children }: GroupProps) {
  return (
    <fieldset className="rg-group">
      <legend>{legend}</legend>
      {children}
    </fieldset>
  );
}

/** Fields beside one another, as many as there is room for; `narrow` ones need little of it. */
export function Fields({ children, narrow }: { children: ReactNode; narrow?: boolean }) {
  return <div className={narrow ? 'rg-fields rg-narrow' : 'rg-fields'}>{children}</div>;
}

type FileProps = Base & { accept: string; onChange: (file: File | null) => void };

/** The browser's own way to choose a file, which speaks the person's language. */
export function FileField({ id, label, accept, error, onChange }: FileProps) {
  const wrong = error !== undefined;
  return (
    <div className="rg-file">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept={accept}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-error` : undefined}
        onChange={(event) => onChange(event.target.files?.[0] ?? null)}
      />
      {wrong && (
        <p id={`${id}-error`} className="rg-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
