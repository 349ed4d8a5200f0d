import { useDesk } from '../../desk.ts';
import { moneySign } from '../../money/writeMoney.ts';
import type { RewardForm } from '../../program/form.ts';
import { CheckField, ChoiceField, Fields, NumberField, WordField } from '../../ui/fields.tsx';
import { numberLocale } from '../../words/locale.ts';
import { fieldsUnder } from './editing.ts';
import type { Editing } from './editing.ts';
import { ItemsField } from './ItemsField.tsx';
import { LimitFields } from './LimitFields.tsx';

type Props = { editing: Editing; at: number; onChange: (patch: Partial<RewardForm>) => void };

const KINDS = [
  'amountOff',
  'percentOff',
  'percentUpTo',
  'freeShipping',
  'freeProduct',
  'walletCredit',
  'earlyAccess',
  'byHand',
] as const;

/** One reward: what it gives, what it costs, and under which terms. */
export function RewardFields({ editing, at, onChange }: Props) {
  const { words } = useDesk();
  const { draft, speech } = editing;
  const reward = draft.form.rewards[at];
  if (!reward) return null;
  const sign = moneySign(speech.money, numberLocale(words.locale));
  const field = fieldsUnder(editing, `rewards.${at}`);
  return (
    <>
      <Fields>
        <ChoiceField
          id={`rewards.${at}.kind`}
          label={words.say('program.rewards.kind')}
          value={reward.kind}
          choices={KINDS.map((value) => ({
            value,
            label: words.say(`program.rewards.${value}`),
          }))}
          onChange={(kind) => onChange({ kind })}
        />
        <AmountFields {...{ editing, at, reward, onChange }} />
        <NumberField
          {...field('points')}
          label={words.say('program.rewards.points')}
          value={reward.points}
          onChange={(points) => onChange({ points })}
        />
        {isCoded(reward) && (
          <NumberField
            {...field('minimumMinor')}
            decimal
            label={words.say('program.rewards.minimum')}
            unit={sign}
            help={words.say('program.rewards.minimumHelp')}
            value={reward.minimum}
            onChange={(minimum) => onChange({ minimum })}
          />
        )}
        <NumberField
          {...field('codeDays')}
          label={words.say(`program.rewards.${daysLabel(reward)}`)}
          value={reward.codeDays}
          onChange={(codeDays) => onChange({ codeDays })}
        />
      </Fields>
      {(reward.kind.endsWith('Off') || reward.kind === 'freeProduct') && (
        <BoundFields {...{ editing, at, reward, onChange }} />
      )}
      <NamedFields {...{ editing, at, reward, onChange }} />
      <LimitFields {...{ editing, at, reward, onChange }} />
    </>
  );
}

/** Where the amount of each kind stands in a program. */
const AMOUNTS: Partial<Record<RewardForm['kind'], string>> = {
  amountOff: 'value.amountMinor',
  percentUpTo: 'value.capMinor',
  walletCredit: 'value.amountMinor',
  freeProduct: 'value.worthMinor',
};

function amountLabel({ kind }: RewardForm) {
  if (kind === 'freeProduct') return 'worth';
  if (kind === 'percentUpTo') return 'most';
  return kind === 'walletCredit' ? 'credit' : 'amount';
}

/** How much a code takes off, or a wallet is given. */
function AmountFields({ editing, at, reward, onChange }: Props & { reward: RewardForm }) {
  const { words } = useDesk();
  const { speech } = editing;
  const field = fieldsUnder(editing, `rewards.${at}`);
  return (
    <>
      {reward.kind.startsWith('percent') && (
        <NumberField
          {...field('value.basisPoints')}
          decimal
          label={words.say('program.rewards.percent')}
          unit={words.locale === 'en' ? '%' : '٪'}
          value={reward.percent}
          onChange={(percent) => onChange({ percent })}
        />
      )}
      {AMOUNTS[reward.kind] && (
        <NumberField
          {...field(AMOUNTS[reward.kind] ?? '')}
          decimal
          label={words.say(`program.rewards.${amountLabel(reward)}`)}
          unit={moneySign(speech.money, numberLocale(words.locale))}
          value={reward.amount}
          onChange={(amount) => onChange({ amount })}
        />
      )}
    </>
  );
}

const isCoded = ({ kind }: RewardForm): boolean =>
  kind.endsWith('Off') || kind === 'percentUpTo' || kind === 'freeShipping';

function daysLabel({ kind, forGood }: RewardForm) {
  if (kind === 'byHand') return 'handDays';
  if (kind === 'walletCredit') return 'creditDays';
  if (kind !== 'earlyAccess') return 'codeDays';
  return forGood ? 'backDays' : 'accessDays';
}

/** Early access is a tag and a name; what is done by hand is a sentence. */
function NamedFields({ editing, at, reward, onChange }: Props & { reward: RewardForm }) {
  const { words } = useDesk();
  const { errorAt } = editing;
  const field = (name: string) => {
    const id = `rewards.${at}.value.${name}`;
    return { id, error: errorAt(id) };
  };
  if (reward.kind === 'byHand') {
    return (
      <WordField
        {...field('text')}
        label={words.say('program.rewards.deed')}
        help={words.say('program.rewards.deedHelp')}
        long
        value={reward.deed}
        onChange={(deed) => onChange({ deed })}
      />
    );
  }
  if (reward.kind !== 'earlyAccess') return null;
  return (
    <>
      <Fields>
        <WordField
          {...field('name')}
          label={words.say('program.rewards.goods')}
          help={words.say('program.rewards.accessHelp')}
          long
          value={reward.access}
          onChange={(access) => onChange({ access })}
        />
        <WordField
          {...field('tag')}
          label={words.say('program.rewards.tag')}
          help={words.say('program.rewards.tagHelp')}
          value={reward.tag}
          onChange={(tag) => onChange({ tag })}
        />
      </Fields>
      <CheckField
        label={words.say('program.rewards.forGood')}
        checked={reward.forGood}
        onChange={(forGood) => onChange({ forGood })}
      />
    </>
  );
}

/** Goods of one kind at a time: a discount is bound to products or to collections. */
function BoundFields({ editing, at, reward, onChange }: Props & { reward: RewardForm }) {
  const { words } = useDesk();
  const { items, goods } = reward;
  const kinds = ['product', 'collection'] as const;
  const of = kinds.filter((kind) => items.every((item) => item.startsWith(`${kind}:`)));
  const free = reward.kind === 'freeProduct';
  const nameId = `rewards.${at}.value.${free ? '' : 'only.'}name`;
  return (
    <>
      <ItemsField
        id={`rewards.${at}.value.${free ? 'item' : 'only.items'}`}
        label={words.say(free ? 'program.rewards.product' : 'program.rewards.only')}
        find={words.say('program.rewards.find')}
        editing={editing}
        spec={{ kind: 'items', of: free ? ['product'] : of }}
        chosen={items}
        onChange={(chosen) => onChange({ items: chosen })}
      />
      {items.length > 0 && (
        <WordField
          id={nameId}
          label={words.say('program.rewards.goods')}
          help={words.say(free ? 'program.rewards.freeHelp' : 'program.rewards.goodsHelp')}
          error={editing.errorAt(nameId)}
          long
          value={goods}
          onChange={(typed) => onChange({ goods: typed })}
        />
      )}
    </>
  );
}
