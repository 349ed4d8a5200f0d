import { useDesk } from '../../desk.ts';
import { debtSentence, pendingSentence } from '../../program/sentences.ts';
import { ChoiceField, NumberField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { EditCard } from './EditCard.tsx';
import type { Editing } from './editing.ts';

export function PendingCard({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { draft, speech, errorAt } = editing;
  const { form, change, leave } = draft;
  return (
    <EditCard
      card="pending"
      editing={editing}
      view={(program) => (
        <>
          <Sentence>{pendingSentence(program, speech)}</Sentence>
          <Sentence tone="soft">{debtSentence(program, speech)}</Sentence>
        </>
      )}
      form={
        <>
          <NumberField
            id="pendingDays"
            label={words.say('program.pending.days')}
            help={words.say('program.pending.daysHelp')}
            value={form.pendingDays}
            error={errorAt('pendingDays')}
            onChange={(pendingDays) => change({ pendingDays })}
            onLeave={() => leave('pendingDays')}
          />
          <ChoiceField
            id="debt"
            label={words.say('program.pending.debt')}
            value={form.debt}
            choices={[
              { value: 'owe', label: words.say('program.pending.oweChoice') },
              { value: 'writeOff', label: words.say('program.pending.writeOffChoice') },
            ]}
            onChange={(debt) => change({ debt })}
          />
        </>
      }
    />
  );
}
