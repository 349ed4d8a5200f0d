/** A compiled filter finds whom a small reading in memory finds, over shoppers nobody made by hand. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../database.ts';
import type { FreshDatabase } from '../database.ts';
import { USUAL_SEGMENTS } from '../../web/server/domain/retention/rfm.ts';
import type { Condition, Filter, Group, Match } from '../../web/server/domain/segments/filter.ts';
import { scoringOf } from '../../web/server/domain/segments/scoring.ts';
import type { ScoringChoice } from '../../web/server/domain/segments/scoring.ts';
import { openDatabase } from '../../web/server/store/connections.ts';
import type { Database } from '../../web/server/store/connections.ts';
import { rollUpSome } from '../../web/server/store/rollups.ts';
import { drawCutPoints } from '../../web/server/store/scorings.ts';
import type { FilterPlace } from '../../web/server/store/segmentConditions.ts';
import { countFilter } from '../../web/server/store/segments.ts';
import { inTransaction } from '../../web/server/store/transaction.ts';

import { counted, expected, last, spent } from './memory.ts';
import { CLUB, DAY_MS, OTHER, STAGES, TODAY, ZONE, people, pick, upTo } from './people.ts';
import { putDown } from './rows.ts';

let database: FreshDatabase;
let db: Database;

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
  for (const club of [CLUB, OTHER]) {
    for (let whole = false; !whole;) {
      ({ whole } = await inTransaction(db, club, (tx) => rollUpSome(tx, TODAY * DAY_MS, 10_000)));
    }
  }
}, 60_000);
afterAll(async () => {
  await db.end();
  await database.drop();
});

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
    stillBuying: { percent: pick([0, 25, 50, 91]) },
    riskAtLeast: { percent: pick([0, 50, 75, 100]) },
    riskAtMost: { percent: pick([0, 50, 75, 100]) },
    expectedOrders: { orders: upTo(5) },
    dueWithin: { days: upTo(60) },
    worthAtLeast: { amountMinor: upTo(10) * 1000 },
    inStage: { stage: pick(STAGES) },
    joinedWithin: days,
    joinedBefore: days,
    speaks: { language: pick(['fa', 'en', 'ar', 'de']) },
    referred: {},
    advocates: { friends: 1 + upTo(3) },
    tagged: { tag: pick(['VIP', 'wholesale', 'none']) },
  };
};

async function found(filter: Filter, place: FilterPlace): Promise<string[]> {
  const { shoppers, examples } = await inTransaction(db, CLUB, (tx) =>
    countFilter(tx, filter, place, 10_000),
  );
  expect(shoppers).toBe(examples.length);
  return examples.sort();
}

const placeFor = async (choice: ScoringChoice): Promise<FilterPlace> => {
  const how = { bins: choice.bins, day: TODAY };
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
    drawCutPoints(tx, { bins: 5, day: TODAY }),
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
