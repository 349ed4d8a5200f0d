/** What each condition says, read in memory: by the words of its definition, one shopper at a time. */
import { USUAL_SEGMENTS } from '../../web/server/domain/retention/rfm.ts';
import type { Condition, Filter, Group } from '../../web/server/domain/segments/filter.ts';
import { PRODUCTS, TODAY, people } from './people.ts';
import type { Order, Person } from './people.ts';

export const counted = ({ orders }: Person): Order[] => orders.filter(({ amount }) => amount > 0);
export const last = (person: Person): number => Math.max(...counted(person).map(({ day }) => day));
export const spent = (person: Person): number =>
  counted(person).reduce((sum, o) => sum + o.amount, 0);

/** Scores by the words of the definition: over sorted lists, a value in the bin with lower ≤ v < upper. */
export function rfmInMemory(bins: number): Map<string, [number, number, number]> {
  const buyers = people.filter((person) => counted(person).length > 0);
  const cutsOf = (value: (person: Person) => number): number[] => {
    const sorted = buyers.map(value).sort((one, other) => one - other);
    return Array.from({ length: bins - 1 }, (_, n) => {
      const place = ((sorted.length - 1) * (n + 1)) / bins;
      const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
      return low + (place % 1) * (high - low);
    });
  };
  const bin = (value: number, cuts: readonly number[]) =>
    [-Infinity, ...cuts].findLastIndex((lower) => lower <= value) + 1;
  const values = [
    (person: Person) => TODAY - last(person),
    (person: Person) => counted(person).length,
    spent,
  ] as const;
  const [r, f, m] = values.map((value) => ({ value, cuts: cutsOf(value) }));
  return new Map(
    buyers.map((person) => {
      const score = (axis: typeof r) => bin(axis?.value(person) ?? 0, axis?.cuts ?? []);
      return [person.id, [bins + 1 - score(r), score(f), score(m)]];
    }),
  );
}

export const RFM = rfmInMemory(5);
export const inSpan = (score: number | undefined, { from, to }: AnyArgs): boolean =>
  score !== undefined && from <= score && score <= to;

export function groupInMemory(person: Person): string | null {
  const scores = RFM.get(person.id);
  if (!scores) return null;
  const fits = ([low, high]: readonly [number, number], n: number) =>
    low <= (scores[n] ?? 0) && (scores[n] ?? 0) <= high;
  const row = USUAL_SEGMENTS.find(({ recency, frequency, monetary }) =>
    [recency, frequency, monetary].every(fits),
  );
  return row?.name ?? 'others';
}

/** Every argument that any condition takes; each takes its own. */
export type AnyArgs = Record<
  'orders' | 'amountMinor' | 'days' | 'points' | 'from' | 'to' | 'friends' | 'percent',
  number
> &
  Record<'tier' | 'group' | 'language' | 'tag' | 'stage', string> & { items: string[] };
export type Holds = (person: Person, args: AnyArgs) => boolean;

export const MEMORY: Record<string, Holds> = {
  ordersAtLeast: (p, { orders }) => counted(p).length >= orders,
  ordersAtMost: (p, { orders }) => counted(p).length <= orders,
  spentAtLeast: (p, { amountMinor }) => spent(p) >= amountMinor,
  spentAtMost: (p, { amountMinor }) => spent(p) <= amountMinor,
  lastOrderWithin: (p, { days }) => counted(p).some(({ day }) => TODAY - day <= days),
  lastOrderBefore: (p, { days }) =>
    counted(p).length > 0 && counted(p).every(({ day }) => TODAY - day > days),
  firstOrderWithin: (p, { days }) =>
    counted(p).length > 0 && counted(p).every(({ day }) => TODAY - day <= days),
  firstOrderBefore: (p, { days }) => counted(p).some(({ day }) => TODAY - day > days),
  bought: (p, { items }) =>
    counted(p).some(({ products: [bought] }) => {
      const product = PRODUCTS.find((each) => each.id === bought);
      const is = [
        `product:${bought}`,
        `vendor:${product?.vendor}`.toLowerCase(),
        ...(product?.tags ?? []).map((tag) => `tag:${tag}`.toLowerCase()),
        ...(product?.collections ?? []).map((each) => `collection:${each}`),
      ];
      return items.some((item) => is.includes(item.toLowerCase()));
    }),
  inTier: (p, { tier }) => p.tier === tier,
  inNoTier: (p) => p.tier === null,
  pointsAtLeast: (p, { points }) => p.available >= points,
  pointsAtMost: (p, { points }) => p.available <= points,
  recencyScore: (p, args) => inSpan(RFM.get(p.id)?.[0], args),
  frequencyScore: (p, args) => inSpan(RFM.get(p.id)?.[1], args),
  monetaryScore: (p, args) => inSpan(RFM.get(p.id)?.[2], args),
  inGroup: (p, { group }) => groupInMemory(p) === group,
  stillBuying: ({ foreseen: f }, { percent }) => f?.alive != null && f.alive >= percent / 100,
  riskAtLeast: ({ foreseen: f }, { percent }) => f !== null && f.risk >= percent / 100,
  riskAtMost: ({ foreseen: f }, { percent }) => f !== null && f.risk <= percent / 100,
  expectedOrders: ({ foreseen: f }, { orders }) => f !== null && f.orders >= orders,
  dueWithin: ({ foreseen: f }, { days }) => f?.due != null && f.due <= TODAY + days,
  worthAtLeast: ({ foreseen: f }, { amountMinor }) => f !== null && f.clv >= amountMinor,
  inStage: ({ foreseen: f }, { stage }) => f?.stage === stage,
  joinedWithin: (p, { days }) => TODAY - p.seen <= days,
  joinedBefore: (p, { days }) => TODAY - p.seen > days,
  speaks: (p, { language }) => p.locale?.slice(0, 2).toLowerCase() === language,
  referred: (p) => p.sent,
  advocates: (p, { friends }) => p.friends >= friends,
  tagged: (p, { tag }) => {
    const heard = p.orders
      .map((order, n) => ({ ...order, n }))
      .filter(({ tags }) => tags !== null)
      .sort((one, other) => one.day - other.day || one.n - other.n)
      .at(-1);
    const wanted = tag.toLowerCase();
    return (heard?.tags ?? []).some((each) => each.toLowerCase() === wanted);
  },
};

export const holds = ({ is, args }: Condition, person: Person): boolean =>
  MEMORY[is]?.(person, args as unknown as AnyArgs) ?? false;

export function fits({ match, of }: Filter | Group, person: Person): boolean {
  const each = of.map((part) => ('match' in part ? fits(part, person) : holds(part, person)));
  if (match === 'all') return each.every(Boolean);
  return each.some(Boolean) === (match === 'any');
}

export const expected = (filter: Filter): string[] =>
  people
    .filter((person) => person.gone === null && fits(filter, person))
    .map((person) => person.id)
    .sort();
