/** What each condition asks of the books, as a part of one statement over shoppers called `s`. */
import type { Scoring } from '../domain/segments/scoring.ts';
import type { ConditionCode } from '../domain/segments/conditions.ts';
import type { Args } from '../domain/rules/rule.ts';

/** The day on which it is asked, and how shoppers are scored on it. */
export type FilterPlace = {
  /** The shop's local day, as its number. */
  today: number;
  timeZone: string;
  scoring: Scoring;
};

/** Hands a value over as a parameter; answers what stands for it, such as `$3::int`. */
export type Put = (
  value: unknown,
  type: 'int' | 'bigint' | 'text' | 'text[]' | 'float8[]',
) => string;

/** A moment as the number of its local day. */
export const dayOf = (moment: string, zone: string): string =>
  `((${moment} at time zone ${zone})::date - date '1970-01-01')`;

type Ask = (args: Args, put: Put, place: FilterPlace) => string;

const FIFTHS = 5;

const orders = 'coalesce(b.orders, 0)';
const amount = 'coalesce(b.amount_minor, 0)';
const whole = (args: Args, name: string): number => Number(args[name]);
const text = (args: Args, name: string): string => String(args[name]);
const list = (args: Args, name: string): string[] => (args[name] as readonly string[]).slice();

/** So many days ago; null where they never bought. */
const since = (day: string, put: Put, { today }: FilterPlace): string =>
  `${put(today, 'int')} - ${day}`;

type Axis = 'recency' | 'frequency' | 'monetary';

const cutsOf = (axis: Axis, { cutPoints }: Scoring): readonly number[] => {
  const { recencyDays: recency, orders: frequency, amountMinor: monetary } = cutPoints;
  return { recency, frequency, monetary }[axis];
};

function valueOf(axis: Axis, put: Put, place: FilterPlace): string {
  if (axis === 'recency') return `(${since('b.last_day', put, place)})`;
  return axis === 'frequency' ? 'b.orders' : 'b.amount_minor';
}

/** `width_bucket` counts the cut points that are not above a value: ties are never split. */
function scoreOf(axis: Axis, put: Put, place: FilterPlace): string {
  const cuts = cutsOf(axis, place.scoring);
  const bin = (): string =>
    `width_bucket(${valueOf(axis, put, place)}::float8, ${put(cuts, 'float8[]')})`;
  const above = cuts.length === 0 ? '0' : bin();
  // Recent is good: the fewest days score highest.
  return axis === 'recency' ? `(${cuts.length + 1} - ${above})` : `(${above} + 1)`;
}

const between =
  (axis: Axis): Ask =>
  (args, put, place) =>
    `b.shopper_id is not null and ${scoreOf(axis, put, place)} between
      ${put(whole(args, 'from'), 'int')} and ${put(whole(args, 'to'), 'int')}`;

/** Which row of the table names a shopper: the first that fits, or the number behind the last. */
export function groupOf(put: Put, place: FilterPlace): string {
  const { groups, inFifths } = place.scoring;
  const axes = ['recency', 'frequency', 'monetary'] as const;
  const scores = new Map(
    axes.map((axis) => {
      const score = scoreOf(axis, put, place);
      const bins = cutsOf(axis, place.scoring).length + 1;
      return [axis, inFifths ? `((${score} * ${FIFTHS} + ${bins - 1}) / ${bins})` : score];
    }),
  );
  const rows = groups.map((group, n) => {
    const fits = axes.map((axis) => {
      const [low, high] = group[axis];
      return `${scores.get(axis)} between ${put(low, 'int')} and ${put(high, 'int')}`;
    });
    return `when ${fits.join(' and ')} then ${n}`;
  });
  return rows.length === 0 ? '0' : `(case ${rows.join(' ')} else ${groups.length} end)`;
}

const prefixed = (items: readonly string[], kind: string): string[] =>
  items.flatMap((item) => (item.startsWith(`${kind}:`) ? [item.slice(kind.length + 1)] : []));

const lower = (words: readonly string[]): string[] => words.map((word) => word.toLowerCase());

/** On some day, and not all of it was sent back. */
function boughtItems(items: readonly string[], put: Put): string {
  return `s.shopper_id in (select d.shopper_id from buying_days d
    where d.club_id = $1 and d.product_ids && (${put(prefixed(items, 'product'), 'text[]')}
      || array(select p.product_id from products p where p.club_id = $1
        and (p.collection_ids && ${put(prefixed(items, 'collection'), 'text[]')}
          or lower(p.vendor) = any(${put(lower(prefixed(items, 'vendor')), 'text[]')})
          or exists (select from unnest(p.tags) as t(tag)
            where lower(t.tag) = any(${put(lower(prefixed(items, 'tag')), 'text[]')}))))))`;
}

/** A chance as a whole percentage; who was not foreseen has none. */
const chance =
  (column: 'p_alive' | 'churn_risk', than: '>=' | '<='): Ask =>
  (args, put) =>
    `f.${column} ${than} ${put(whole(args, 'percent'), 'int')} / 100.0`;

export const ASKS: Readonly<Record<ConditionCode, Ask>> = {
  ordersAtLeast: (args, put) => `${orders} >= ${put(whole(args, 'orders'), 'int')}`,
  ordersAtMost: (args, put) => `${orders} <= ${put(whole(args, 'orders'), 'int')}`,
  spentAtLeast: (args, put) => `${amount} >= ${put(whole(args, 'amountMinor'), 'bigint')}`,
  spentAtMost: (args, put) => `${amount} <= ${put(whole(args, 'amountMinor'), 'bigint')}`,
  lastOrderWithin: (args, put, place) =>
    `${since('b.last_day', put, place)} <= ${put(whole(args, 'days'), 'int')}`,
  lastOrderBefore: (args, put, place) =>
    `${since('b.last_day', put, place)} > ${put(whole(args, 'days'), 'int')}`,
  firstOrderWithin: (args, put, place) =>
    `${since('b.first_day', put, place)} <= ${put(whole(args, 'days'), 'int')}`,
  firstOrderBefore: (args, put, place) =>
    `${since('b.first_day', put, place)} > ${put(whole(args, 'days'), 'int')}`,
  bought: (args, put) => boughtItems(list(args, 'items'), put),
  inTier: (args, put) => `s.shopper_id in (select t.shopper_id from tier_standings t
    where t.club_id = $1 and t.tier_id = ${put(text(args, 'tier'), 'text')})`,
  inNoTier: () => `s.shopper_id not in (select t.shopper_id from tier_standings t
    where t.club_id = $1 and t.tier_id is not null)`,
  pointsAtLeast: (args, put) => `s.available >= ${put(whole(args, 'points'), 'bigint')}`,
  pointsAtMost: (args, put) => `s.available <= ${put(whole(args, 'points'), 'bigint')}`,
  recencyScore: between('recency'),
  frequencyScore: between('frequency'),
  monetaryScore: between('monetary'),
  inGroup: (args, put, place) => {
    const { groups } = place.scoring;
    const found = groups.findIndex(({ name }) => name === args['group']);
    const wanted = put(found < 0 ? groups.length : found, 'int');
    return `b.shopper_id is not null and ${groupOf(put, place)} = ${wanted}`;
  },
  stillBuying: chance('p_alive', '>='),
  riskAtLeast: chance('churn_risk', '>='),
  riskAtMost: chance('churn_risk', '<='),
  expectedOrders: (args, put) => `f.expected_orders >= ${put(whole(args, 'orders'), 'int')}`,
  dueWithin: (args, put, { today }) =>
    `f.next_order_day <= ${put(today + whole(args, 'days'), 'int')}`,
  worthAtLeast: (args, put) => `f.clv_minor >= ${put(whole(args, 'amountMinor'), 'bigint')}`,
  inStage: (args, put) => `s.shopper_id in (select g.shopper_id from stages g
    where g.club_id = $1 and g.stage = ${put(text(args, 'stage'), 'text')})`,
  joinedWithin: (args, put, place) =>
    `${since(dayOf('s.first_seen_at', put(place.timeZone, 'text')), put, place)}
      <= ${put(whole(args, 'days'), 'int')}`,
  joinedBefore: (args, put, place) =>
    `${since(dayOf('s.first_seen_at', put(place.timeZone, 'text')), put, place)}
      > ${put(whole(args, 'days'), 'int')}`,
  speaks: (args, put) =>
    `split_part(replace(lower(s.locale), '_', '-'), '-', 1)
      = ${put(text(args, 'language').toLowerCase(), 'text')}`,
  referred: () => `s.shopper_id in (select r.friend_id from referrals r
    where r.club_id = $1 and r.verdict = 'friend' and r.friend_id is not null)`,
  advocates: (args, put) => `s.shopper_id in (select r.advocate_id from referrals r
    where r.club_id = $1 and r.verdict = 'friend' group by r.advocate_id
    having count(*) >= ${put(whole(args, 'friends'), 'int')})`,
  tagged: (args, put) => `s.shopper_id in (select h.shopper_id from (
      select distinct on (o.shopper_id) o.shopper_id, o.seen #> '{shopper,tags}' as tags
      from orders o where o.club_id = $1 and o.shopper_id is not null
        and jsonb_typeof(o.seen #> '{shopper,tags}') = 'array'
      order by o.shopper_id, o.placed_at desc, o.order_id desc) h
    where exists (select from jsonb_array_elements_text(h.tags) as t(tag)
      where lower(t.tag) = ${put(text(args, 'tag').trim().toLowerCase(), 'text')}))`,
};
