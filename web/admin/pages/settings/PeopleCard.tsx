import { useState } from 'react';
import type { StaffAnswer } from '../../../contract/bulk.ts';
import { useDesk } from '../../desk.ts';
import { PlainButton } from '../../ui/buttons.tsx';
import { FactList } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { useAnswer } from '../../useAnswer.ts';
import { LoadFailed } from '../LoadFailed.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { personName } from './personName.ts';
import type { Person } from './personName.ts';

/** Who may do how much alone; managers change it. */
export function PeopleCard() {
  const { words, api } = useDesk();
  const { value, failure, again } = useAnswer(api.staff);
  const [newer, setNewer] = useState<StaffAnswer | null>(null);
  const [open, setOpen] = useState<Person | null>(null);
  const answer = newer ?? value;
  const mayChange = answer?.you.role === 'manager';
  const titleOf = (person: Person): string => {
    const name = personName(person, words);
    return person.actor === answer?.you.actor ? words.say('settings.you', { name }) : name;
  };
  return (
    <SectionCard title={words.say('settings.people')}>
      <Sentence tone="body">{words.say('settings.peopleBody')}</Sentence>
      {failure && !answer && <LoadFailed failure={failure} again={again} />}
      {answer && !mayChange && (
        <Sentence tone="soft">{words.say('settings.onlyManagers')}</Sentence>
      )}
      {answer && (
        <FactList
          facts={answer.staff.map((person) => ({
            key: person.actor,
            title: <bdi>{titleOf(person)}</bdi>,
            note: <p>{words.say(`settings.${person.role}`)}</p>,
            action: mayChange && (
              <PlainButton
                label={words.say('settings.changeWhat', { name: personName(person, words) })}
                onPress={() => setOpen(person)}
              >
                {words.say('settings.change')}
              </PlainButton>
            ),
          }))}
        />
      )}
      {open && (
        <PersonDialog
          person={open}
          onClose={() => setOpen(null)}
          onSaved={(saved) => {
            setNewer(saved);
            setOpen(null);
          }}
        />
      )}
    </SectionCard>
  );
}
