import { useDesk } from '../../desk.ts';
import { moneySign } from '../../money/writeMoney.ts';
import type { NextOrderKind, OfferForm } from '../../program/form.ts';
import { ChoiceField, NumberField } from '../../ui/fields.tsx';
import { numberLocale } from '../../words/locale.ts';
import { fieldsUnder } from './editing.ts';
import type { Editing } from './editing.ts';

type Offer<Kind> = Omit<OfferForm, 'kind'> & { kind: Kind };

type Props<Kind> = {
  editing: Editing;
  /** Where the offer stands in a program. */
  path: string;
  offer: Offer<Kind>;
  /** What it may give besides what codes give; its fields are the caller's. */
  more?: readonly { value: Kind; label: string }[];
  onChange: (patch: Partial<Offer<Kind>>) => void;
};

/** What a code takes off, and from which basket on. */
export function OfferFields<Kind extends NextOrderKind>(props: Props<Kind>) {
  const { editing, path, offer, more = [], onChange } = props;
  const { words } = useDesk();
  const { speech } = editing;
  const sign = moneySign(speech.money, numberLocale(words.locale));
  const under = fieldsUnder(editing, path);
  const field = (name: string) => ({ ...under(name), decimal: true });
  return (
    <>
      <ChoiceField<string>
        id={`${path}.kind`}
        label={words.say('program.rewards.kind')}
        value={offer.kind}
        choices={[
          { value: 'percentOff', label: words.say('program.rewards.percentOff') },
          { value: 'amountOff', label: words.say('program.rewards.amountOff') },
          { value: 'freeShipping', label: words.say('program.rewards.freeShipping') },
          ...more,
        ]}
        onChange={(kind) => onChange({ kind: kind as Kind } as Partial<Offer<Kind>>)}
      />
      {offer.kind === 'percentOff' && (
        <NumberField
          {...field('value.basisPoints')}
          label={words.say('program.rewards.percent')}
          unit={words.locale === 'en' ? '%' : '٪'}
          value={offer.percent}
          onChange={(percent) => onChange({ percent } as Partial<Offer<Kind>>)}
        />
      )}
      {offer.kind === 'amountOff' && (
        <NumberField
          {...field('value.amountMinor')}
          label={words.say('program.rewards.amount')}
          unit={sign}
          value={offer.amount}
          onChange={(amount) => onChange({ amount } as Partial<Offer<Kind>>)}
        />
      )}
      {offer.kind !== 'cashback' && (
        <NumberField
          {...field('minimumMinor')}
          label={words.say('program.rewards.minimum')}
          help={words.say('program.rewards.minimumHelp')}
          unit={sign}
          value={offer.minimum}
          onChange={(minimum) => onChange({ minimum } as Partial<Offer<Kind>>)}
        />
      )}
    </>
  );
}
