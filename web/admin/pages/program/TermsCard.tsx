import { useState } from 'react';
import type { TermsShown } from '../../../contract/terms.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import type { Draft } from '../../program/useDraft.ts';
import { Buttons, SmallButton } from '../../ui/buttons.tsx';
import { ChoiceField } from '../../ui/fields.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { TermsText } from '../../ui/TermsText.tsx';
import { reasonOf } from '../failureWords.ts';
import type { Locale } from '../../words/locale.ts';

const LANGUAGES: readonly Locale[] = ['en', 'fa', 'ar'];

/** What shoppers read of the program as it is typed, in any of their languages. */
export function TermsCard({ draft }: { draft: Draft }) {
  const { api, words } = useDesk();
  const [language, setLanguage] = useState<Locale>(words.locale);
  const [shown, setShown] = useState<TermsShown | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const read = async (locale: Locale): Promise<void> => {
    setLanguage(locale);
    if (!draft.read.ok) return;
    const answer = await api.terms({ language: locale, program: draft.read.program });
    setFailure(answer.ok ? null : answer);
    if (answer.ok) setShown(answer.value);
  };
  return (
    <SectionCard title={words.say('program.terms.title')}>
      <Sentence tone="soft">{words.say('program.terms.body')}</Sentence>
      <ChoiceField
        id="terms-language"
        label={words.say('program.terms.language')}
        value={language}
        choices={LANGUAGES.map((value) => ({ value, label: words.say(`program.terms.${value}`) }))}
        onChange={(locale) => void read(locale)}
      />
      <Buttons>
        <SmallButton onPress={() => void read(language)}>
          {words.say('program.terms.show')}
        </SmallButton>
      </Buttons>
      {failure && <Sentence tone="body">{reasonOf(failure, words)}</Sentence>}
      {shown && <TermsText language={language} terms={shown} />}
    </SectionCard>
  );
}
