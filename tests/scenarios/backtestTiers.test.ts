/** A draft with tiers tried on orders: the live one gives what the books hold, whatever counts for them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backtest } from '../../web/server/analytics/backtest.ts';
import type { Program } from '../../web/server/domain/program.ts';
import { DAY, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { USES, callWithKey, makeKey, rewarding } from './actions.ts';
import { expectSoundBooks } from './books.ts';
import { buyMugs, newBuyer, refundAll } from './nextOrderWorld.ts';
import { aTier, someTiers } from './tierWorld.ts';

let world: World;
let clubId: string;
let live: Program;

/** Two mugs are 240 points: with two bottles beside the first order the second one is placed in silver. */
const byPoints = someTiers({
  by: 'points',
  levels: [aTier('silver', 250, 12_500), aTier('gold', 800, 20_000)],
});

beforeAll(async () => {
  world = await startWorld({
    program: rewarding([USES.bottle], { holdOut: false, tiers: byPoints }),
  });
  const { key } = await makeKey(world);
  const [ann, ben] = [newBuyer(world), newBuyer(world)];
  await world.settle();
  for (let i = 0; i < 4; i += 1) {
    for (const { id } of [ann, ben]) {
      const order = await buyMugs(world, id);
      if (i === 2 && id === ben.id) refundAll(world, order);
    }
    const told = { shopper: { customerId: ann.id }, action: 'bottle-return' };
    for (const n of [1, 2]) await callWithKey(world, key, { ...told, key: `bottle-${i}-${n}` });
    await world.pass(20 * DAY);
  }
  const [row] = (await world.owner.query('select club_id, settings from programs')).rows;
  clubId = row.club_id;
  live = row.settings;
}, 60_000);
afterAll(() => world?.stop());

const tried = (draft: Program) =>
  backtest({ url: world.databaseUrl, clubId, timeZone: 'UTC', draft, lines: true, lanes: 1 });

describe('tiers by points, of actions too', () => {
  test('the live version gives every order what was posted for it', async () => {
    const { lines, total } = await tried(live);
    expect(lines.map(({ name, draft }) => [name, draft])).toEqual(
      lines.map(({ name, posted }) => [name, posted]),
    );
    // Ann's second order was silver for what she had brought back, Ben's was not.
    expect(
      lines
        .slice(2, 4)
        .map(({ posted }) => posted)
        .toSorted((a, b) => Number(a) - Number(b)),
    ).toEqual([240n, 300n]);
    expect(total.posted).toBe(total.draft);
    await expectSoundBooks(world);
  });

  test('moves are told by month, up and down; without tiers there are none', async () => {
    const { months, total } = await tried(live);
    expect(months.map(({ month }) => month)).toEqual(['2026-03', '2026-04']);
    expect(total).toMatchObject({ up: 3, down: 0 });
    expect(months.reduce((sum, { up }) => sum + up, 0)).toBe(total.up);
    const none = await tried({ ...live, tiers: null });
    expect(none.total).toMatchObject({ up: 0, down: 0 });
    const spend = someTiers({ levels: [aTier('silver', 9000, 12_500)] });
    expect((await tried({ ...live, tiers: spend })).total).toMatchObject({ up: 2, down: 0 });
  });

  test('each order is explained by its tier', async () => {
    const { lines } = await tried(live);
    const tiers = new Set(lines.map(({ explain }) => explain.tier ?? null));
    expect(tiers).toEqual(new Set([null, 'silver', 'gold']));
  });
});
