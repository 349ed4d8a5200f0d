import { useState } from 'react';
import type { FairnessAnswer, ProgramAnswer } from '../../../contract/merchant.ts';
import { useDesk } from '../../desk.ts';
import { instantOf, nextDays } from '../../program/schedule.ts';
import { Buttons, MainButton, SmallButton } from '../../ui/buttons.tsx';
import { ChoiceField, FieldGroup, Fields } from '../../ui/fields.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Words } from '../../words/words.ts';
import { Note } from '../../ui/Note.tsx';
import { focusField } from './editing.ts';
import { useFairness } from './useFairness.ts';
import type { ProgramDeskState, ShopClock } from './useProgramDesk.ts';

type Props = { answer: ProgramAnswer; clock: ShopClock; desk: ProgramDeskState };

/** Now, or at a time of the shop's clock. */
export function PublishCard({ answer, clock, desk }: Props) {
  const { words } = useDesk();
  const [timed, setTimed] = useState(false);
  const { busy } = desk.publishing;
  const { scheduled } = answer;
  const fairness = useFairness(desk.editing.draft);
  const earliest = fairness.from === null ? null : Date.parse(fairness.from);
  const openTimes = (): void => {
    setTimed(true);
    focusField('publish-day');
  };
  return (
    <SectionCard title={words.say('program.publish.title')} headingId="publish">
      <Sentence tone="body">{words.say('program.publish.body')}</Sentence>
      {scheduled && (
        <Sentence tone="soft">
          {words.say('program.publish.replaces', {
            version: scheduled.version,
            day: words.day(Date.parse(scheduled.effectiveFrom), clock.zone, clock.now),
          })}
        </Sentence>
      )}
      <Fairness told={fairness} clock={clock} />
      <Buttons>
        {fairness.from === null && (
          <MainButton busy={busy === 'now'} onPress={() => void desk.publish(null)}>
            {words.say(desk.first ? 'program.publish.turnOn' : 'program.publish.now')}
          </MainButton>
        )}
        {!timed && (
          <SmallButton onPress={openTimes}>{words.say('program.publish.atTime')}</SmallButton>
        )}
      </Buttons>
      {timed && <TimeForm key={fairness.from} clock={clock} desk={desk} earliest={earliest} />}
    </SectionCard>
  );
}

/** Why it cannot begin at once: what shoppers who hold points lose, and when they lose it at the earliest. */
function Fairness({ told, clock }: { told: FairnessAnswer; clock: ShopClock }) {
  const { words } = useDesk();
  const { changes, from } = told;
  if (changes.length === 0) return null;
  const day = from === null ? '' : words.day(Date.parse(from), clock.zone, clock.now);
  return (
    <Note
      tone="warning"
      title={words.say(from === null ? 'program.fairness.told' : 'program.fairness.later', { day })}
    >
      {changes.map((change) => (
        <Sentence key={change}>{change}</Sentence>
      ))}
    </Note>
  );
}

const DAYS_AHEAD = 61;
const HALF_HOURS = Array.from({ length: 48 }, (_, half) => half * 30);

type TimeProps = { clock: ShopClock; desk: ProgramDeskState; earliest: number | null };

function TimeForm({ clock, desk, earliest }: TimeProps) {
  const { words } = useDesk();
  const days = nextDays(earliest ?? clock.now, clock.zone, DAYS_AHEAD);
  const [day, setDay] = useState(days[1]?.day ?? '');
  const [minute, setMinute] = useState('0');
  const [past, setPast] = useState(false);
  const { failure } = desk.publishing;
  const refused = failure?.field === 'effectiveFrom';
  const publish = (): void => {
    const at = instantOf(day, Number(minute), clock.zone);
    setPast(at <= clock.now);
    if (at > clock.now) void desk.publish(new Date(at).toISOString());
    else focusField('publish-hour');
  };
  return (
    <FieldGroup legend={words.say('program.publish.zone', { zone: clock.zone })}>
      <Fields>
        <ChoiceField
          id="publish-day"
          label={words.say('program.publish.day')}
          value={day}
          choices={days.map(({ day: value, noon }) => ({
            value,
            label: `${words.weekday(noon, clock.zone)} ${words.day(noon, clock.zone, clock.now)}`,
          }))}
          onChange={setDay}
        />
        <ChoiceField
          id="publish-hour"
          label={words.say('program.publish.hour')}
          value={minute}
          error={past ? words.say('failure.inThePast') : refused ? failure?.message : undefined}
          choices={HALF_HOURS.map((value) => ({
            value: String(value),
            label: clockTime(value, words),
          }))}
          onChange={setMinute}
        />
      </Fields>
      <Buttons>
        <SmallButton busy={desk.publishing.busy === 'later'} onPress={publish}>
          {words.say('program.publish.then')}
        </SmallButton>
      </Buttons>
    </FieldGroup>
  );
}

const clockTime = (minuteOfDay: number, words: Words): string =>
  words.time(minuteOfDay * 60_000, 'UTC');
