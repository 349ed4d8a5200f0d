import { useState } from 'react';
import type { RetentionAnswer, RetentionSettings } from '../../../contract/retention.ts';
import { useDesk } from '../../desk.ts';
import { readMoney, readPercent, readWhole } from '../../money/readNumber.ts';
import { writeAmount, writeNumber } from '../../money/writeNumber.ts';
import { numberLocale } from '../../words/locale.ts';
import { MainButton } from '../../ui/buttons.tsx';
import { FieldGroup, Fields, NumberField } from '../../ui/fields.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { FigureWords } from '../../words/figureWords.ts';

type Money = RetentionAnswer['money'];
type Typed = { window: string; win: string; winBack: string; margin: string };
type Problem = 'set.wrong' | 'set.allCosts';

function typedOf({ settings, money }: RetentionAnswer, locale: string): Typed {
  const { churnDays, costs } = settings;
  return {
    window: churnDays === null ? '' : writeNumber(churnDays, locale),
    win: costs ? writeAmount(costs.acquisitionMinor, money, locale) : '',
    winBack: costs ? writeAmount(costs.reacquisitionMinor, money, locale) : '',
    margin: costs ? writeNumber(costs.marginBasisPoints / 100, locale) : '',
  };
}

function readAll(
  typed: Typed,
  money: Money,
): RetentionSettings | Partial<Record<keyof Typed, Problem>> {
  const days = readWhole(typed.window);
  const blank = typed.window.trim() === '';
  if (!blank && (!days.ok || days.value < 14 || days.value > 1826)) return { window: 'set.wrong' };
  const churnDays = blank || !days.ok ? null : days.value;
  const said = [typed.win, typed.winBack, typed.margin].filter((each) => each.trim() !== '');
  if (said.length === 0) return { churnDays, costs: null };
  if (said.length < 3) return { win: 'set.allCosts' };
  const [win, winBack] = [readMoney(typed.win, money), readMoney(typed.winBack, money)];
  const margin = readPercent(typed.margin);
  if (!win.ok) return { win: 'set.wrong' };
  if (!winBack.ok) return { winBack: 'set.wrong' };
  if (!margin.ok || margin.value > 10_000) return { margin: 'set.wrong' };
  const costs = {
    acquisitionMinor: win.value,
    reacquisitionMinor: winBack.value,
    marginBasisPoints: margin.value,
  };
  return { churnDays, costs };
}

type Props = { answer: RetentionAnswer; words: FigureWords; again: () => void };

/** The churn window and what shoppers cost: kept for the club, and counted by at once. */
export function SettingsCard({ answer, words, again }: Props) {
  const { api, announce } = useDesk();
  const { money } = answer;
  const [typed, setTyped] = useState(() => typedOf(answer, numberLocale(words.locale)));
  const [wrong, setWrong] = useState<Partial<Record<keyof Typed, Problem>>>({});
  const [said, setSaid] = useState('');
  const field = (name: keyof Typed) => {
    const problem = wrong[name];
    return {
      id: `retention.${name}`,
      value: typed[name],
      error: problem === undefined ? undefined : words.say(problem),
      decimal: name !== 'window',
      onChange: (text: string) => setTyped({ ...typed, [name]: text }),
      onLeave: () => undefined,
    };
  };
  const save = async (): Promise<void> => {
    const read = readAll(typed, money);
    const good = 'churnDays' in read;
    setWrong(good ? {} : read);
    if (!good) return;
    const answered = await api.setRetention(read);
    const text = words.say(answered.ok ? 'set.saved' : 'set.notSaved');
    setSaid(text);
    announce(text);
    if (answered.ok) again();
  };
  const currency = money.label ?? money.currency;
  return (
    <div className="rg-no-print">
      <SectionCard title={words.say('set.title')}>
        <NumberField
          {...field('window')}
          label={words.say('set.window')}
          help={words.say('set.windowHelp')}
        />
        <FieldGroup legend={words.say('set.costs')}>
          <Fields>
            <NumberField {...field('win')} label={words.say('set.win')} unit={currency} />
            <NumberField {...field('winBack')} label={words.say('set.winBack')} unit={currency} />
            <NumberField {...field('margin')} label={words.say('set.margin')} unit="%" />
          </Fields>
        </FieldGroup>
        <div>
          <MainButton onPress={() => void save()}>{words.say('set.save')}</MainButton>
        </div>
        {said !== '' && <Sentence tone="soft">{said}</Sentence>}
      </SectionCard>
    </div>
  );
}
