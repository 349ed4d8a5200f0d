import { useDesk } from '../../desk.ts';
import { expirySentence, graceSentence, noticeSentence } from '../../program/sentences.ts';
import { CheckField, ChoiceField, Fields, NumberField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { EditCard } from './EditCard.tsx';
import type { Editing } from './editing.ts';

export function ExpiryCard({ editing }: { editing: Editing }) {
  const { speech } = editing;
  return (
    <EditCard
      card="expiry"
      editing={editing}
      form={<ExpiryForm editing={editing} />}
      view={(program) => (
        <>
          <Sentence>{expirySentence(program, speech)}</Sentence>
          {program.expiry.kind !== 'never' && (
            <Sentence>{noticeSentence(program, speech)}</Sentence>
          )}
          {program.expiry.kind !== 'never' && (
            <Sentence tone="soft">{graceSentence(program, speech)}</Sentence>
          )}
        </>
      )}
    />
  );
}

function ExpiryForm({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { draft, errorAt } = editing;
  const { form, change, leave } = draft;
  return (
    <Fields>
      <ChoiceField
        id="expiry.kind"
        label={words.say('program.expiry.kind')}
        value={form.expiry}
        choices={[
          { value: 'inactivity', label: words.say('program.expiry.inactivity') },
          { value: 'afterEarning', label: words.say('program.expiry.afterEarning') },
          { value: 'never', label: words.say('program.expiry.never') },
        ]}
        onChange={(expiry) => change({ expiry })}
      />
      {form.expiry !== 'never' && (
        <NumberField
          id="expiry.months"
          label={words.say('program.expiry.months')}
          value={form.months}
          error={errorAt('expiry.months')}
          onChange={(months) => change({ months })}
          onLeave={() => leave('expiry.months')}
        />
      )}
      {form.expiry !== 'never' && (
        <CheckField
          label={words.say('program.expiry.tell')}
          checked={form.onlyTold}
          onChange={(onlyTold) => change({ onlyTold })}
        />
      )}
      <NumberField
        id="graceDays"
        label={words.say('program.expiry.grace')}
        value={form.graceDays}
        error={errorAt('graceDays')}
        onChange={(graceDays) => change({ graceDays })}
        onLeave={() => leave('graceDays')}
      />
    </Fields>
  );
}
