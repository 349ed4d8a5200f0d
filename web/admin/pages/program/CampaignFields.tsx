import { useMemo } from 'react';
import { useDesk } from '../../desk.ts';
import type { CampaignForm } from '../../program/ruleForm.ts';
import { instantOf, nextDays } from '../../program/schedule.ts';
import { ChoiceField, Fields, NumberField, WordField } from '../../ui/fields.tsx';
import type { Choice } from '../../ui/fields.tsx';
import type { Words } from '../../words/words.ts';
import { fieldsUnder } from './editing.ts';
import type { Editing } from './editing.ts';

type Props = {
  editing: Editing;
  campaign: CampaignForm;
  path: string;
  days: readonly CampaignDay[];
  onChange: (patch: Partial<CampaignForm>) => void;
};

/** What a campaign has besides its rule: a name, its days, and what it may give. */
export function CampaignFields({ editing, campaign, path, days, onChange }: Props) {
  const { words } = useDesk();
  const { errorAt } = editing;
  const field = fieldsUnder(editing, path);
  return (
    <Fields>
      <WordField
        id={`${path}.name`}
        label={words.say('program.campaigns.name')}
        error={errorAt(`${path}.name`)}
        long
        value={campaign.name}
        onChange={(name) => onChange({ name })}
      />
      <EndField edge="from" {...{ editing, campaign, path, days, onChange }} />
      <EndField edge="until" {...{ editing, campaign, path, days, onChange }} />
      <NumberField
        {...field('budgetPoints')}
        label={words.say('program.campaigns.budget')}
        help={words.say('program.campaigns.noLimit')}
        value={campaign.budget}
        onChange={(budget) => onChange({ budget })}
      />
      <NumberField
        {...field('firstShoppers')}
        label={words.say('program.campaigns.first')}
        help={words.say('program.campaigns.noLimit')}
        value={campaign.first}
        onChange={(first) => onChange({ first })}
      />
    </Fields>
  );
}

const DAYS_AHEAD = 190;
const OPEN = 'open';

/** The shop's days ahead, each with its first moment and what it is called: dear, so made once. */
export type CampaignDay = { begins: number; ends: number; shown: string };

export function useCampaignDays({ zone, now }: Editing['clock']): readonly CampaignDay[] {
  const { words } = useDesk();
  return useMemo(() => {
    const days = nextDays(now, zone, DAYS_AHEAD + 1).map(({ day, noon }) => ({
      begins: instantOf(day, 0, zone),
      shown: dayName(noon, { zone, now }, words),
    }));
    return days.slice(0, -1).map((day, at) => ({ ...day, ends: days[at + 1]?.begins ?? 0 }));
  }, [words, zone, now]);
}

const dayName = (noon: number, { zone, now }: Editing['clock'], words: Words): string =>
  `${words.weekday(noon, zone)} ${words.day(noon, zone, now)}`;

type EndProps = Props & { edge: 'from' | 'until' };

/** The first day, or the last one, of the shop's calendar; or none. */
function EndField({ edge, editing, campaign, path, days, onChange }: EndProps) {
  const { words } = useDesk();
  const value = campaign[edge];
  const choices: Choice<string>[] = days.map(({ begins, ends, shown }) => ({
    value: String(edge === 'from' ? begins : ends),
    label: shown,
  }));
  if (value !== null && !choices.some((choice) => choice.value === String(value))) {
    // Chosen long ago, or by somebody else's means: it stays what it is.
    const inside = edge === 'from' ? value : value - 1;
    choices.unshift({ value: String(value), label: dayName(inside, editing.clock, words) });
  }
  const none = words.say(`program.campaigns.${edge}None`);
  return (
    <ChoiceField
      id={`${path}.${edge}`}
      label={words.say(`program.campaigns.${edge}`)}
      error={editing.errorAt(`${path}.${edge}`)}
      value={value === null ? OPEN : String(value)}
      choices={[{ value: OPEN, label: none }, ...choices]}
      onChange={(chosen) => onChange({ [edge]: chosen === OPEN ? null : Number(chosen) })}
    />
  );
}
