import { ChoiceField, Fields } from '../../ui/fields.tsx';
import type { FigureWords } from '../../words/figureWords.ts';

export type Asked = { days: string; who: string };
export const AT_FIRST: Asked = { days: '365', who: 'all' };

const DAYS = ['30', '90', '180', '365', '730'];
const SEGMENTS = [
  'champions',
  'loyal',
  'potentialLoyal',
  'newcomers',
  'promising',
  'needAttention',
  'aboutToSleep',
  'cannotLose',
  'atRisk',
  'lost',
];
const STAGES = ['new', 'active', 'returned', 'lapsing', 'lost'];

export function queryOf({ days, who }: Asked, calendar: 'gregory' | 'persian'): string {
  const query = new URLSearchParams({ calendar });
  if (days !== 'all') query.set('days', days);
  if (who !== 'all') query.set('who', who);
  return query.toString();
}

type Props = { asked: Asked; words: FigureWords; onChange: (asked: Asked) => void };

/** What they say holds for everything on the page. */
export function Filters({ asked, words, onChange }: Props) {
  const named = (kind: 'segment' | 'stage') => (code: string) => ({
    value: `${kind}:${code}`,
    label: words.say(`filter.${kind}`, { name: words.name(kind, code) }),
  });
  return (
    <div className="rg-no-print">
      <Fields>
        <ChoiceField
          id="retention.period"
          label={words.say('filter.period')}
          value={asked.days}
          choices={[
            ...DAYS.map((days) => ({
              value: days,
              label: words.say('filter.days', { n: Number(days) }),
            })),
            { value: 'all', label: words.say('filter.all') },
          ]}
          onChange={(days) => onChange({ ...asked, days })}
        />
        <ChoiceField
          id="retention.who"
          label={words.say('filter.who')}
          value={asked.who}
          choices={[
            { value: 'all', label: words.say('filter.everybody') },
            ...SEGMENTS.map(named('segment')),
            ...STAGES.map(named('stage')),
          ]}
          onChange={(who) => onChange({ ...asked, who })}
        />
      </Fields>
    </div>
  );
}
