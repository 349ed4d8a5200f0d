import { useEffect, useState } from 'react';
import type { Healing } from '../../../contract/healing.ts';
import type { Home } from '../../../contract/merchant.ts';
import { embedState, openThemeEditor } from '../../bridge.ts';
import type { EmbedState } from '../../bridge.ts';
import { useDesk } from '../../desk.ts';
import { SmallButton } from '../../ui/buttons.tsx';
import { FactList } from '../../ui/facts.tsx';
import type { Fact, Mark } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import type { Words } from '../../words/words.ts';
import { plain } from '../../words/words.ts';
import { importedSentence, progressSentence } from '../history/historyWords.ts';
import { placeOf } from '../history/place.ts';
import { LookedLine } from './LookedLine.tsx';
import { nowOf } from './now.ts';

type Sight = { key: string; mark: Mark; title: string; note: string };

/** Whether everything that must run does. */
export function AliveCard({ home, healing }: { home: Home; healing: Healing | null }) {
  const { words } = useDesk();
  const [embed, setEmbed] = useState<EmbedState>('unknown');
  useEffect(() => void embedState().then(setEmbed), []);
  // The admin's answer about the theme comes last, where it pushes nothing down.
  const facts = [
    ordersSight(home, words),
    booksSight(home, words),
    ...(healing ? pastSight(home, healing, words) : []),
    ...buttonSight(embed, words),
  ];
  return (
    <SectionCard title={words.say('home.alive')}>
      <FactList
        facts={facts.map(({ key, mark, title, note }): Fact => {
          const state = {
            mark,
            words:
              mark === 'neutral' ? '' : words.say(mark === 'fine' ? 'home.fine' : 'home.lookAt'),
          };
          const turnOn = key === 'button' && mark === 'look';
          return {
            key,
            state,
            title,
            note,
            ...(turnOn
              ? {
                  action: (
                    <SmallButton onPress={openThemeEditor}>{words.say('home.turnOn')}</SmallButton>
                  ),
                }
              : {}),
          };
        })}
      />
      {healing && <LookedLine healing={healing} now={nowOf(home)} />}
    </SectionCard>
  );
}

function buttonSight(embed: EmbedState, words: Words): Sight[] {
  if (embed === 'unknown') return [];
  const fine = embed === 'on';
  return [
    {
      key: 'button',
      mark: fine ? 'fine' : 'look',
      title: words.say(fine ? 'home.button' : 'home.buttonOff'),
      note: fine ? '' : words.say('home.buttonOffNote'),
    },
  ];
}

/** On the first day the guide has the word; how far the past has been read stands here meanwhile. */
function pastSight(home: Home, healing: Healing, words: Words): Sight[] {
  if (home.programVersion !== null) return [];
  const { import: past } = healing;
  const read = past.state === 'done';
  const told = read ? importedSentence(past, placeOf(home), words) : progressSentence(past, words);
  return [
    {
      key: 'past',
      mark: read ? 'fine' : 'neutral',
      title: words.say('history.title'),
      note: plain(told),
    },
  ];
}

function ordersSight(home: Home, words: Words): Sight {
  const waiting = home.waiting > 0 ? words.say('home.waiting', { n: home.waiting }) : '';
  if (home.lastOrderAt === null) {
    const title = words.say('home.ordersNone');
    return {
      key: 'orders',
      mark: 'neutral',
      title,
      note: waiting || words.say('home.ordersNoneNote'),
    };
  }
  const at = Date.parse(home.lastOrderAt);
  const last = words.say('home.ordersLast', {
    day: words.day(at, home.timeZone, nowOf(home)),
    time: words.time(at, home.timeZone),
  });
  const note = waiting ? `${last} · ${waiting}` : last;
  return { key: 'orders', mark: 'fine', title: words.say('home.orders'), note };
}

function booksSight(home: Home, words: Words): Sight {
  return home.booksBalance
    ? {
        key: 'books',
        mark: 'fine',
        title: words.say('home.books'),
        note: words.say('home.booksNote'),
      }
    : { key: 'books', mark: 'look', title: words.say('home.booksBroken'), note: '' };
}
