import { useCallback, useState } from 'react';
import type { RetentionAnswer } from '../../../contract/retention.ts';
import { useDesk } from '../../desk.ts';
import { Buttons, SmallButton } from '../../ui/buttons.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { Pictures } from '../../ui/PictureCard.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { useAnswer } from '../../useAnswer.ts';
import type { FigureTexts, FigureWords } from '../../words/figureWords.ts';
import { LoadFailed } from '../LoadFailed.tsx';
import { AnswerCard } from './AnswerCard.tsx';
import { AT_FIRST, Filters, queryOf } from './Filters.tsx';
import type { Asked } from './Filters.tsx';
import { comparisonTables, measuresTable, monthsTable, productsTable } from './measureTables.ts';
import { PictureOf } from './PictureOf.tsx';
import { picturesOf } from './pictures.ts';
import { SettingsCard } from './SettingsCard.tsx';
import { useFigureTexts, wordsFor } from './useFigureWords.ts';

/** Who comes back: the answer, the pictures, the measures, and what the merchant sets. */
export function RetentionDesk() {
  const { words } = useDesk();
  const texts = useFigureTexts(words.locale);
  return texts && <Desk texts={texts} />;
}

function Desk({ texts }: { texts: FigureTexts }) {
  const { words, api } = useDesk();
  const [asked, setAsked] = useState<Asked>(AT_FIRST);
  const calendar = words.locale === 'fa' ? 'persian' : 'gregory';
  const query = queryOf(asked, calendar);
  const ask = useCallback((signal: AbortSignal) => api.retention(query, signal), [api, query]);
  const { value: answer, failure, again } = useAnswer(ask);
  const figures = answer && wordsFor(words, texts, answer.money);
  const title = words.say('nav.retention');
  return (
    <PageFrame title={title} actions={figures && <PrintButton words={figures} />}>
      {failure && <LoadFailed failure={failure} again={again} />}
      {answer && figures && answer.allShoppers === 0 && <Empty words={figures} />}
      {answer && figures && answer.allShoppers > 0 && (
        <>
          <Filters asked={asked} words={figures} onChange={setAsked} />
          {answer.shoppers === 0 ? (
            <Sentence>{figures.say('filter.nobody')}</Sentence>
          ) : (
            <Told answer={answer} words={figures} />
          )}
          <SettingsCard answer={answer} words={figures} again={again} />
        </>
      )}
      {!answer && !failure && (
        <Waiting label={words.say('app.loading')} main={[title]} side={[title]} />
      )}
    </PageFrame>
  );
}

function PrintButton({ words }: { words: FigureWords }) {
  return (
    <div className="rg-no-print">
      <Buttons>
        <SmallButton onPress={() => window.print()}>{words.say('page.print')}</SmallButton>
      </Buttons>
    </div>
  );
}

function Told({ answer, words }: { answer: RetentionAnswer; words: FigureWords }) {
  const shown = [
    ...picturesOf(answer, words),
    measuresTable(answer, words),
    monthsTable(answer.months, 'months', words),
    monthsTable(answer.byCohort, 'byCohort', words),
    productsTable(answer, words),
    ...comparisonTables(answer, words),
  ];
  return (
    <>
      <AnswerCard answer={answer} words={words} />
      <Pictures>
        {shown.map((picture) => (
          <PictureOf key={picture.id} picture={picture} words={words} />
        ))}
      </Pictures>
    </>
  );
}

/** What will stand here, and from when on. */
function Empty({ words }: { words: FigureWords }) {
  return (
    <SectionCard title={words.say('empty.title')} headingId="empty">
      <Sentence>{words.say('empty.body')}</Sentence>
      <Sentence tone="body">{words.say('empty.next')}</Sentence>
    </SectionCard>
  );
}
