/** A compiled filter finds whom a small reading in memory finds, over shoppers nobody made by hand. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/database.ts';
import type { FreshDatabase } from '../../../tests/database.ts';
import { seeded } from '../domain/retention/numbers/seeded.ts';
import { USUAL_SEGMENTS } from '../domain/retention/rfm.ts';
import type { Condition, Filter, Group, Match } from '../domain/segments/filter.ts';
import { scoringOf } from '../domain/segments/scoring.ts';
import type { ScoringChoice } from '../domain/segments/scoring.ts';
import { openDatabase } from './connections.ts';
import type { Database } from './connections.ts';
import { drawCutPoints } from './scorings.ts';
import type { FilterPlace } from './segmentConditions.ts';
import { countFilter } from './segments.ts';
import { inTransaction } from './transaction.ts';

const CLUB = '0190a000-0000-7000-8000-000000000001';
const OTHER = '0190a000-0000-7000-8000-000000000002';
const SHOP = '0190a000-0000-7000-8000-0000000000aa';
const ZONE = 'Asia/Tehran';
const TODAY = 20_500;
const DAY_MS = 86_400_000;
const random = seeded(11);
const upTo = (most: number): number => Math.floor(random() * most);
const pick = <T>(some: readonly T[]): T => some[upTo(some.length)] as T;
const id = (n: number): string => `0190a000-0000-7000-9000-${String(n).padStart(12, '0')}`;

type Order = { day: number; amount: number; products: string[]; tags: string[] | null };
type Person = {
  id: string;
  orders: Order[];
  available: number;
  locale: string | null;
  seen: number;
  tier: string | null;
  friends: number;
  sent: boolean;
  gone: 'erased' | 'merged' | null;
};

const PRODUCTS = [
  { id: '1', vendor: 'Clay', tags: ['Gift'], collections: ['9'] },
  { id: '2', vendor: 'Wood', tags: [], collections: ['9', '8'] },
  { id: '3', vendor: null, tags: ['gift', 'new'], collections: [] },
];

const people: Person[] = Array.from({ length: 240 }, (_, n) => ({
  id: id(n),
  orders: Array.from({ length: upTo(1 + upTo(7)) }, () => ({
    day: TODAY - upTo(40) * upTo(10),
    amount: pick([0, 500, 1000, 1000, 2500, 40_000]),
    products: [pick(PRODUCTS).id, pick(['1', '4'])],
    tags: pick([null, [], ['VIP'], ['vip', 'wholesale']]),
  })),
  available: upTo(8) * 100,
  locale: pick(['fa', 'fa-IR', 'en-GB', 'EN', 'ar_EG', null]),
  seen: TODAY - upTo(300),
  tier: pick([null, null, 'silver', 'gold']),
  friends: upTo(4) === 0 ? upTo(4) : 0,
  sent: upTo(5) === 0,
  gone: pick([null, null, null, null, null, null, null, 'erased', 'merged'] as const),
}));

/** The middle of a local day: half past eight in the morning at Greenwich is noon in Tehran. */
const momentOf = (day: number): string => new Date(day * DAY_MS + 8.5 * 3_600_000).toISOString();

let database: FreshDatabase;
let db: Database;

async function putDown(owner: pg.Client, club: string): Promise<void> {
  const add = (table: string, row: Record<string, unknown>) =>
    owner.query(
      `insert into ${table} (${Object.keys(row).join(', ')})
       values (${Object.keys(row).map((_, n) => `$${n + 1}`)})`,
      Object.values(row),
    );
  let n = 0;
  for (const { id: productId, vendor, tags, collections } of PRODUCTS) {
    const row = { product_id: productId, vendor, tags, collection_ids: collections };
    await add('products', { club_id: club, shop_id: SHOP, ...row, seen_at: momentOf(TODAY) });
  }
  for (const person of people) {
    const seenAt = momentOf(person.seen);
    await add('shoppers', {
      club_id: club,
      shopper_id: person.id,
      available: person.available,
      locale: person.locale,
      first_seen_at: seenAt,
      erased_at: person.gone === 'erased' ? seenAt : null,
      merged_into: person.gone === 'merged' ? id(0) : null,
    });
    const standing = { program_version: 1, judged_at: seenAt, tier_id: person.tier };
    await add('tier_standings', {
      club_id: club,
      shopper_id: person.id,
      ...standing,
      since: person.tier === null ? null : seenAt,
      progress: '{}',
    });
    for (let friend = 0; friend < person.friends + (person.sent ? 1 : 0); friend += 1) {
      const mine = friend < person.friends;
      await add('referrals', {
        club_id: club,
        order_id: id(900_000 + (n += 1)),
        advocate_id: mine ? person.id : id(999_999),
        friend_id: mine ? null : person.id,
        via: 'code',
        verdict: 'friend',
        program_version: 1,
        available_at: seenAt,
        placed_at: seenAt,
      });
    }
    for (const order of person.orders) {
      const lines = order.products.map((productId, at) => ({
        productId,
        currentQuantity: at === 1 ? 0 : 1,
      }));
      n += 1;
      await add('orders', {
        club_id: club,
        order_id: id(500_000 + n),
        shop_id: SHOP,
        platform_order_id: String(n),
        shopper_id: person.id,
        facts: JSON.stringify({ scalars: { lines }, refunds: [] }),
        digest: '',
        // Later orders of a day are told later.
        placed_at: new Date(Date.parse(momentOf(order.day)) + n).toISOString(),
        recorded_at: momentOf(order.day),
        eligible_minor: order.amount,
        seen: order.tags && JSON.stringify({ shopper: { tags: order.tags } }),
      });
    }
  }
}

beforeAll(async () => {
  database = await freshDatabase();
  const owner = new pg.Client(database.url);
  await owner.connect();
  await owner.query('begin');
  await putDown(owner, CLUB);
  await putDown(owner, OTHER);
  await owner.query('commit');
  await owner.end();
  db = openDatabase(database.url, 2);
}, 60_000);
afterAll(async () => {
  await db.end();
  await database.drop();
});

const counted = ({ orders }: Person): Order[] => orders.filter(({ amount }) => amount > 0);
const last = (person: Person): number => Math.max(...counted(person).map(({ day }) => day));
const spent = (person: Person): number => counted(person).reduce((sum, o) => sum + o.amount, 0);

/** Scores by the words of the definition: over sorted lists, a value in the bin with lower ≤ v < upper. */
function rfmInMemory(bins: number): Map<string, [number, number, number]> {
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

const RFM = rfmInMemory(5);
const inSpan = (score: number | undefined, { from, to }: Record<string, number>): boolean =>
  score !== undefined && (from ?? 0) <= score && score <= (to ?? 0);

function groupInMemory(person: Person): string | null {
  const scores = RFM.get(person.id);
  if (!scores) return null;
  const fits = ([low, high]: readonly [number, number], n: number) =>
    low <= (scores[n] ?? 0) && (scores[n] ?? 0) <= high;
  const row = USUAL_SEGMENTS.find(({ recency, frequency, monetary }) =>
    [recency, frequency, monetary].every(fits),
  );
  return row?.name ?? 'others';
}

type Holds = (person: Person, args: Record<string, never>) => boolean;

const MEMORY: Record<string, Holds> = {
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
      return (items as string[]).some((item) => is.includes(item.toLowerCase()));
    }),
  inTier: (p, { tier }) => p.tier === tier,
  inNoTier: (p) => p.tier === null,
  pointsAtLeast: (p, { points }) => p.available >= points,
  pointsAtMost: (p, { points }) => p.available <= points,
  recencyScore: (p, args) => inSpan(RFM.get(p.id)?.[0], args),
  frequencyScore: (p, args) => inSpan(RFM.get(p.id)?.[1], args),
  monetaryScore: (p, args) => inSpan(RFM.get(p.id)?.[2], args),
  inGroup: (p, { group }) => groupInMemory(p) === group,
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
    const wanted = (tag as string).toLowerCase();
    return (heard?.tags ?? []).some((each) => each.toLowerCase() === wanted);
  },
};

const someArgs = (): Record<string, Condition['args']> => {
  const [from, to] = [1 + upTo(5), 1 + upTo(5)].sort((one, other) => one - other) as [
    number,
    number,
  ];
  const days = { days: upTo(200) };
  const item = ['product:1', 'product:4', 'tag:gift', 'vendor:wood', 'collection:9', 'tag:none'];
  return {
    ordersAtLeast: { orders: upTo(5) },
    ordersAtMost: { orders: upTo(5) },
    spentAtLeast: { amountMinor: upTo(10) * 500 },
    spentAtMost: { amountMinor: upTo(10) * 500 },
    lastOrderWithin: days,
    lastOrderBefore: days,
    firstOrderWithin: days,
    firstOrderBefore: days,
    bought: { items: [pick(item), pick(item)] },
    inTier: { tier: pick(['silver', 'gold', "'; drop table orders; --"]) },
    inNoTier: {},
    pointsAtLeast: { points: upTo(8) * 100 },
    pointsAtMost: { points: upTo(8) * 100 },
    recencyScore: { from, to },
    frequencyScore: { from, to },
    monetaryScore: { from, to },
    inGroup: { group: pick([...USUAL_SEGMENTS.map(({ name }) => name), 'others']) },
    joinedWithin: days,
    joinedBefore: days,
    speaks: { language: pick(['fa', 'en', 'ar', 'de']) },
    referred: {},
    advocates: { friends: 1 + upTo(3) },
    tagged: { tag: pick(['VIP', 'wholesale', 'none']) },
  };
};

const holds = ({ is, args }: Condition, person: Person): boolean =>
  MEMORY[is]?.(person, args as Record<string, never>) ?? false;

function fits({ match, of }: Filter | Group, person: Person): boolean {
  const each = of.map((part) => ('match' in part ? fits(part, person) : holds(part, person)));
  if (match === 'all') return each.every(Boolean);
  return each.some(Boolean) === (match === 'any');
}

const expected = (filter: Filter): string[] =>
  people
    .filter((person) => person.gone === null && fits(filter, person))
    .map((person) => person.id)
    .sort();

async function found(filter: Filter, place: FilterPlace): Promise<string[]> {
  const { shoppers, examples } = await inTransaction(db, CLUB, (tx) =>
    countFilter(tx, filter, place, 10_000),
  );
  expect(shoppers).toBe(examples.length);
  return examples.sort();
}

const placeFor = async (choice: ScoringChoice): Promise<FilterPlace> => {
  const how = { bins: choice.bins, day: TODAY, timeZone: ZONE };
  const cuts = choice.cutPoints ?? (await inTransaction(db, CLUB, (tx) => drawCutPoints(tx, how)));
  return { today: TODAY, timeZone: ZONE, scoring: scoringOf(choice, cuts) };
};
const usual = () => placeFor({ bins: 5, cutPoints: null, groups: null });

test('each condition by itself finds whom it says', async () => {
  const place = await usual();
  for (let round = 0; round < 4; round += 1) {
    for (const [is, args] of Object.entries(someArgs())) {
      const filter: Filter = { match: 'all', of: [{ is, args }] };
      expect([is, args, await found(filter, place)]).toEqual([is, args, expected(filter)]);
    }
  }
});

test('all, any and none of conditions and of groups of them', async () => {
  const place = await usual();
  const some = (): Condition => {
    const [is, args] = pick(Object.entries(someArgs()));
    return { is, args };
  };
  const match = (): Match => pick(['all', 'any', 'none']);
  for (let round = 0; round < 60; round += 1) {
    const group = (): Group => ({ match: match(), of: [some(), some()] });
    const of = Array.from({ length: upTo(4) }, () => (upTo(3) === 0 ? group() : some()));
    const filter: Filter = { match: match(), of };
    if (of.length === 0 && filter.match === 'any') continue;
    expect([filter, await found(filter, place)]).toEqual([filter, expected(filter)]);
  }
});

test('a table and cut points of the club’s own are followed, and speak of scores as they are', async () => {
  const groups = [
    { name: 'rich', recency: [1, 2], frequency: [1, 2], monetary: [2, 2] },
    { name: 'here', recency: [2, 2], frequency: [1, 2], monetary: [1, 2] },
  ] as const;
  const cutPoints = { recencyDays: [50], orders: [2], amountMinor: [5000] };
  const place = await placeFor({ bins: 2, cutPoints, groups });
  const of = (group: string): Promise<string[]> =>
    found({ match: 'all', of: [{ is: 'inGroup', args: { group } }] }, place);
  const living = people.filter(({ gone }) => gone === null);
  const buyers = living.filter((person) => counted(person).length > 0);
  const rich = buyers.filter((person) => spent(person) >= 5000);
  const here = buyers.filter((p) => !rich.includes(p) && TODAY - last(p) < 50);
  const others = buyers.filter((p) => !rich.includes(p) && !here.includes(p));
  for (const [name, those] of Object.entries({ rich, here, others })) {
    expect([name, await of(name)]).toEqual([name, those.map((person) => person.id).sort()]);
  }
});

test('nobody, where nobody ever bought', async () => {
  const place = await usual();
  const empty = '0190a000-0000-7000-8000-000000000003';
  const scoring = await inTransaction(db, empty, (tx) =>
    drawCutPoints(tx, { bins: 5, day: TODAY, timeZone: ZONE }),
  );
  expect(scoring).toEqual({ recencyDays: [], orders: [], amountMinor: [] });
  const none = {
    ...place,
    scoring: scoringOf({ bins: 5, cutPoints: null, groups: null }, scoring),
  };
  const filter: Filter = { match: 'any', of: [{ is: 'inGroup', args: { group: 'lost' } }] };
  const counted = await inTransaction(db, empty, (tx) => countFilter(tx, filter, none, 5));
  expect(counted).toEqual({ shoppers: 0, examples: [] });
});
