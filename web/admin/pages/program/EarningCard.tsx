import { useDesk } from '../../desk.ts';
import { moneySign } from '../../money/writeMoney.ts';
import { countedSentence, earningSentence } from '../../program/sentences.ts';
import { CheckField, FieldGroup, Fields, NumberField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { numberLocale } from '../../words/locale.ts';
import { EditCard } from './EditCard.tsx';
import type { Editing } from './editing.ts';

export function EarningCard({ editing }: { editing: Editing }) {
  const { speech } = editing;
  return (
    <EditCard
      card="earning"
      editing={editing}
      form={<EarningForm editing={editing} />}
      view={(program) => (
        <>
          <Sentence>{earningSentence(program, speech)}</Sentence>
          <Sentence tone="soft">{countedSentence(program, speech)}</Sentence>
        </>
      )}
    />
  );
}

function EarningForm({ editing }: { editing: Editing }) {
  const { words } = useDesk();
  const { draft, speech, errorAt } = editing;
  const { form, change, leave } = draft;
  return (
    <>
      <Fields>
        <NumberField
          id="earning.points"
          label={words.say('program.earning.points')}
          value={form.points}
          error={errorAt('earning.points')}
          onChange={(points) => change({ points })}
          onLeave={() => leave('earning.points')}
        />
        <NumberField
          id="earning.perMinor"
          decimal
          label={words.say('program.earning.per')}
          unit={moneySign(speech.money, numberLocale(words.locale))}
          value={form.per}
          error={errorAt('earning.perMinor')}
          onChange={(per) => change({ per })}
          onLeave={() => leave('earning.perMinor')}
        />
      </Fields>
      <FieldGroup legend={words.say('program.earning.alsoEarn')}>
        <CheckField
          label={words.say('program.earning.shippingBox')}
          checked={form.includeShipping}
          onChange={(includeShipping) => change({ includeShipping })}
        />
        <CheckField
          label={words.say('program.earning.tipsBox')}
          checked={form.includeTips}
          onChange={(includeTips) => change({ includeTips })}
        />
        <CheckField
          label={words.say('program.earning.dutiesBox')}
          checked={form.includeDuties}
          onChange={(includeDuties) => change({ includeDuties })}
        />
      </FieldGroup>
    </>
  );
}
