import { useDesk } from '../../desk.ts';
import { ChoiceField } from '../../ui/fields.tsx';

type Props = {
  id: string;
  label: string;
  /** Such as '08:00-12:00'; none: all day. */
  spans: readonly string[];
  error: string | undefined;
  onChange: (spans: readonly string[]) => void;
};

const HALF_HOURS = Array.from({ length: 49 }, (_, half) => {
  const hour = String(Math.floor(half / 2)).padStart(2, '0');
  return `${hour}:${half % 2 === 0 ? '00' : '30'}`;
});

/** From one time of the day to another, or all day. */
export function HoursField({ id, label, spans, error, onChange }: Props) {
  const { words } = useDesk();
  const [from = '', until = ''] = spans[0]?.split('-') ?? [];
  const shown = (time: string): string =>
    time.replace(/\d/g, (digit) => words.number(Number(digit)));
  const set = (next: { from?: string; until?: string }): void => {
    const begins = next.from ?? (from || '00:00');
    const ends = next.until ?? (until || '24:00');
    onChange(
      begins === '' || (begins === '00:00' && ends === '24:00') ? [] : [`${begins}-${ends}`],
    );
  };
  const times = (list: readonly string[]) => list.map((value) => ({ value, label: shown(value) }));
  return (
    <>
      <ChoiceField
        id={id}
        label={`${label}: ${words.say('program.rules.hoursFrom')}`}
        value={from || '00:00'}
        error={error}
        choices={times(HALF_HOURS.slice(0, -1))}
        onChange={(begins) => set({ from: begins })}
      />
      <ChoiceField
        id={`${id}.until`}
        label={`${label}: ${words.say('program.rules.hoursUntil')}`}
        value={until || '24:00'}
        choices={times(HALF_HOURS.slice(1))}
        onChange={(ends) => set({ until: ends })}
      />
    </>
  );
}
