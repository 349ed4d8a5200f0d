import { useDesk } from '../../desk.ts';
import { moneySign } from '../../money/writeMoney.ts';
import type { OfferForm } from '../../program/form.ts';
import { ChoiceField, NumberField } from '../../ui/fields.tsx';
import { numberLocale } from '../../words/locale.ts';
import type { Editing } from './editing.ts';

type Props = {
  editing: Editing;
  /** Where the offer stands in a program. */
  path: string;
  offer: OfferForm;
  onChange: (patch: Partial<OfferForm>) => void;
};

/** What a code takes off, and from which basket on. */
export function OfferFields({ editing, path, offer, onChange }: Props) {
  const { words } = useDesk();
  const { draft, errorAt, speech } = editing;
  const sign = moneySign(speech.money, numberLocale(words.locale));
  const field = (name: string) => {
    const id = `${path}.${name}`;
    return { id, error: errorAt(id), onLeave: () => draft.leave(id), decimal: true };
  };
  return (
    <>
      <ChoiceField
        id={`${path}.kind`}
        label={words.say('program.rewards.kind')}
        value={offer.kind}
        choices={[
          { value: 'percentOff', label: words.say('program.rewards.percentOff') },
          { value: 'amountOff', label: words.say('program.rewards.amountOff') },
          { value: 'freeShipping', label: words.say('program.rewards.freeShipping') },
        ]}
        onChange={(kind) => onChange({ kind })}
      />
      {offer.kind === 'percentOff' && (
        <NumberField
          {...field('value.basisPoints')}
          label={words.say('program.rewards.percent')}
          unit={words.locale === 'en' ? '%' : '٪'}
          value={offer.percent}
          onChange={(percent) => onChange({ percent })}
        />
      )}
      {offer.kind === 'amountOff' && (
        <NumberField
          {...field('value.amountMinor')}
          label={words.say('program.rewards.amount')}
          unit={sign}
          value={offer.amount}
          onChange={(amount) => onChange({ amount })}
        />
      )}
      <NumberField
        {...field('minimumMinor')}
        label={words.say('program.rewards.minimum')}
        help={words.say('program.rewards.minimumHelp')}
        unit={sign}
        value={offer.minimum}
        onChange={(minimum) => onChange({ minimum })}
      />
    </>
  );
}
