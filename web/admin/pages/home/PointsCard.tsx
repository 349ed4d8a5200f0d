import type { Home } from '../../../contract/merchant.ts';
import { useDesk } from '../../desk.ts';
import { Figures } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';

/** Where the points are; before the first order, what will bring them. */
export function PointsCard({ home }: { home: Home }) {
  const { words } = useDesk();
  const { points, shoppers } = home;
  if (home.lastOrderAt === null && points.issued === 0) {
    const ready = home.programVersion !== null;
    return (
      <SectionCard title={words.say('home.emptyTitle')}>
        <Sentence>{words.say(ready ? 'home.emptyReady' : 'home.emptyFirst')}</Sentence>
        {ready && <Sentence tone="soft">{words.say('home.emptyTry')}</Sentence>}
      </SectionCard>
    );
  }
  const since = words.say('home.sinceStart');
  return (
    <SectionCard title={words.say('home.points')}>
      <Sentence>
        {words.say('home.pointsSentence', {
          shoppers: words.say('count.shoppers', { n: shoppers }),
          points: words.say('count.points', { n: points.outstanding }),
          way: words.say('count.points', { n: points.onTheWay }),
        })}
      </Sentence>
      {home.bonuses && (
        <Sentence tone="soft">
          {words.say('home.bonuses', {
            given: words.number(home.bonuses.given),
            points: words.say('count.points', { n: home.bonuses.points }),
          })}
        </Sentence>
      )}
      <Figures
        figures={[
          { label: words.say('home.issued'), value: words.number(points.issued), note: since },
          { label: words.say('home.redeemed'), value: words.number(points.redeemed), note: since },
          {
            label: words.say('home.outstanding'),
            value: words.number(points.outstanding),
            note: words.say('home.outstandingNote'),
          },
          {
            label: words.say('home.onTheWay'),
            value: words.number(points.onTheWay),
            note: words.say('home.onTheWayNote'),
          },
        ]}
      />
    </SectionCard>
  );
}
