import { useDesk } from '../../desk.ts';
import { whoSentences } from '../../program/sentences.ts';
import { CheckField, Fields, WordField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { EditCard } from './EditCard.tsx';
import type { Editing } from './editing.ts';

/** Whose orders collect points. */
export function WhoEarnsCard({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { draft, speech, errorAt } = editing;
  const { form, change } = draft;
  const tags = (name: 'withTags' | 'withoutTags') => (
    <WordField
      id={`whoEarns.${name}`}
      label={words.say(`program.whoEarns.${name}`)}
      help={words.say('program.whoEarns.tagsHelp')}
      value={form[name]}
      error={errorAt(`whoEarns.${name}`)}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <EditCard
      card="whoEarns"
      editing={editing}
      view={(program) =>
        whoSentences(program, speech).map((sentence) => (
          <Sentence key={sentence}>{sentence}</Sentence>
        ))
      }
      form={
        <Fields>
          <CheckField
            label={words.say('program.whoEarns.companiesBox')}
            checked={form.companies}
            onChange={(companies) => change({ companies })}
          />
          {tags('withTags')}
          {tags('withoutTags')}
        </Fields>
      }
    />
  );
}
