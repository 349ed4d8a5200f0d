import { useState } from 'react';
import { useDesk } from '../../desk.ts';
import { readMoney, readPercent } from '../../money/readNumber.ts';
import { moneySign } from '../../money/writeMoney.ts';
import type { Speech } from '../../program/sentences.ts';
import { Bars } from '../../ui/Bars.tsx';
import { NumberField } from '../../ui/fields.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { numberLocale } from '../../words/locale.ts';
import type { WorstCaseDesk } from './useWorstCase.ts';

/** What is given away at worst, in words; above half the margin the figure must be typed. */
export function WorstCaseCard({ worst, speech }: { worst: WorstCaseDesk; speech: Speech }) {
  const { words } = speech;
  const { draft, marginBasisPoints } = worst;
  return (
    <SectionCard title={words.say('program.worst.title')}>
      {marginBasisPoints === null && <MarginQuestion worst={worst} />}
      {worst.needsAverage && <AverageQuestion worst={worst} speech={speech} />}
      {draft && marginBasisPoints !== null && (
        <Told worst={worst} speech={speech} marginBasisPoints={marginBasisPoints} />
      )}
    </SectionCard>
  );
}

function MarginQuestion({ worst }: { worst: WorstCaseDesk }) {
  const { words } = useDesk();
  const [typed, setTyped] = useState('');
  const leave = (): void => {
    const read = readPercent(typed);
    if (read.ok && read.value >= 1 && read.value <= 10_000) worst.setMargin(read.value);
  };
  return (
    <NumberField
      id="margin"
      decimal
      label={words.say('program.worst.ask')}
      help={words.say('program.first.marginHelp')}
      unit={words.locale === 'en' ? '%' : '٪'}
      value={typed}
      onChange={setTyped}
      onLeave={leave}
    />
  );
}

/** A shop without orders yet: how large one is about to be. */
function AverageQuestion({ worst, speech }: { worst: WorstCaseDesk; speech: Speech }) {
  const { words, money } = speech;
  const [typed, setTyped] = useState('');
  const leave = (): void => {
    const read = readMoney(typed, money);
    if (read.ok && read.value > 0) worst.setAverage(read.value);
  };
  return (
    <NumberField
      id="average"
      decimal
      label={words.say('program.first.aov')}
      help={words.say('program.first.aovAsk')}
      unit={moneySign(money, numberLocale(words.locale))}
      value={typed}
      onChange={setTyped}
      onLeave={leave}
    />
  );
}

type ToldProps = { worst: WorstCaseDesk; speech: Speech; marginBasisPoints: number };

/** What the month's bonuses are worth at most, or what last month's sales suggest for them. */
function Bonuses({ worst: { draft }, speech }: Pick<ToldProps, 'worst' | 'speech'>) {
  const { words } = useDesk();
  const { worthMinor = null, suggestedPoints = null } = draft?.bonus ?? {};
  if (worthMinor !== null) {
    const money = words.money(worthMinor, speech.money);
    return <Sentence tone="soft">{words.say('program.worst.bonuses', { money })}</Sentence>;
  }
  if (suggestedPoints === null) return null;
  const points = words.say('count.points', { n: suggestedPoints });
  return <Sentence tone="soft">{words.say('program.worst.suggested', { points })}</Sentence>;
}

function Told({ worst, speech, marginBasisPoints }: ToldProps) {
  const { words } = useDesk();
  const { draft, today, typed, setTyped, unconfirmed, tried } = worst;
  if (!draft) return null;
  const { shareBasisPoints, aboveHalfMargin, friendOrder, shippingLeftOut, handLeftOut } =
    draft.worstCase;
  const margin = words.percent(marginBasisPoints);
  const share = words.percent(shareBasisPoints);
  const bar = (label: string, basisPoints: number) => ({
    label,
    share: basisPoints / marginBasisPoints,
    value: words.percent(basisPoints),
  });
  const bars = [
    ...(today ? [bar(words.say('program.worst.today'), today.worstCase.shareBasisPoints)] : []),
    bar(words.say('program.worst.draft'), shareBasisPoints),
  ];
  const half = words.percent(marginBasisPoints / 2);
  return (
    <>
      <Sentence>{words.say('program.worst.sentence', { share, margin })}</Sentence>
      <Bars bars={bars} />
      <Sentence tone="soft">{words.say('program.worst.bar', { margin })}</Sentence>
      {friendOrder && (
        <Sentence tone="soft">
          {words.say('program.worst.friend', {
            share: words.percent(friendOrder.shareBasisPoints),
          })}
        </Sentence>
      )}
      <Bonuses worst={worst} speech={speech} />
      {handLeftOut && <Sentence tone="soft">{words.say('program.worst.hand')}</Sentence>}
      {shippingLeftOut && <Sentence tone="soft">{words.say('program.worst.shipping')}</Sentence>}
      {aboveHalfMargin ? (
        <NumberField
          id="confirm-share"
          decimal
          label={words.say('program.worst.confirm', { share })}
          help={words.say('program.worst.confirmHelp')}
          value={typed}
          error={
            tried && unconfirmed ? words.say('program.worst.confirmWrong', { share }) : undefined
          }
          onChange={setTyped}
          onLeave={() => {}}
        />
      ) : (
        <Sentence tone="soft">{words.say('program.worst.typed', { half })}</Sentence>
      )}
    </>
  );
}
