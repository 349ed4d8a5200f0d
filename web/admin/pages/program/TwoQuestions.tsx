import { useEffect, useState } from 'react';
import type { ProgramAnswer, ProgramBody } from '../../../contract/merchant.ts';
import type { DefaultsAnswer, DefaultsRequest } from '../../../contract/worstCase.ts';
import type { MoneyStyle } from '../../../contract/shopper.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { readMoney, readPercent, readWhole } from '../../money/readNumber.ts';
import type { Read } from '../../money/readNumber.ts';
import { moneySign } from '../../money/writeMoney.ts';
import { writeAmount, writeNumber } from '../../money/writeNumber.ts';
import { Buttons, MainButton } from '../../ui/buttons.tsx';
import { Fields, NumberField } from '../../ui/fields.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { numberLocale } from '../../words/locale.ts';
import type { Words } from '../../words/words.ts';
import { LoadFailed } from '../LoadFailed.tsx';
import { focusField } from './editing.ts';

type Props = { money: MoneyStyle; onProgram: (program: ProgramBody, told: ProgramAnswer) => void };
type Answers = Record<'margin' | 'days' | 'aov', string>;
type Slips = Partial<Answers>;

const USUAL_DAYS = 14;
/** Only to learn how large an order is here; the program that comes with it is not shown. */
const ANY_MARGIN = 4000;

/** The two questions before a first program; how large an order is, the shop's own orders tell. */
export function TwoQuestions({ money, onProgram }: Props) {
  const { words, api } = useDesk();
  const locale = numberLocale(words.locale);
  const [typed, setTyped] = useState({
    margin: '',
    days: writeNumber(USUAL_DAYS, locale),
    aov: '',
  });
  const [known, setKnown] = useState<DefaultsAnswer | null>(null);
  const [slips, setSlips] = useState<Slips>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const answer = await api.defaults({ marginBasisPoints: ANY_MARGIN }, stop.signal);
      if (stop.signal.aborted || !answer.ok) return;
      setKnown(answer.value);
      const aov = writeAmount(answer.value.aovMinor, money, locale);
      setTyped((now) => (now.aov === '' ? { ...now, aov } : now));
    };
    void ask();
    return () => stop.abort();
  }, [api, money, locale]);

  const see = async (): Promise<void> => {
    const { request, slips: found } = readAnswers(typed, { money, known, words });
    setSlips(found);
    const [first] = Object.keys(found);
    if (first !== undefined || request === null) return focusField(`first-${first}`);
    setBusy(true);
    const answer = await api.defaults(request);
    setBusy(false);
    if (!answer.ok) {
      if (answer.field === 'aovMinor') setSlips({ aov: answer.message });
      else setFailure(answer);
      return;
    }
    const { marginBasisPoints, aovMinor } = request;
    const told = await api.tellAnswers({ marginBasisPoints, aovMinor: aovMinor ?? null });
    if (!told.ok) return setFailure(told);
    onProgram(answer.value.program, told.value);
  };

  return (
    <SectionCard title={words.say('program.first.title')}>
      <Sentence>{words.say('program.first.body')}</Sentence>
      {failure && <LoadFailed failure={failure} again={() => void see()} />}
      <AnswerFields
        typed={typed}
        slips={slips}
        money={money}
        known={known}
        onChange={(patch) => setTyped({ ...typed, ...patch })}
      />
      <Buttons>
        <MainButton busy={busy} onPress={() => void see()}>
          {words.say('program.first.see')}
        </MainButton>
      </Buttons>
    </SectionCard>
  );
}

type FieldsProps = {
  typed: Answers;
  slips: Slips;
  money: MoneyStyle;
  known: DefaultsAnswer | null;
  onChange: (patch: Partial<Answers>) => void;
};

function AnswerFields({ typed, slips, money, known, onChange }: FieldsProps) {
  const { words } = useDesk();
  const field = (name: keyof Answers) => ({
    id: `first-${name}`,
    value: typed[name],
    error: slips[name],
    onChange: (text: string) => onChange({ [name]: text }),
    onLeave: () => {},
  });
  return (
    <Fields>
      <NumberField
        {...field('margin')}
        decimal
        label={words.say('program.first.margin')}
        help={words.say('program.first.marginHelp')}
        unit={words.locale === 'en' ? '%' : '٪'}
      />
      <NumberField {...field('days')} label={words.say('program.first.days')} />
      <NumberField
        {...field('aov')}
        decimal
        label={words.say('program.first.aov')}
        help={
          known
            ? words.say('program.first.aovKnown', { n: known.orders })
            : words.say('program.first.aovAsk')
        }
        unit={moneySign(money, numberLocale(words.locale))}
      />
    </Fields>
  );
}

type Around = { money: MoneyStyle; known: DefaultsAnswer | null; words: Words };

function readAnswers(
  typed: Answers,
  { money, known, words }: Around,
): { request: DefaultsRequest | null; slips: Slips } {
  const slips: Slips = {};
  const take = (name: keyof Slips, read: Read, min: number, max: number): number => {
    const problem = !read.ok
      ? read.problem
      : read.value < min
        ? 'tooSmall'
        : read.value > max
          ? 'tooLarge'
          : null;
    if (problem) slips[name] = words.say(`problem.${problem}`, { example: words.number(12) });
    return read.ok ? read.value : 0;
  };
  const marginBasisPoints = take('margin', readPercent(typed.margin), 1, 10_000);
  const returnDays = take('days', readWhole(typed.days), 0, 365);
  const aovMinor = take('aov', readMoney(typed.aov, money), 1, 100_000_000_000);
  if (Object.keys(slips).length > 0) return { request: null, slips };
  const own = known !== null && known.aovMinor === aovMinor;
  return { request: { marginBasisPoints, returnDays, ...(own ? {} : { aovMinor }) }, slips };
}
