/**
 * A parent discount ends when its last code is gone and its terms are no longer on offer; and whatever
 * comes between, a code that is open works.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RedeemAnswer } from '../../web/contract/shopper.ts';
import { findShop } from '../../web/server/store/shops.ts';
import { openDatabase } from '../../web/server/store/connections.ts';
import { holdParent, retireParent } from '../../web/server/store/parents.ts';
import { placeCodes } from '../../web/server/store/referralCodes.ts';
import { inTransaction } from '../../web/server/store/transaction.ts';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { richShoppers, works } from './faultCells.ts';
import { friendGets, people, withReferral } from './friends.ts';

const PRICE = 300;
const HOUR = 60 * MINUTE;
let world: World;
let shoppers: string[];
let version = 1;

const WITH = withReferral();
const WITHOUT = { ...WITH, rewards: WITH.rewards.filter(({ id }) => id !== 'off-3') };

beforeAll(async () => {
  world = await startWorld({ program: WITH });
  shoppers = await richShoppers(world, 5);
}, 60_000);
afterAll(() => world?.stop());

const publish = (program: ProgramBody, from?: number) =>
  people(world).publish(program, version++, from);

/** A reward goes 30 days after it was said so: an hour is left of them. */
async function announce(program: ProgramBody): Promise<void> {
  await publish(program, world.sim.clock.now() + 30 * DAY);
  await world.pass(30 * DAY - HOUR);
}

async function redeem(n: number): Promise<{ id: string; code: string }> {
  const id = crypto.randomUUID();
  const shopper = world.shopper(shoppers[n] ?? '');
  await shopper.redeem('off-3', PRICE, id);
  await world.pass(MINUTE);
  const { body } = await shopper.get<RedeemAnswer>(`redemptions/${id}`);
  expect(body).toMatchObject({ redemption: { status: 'open' } });
  return { id, code: body.redemption.code ?? '' };
}

type Row = { code: string; id: string | null; hash: string };

/** The parent of "3.00 off". Its own code works as long as it has not ended. */
async function parent(): Promise<Row> {
  const { rows } = await world.owner.query<Row>(
    `select parent_code as code, parent_id as id, terms_hash as hash from parents
     where terms #>> '{value,amountMinor}' = '300' and terms ->> 'uses' = 'once'`,
  );
  if (!rows[0]) throw new Error('no parent');
  return rows[0];
}

test('on offer, a parent outlives its codes: the next one hangs on it too', async () => {
  const { id } = await redeem(0);
  const before = await parent();
  await world.shopper(shoppers[0] ?? '').putBack(id);
  await world.pass(3 * DAY);
  expect(await parent()).toEqual(before);
  expect(works(world, before.code)).toBe(true);
});

test('no longer on offer, it stays while a code is open, and ends a day after the last', async () => {
  await announce(WITHOUT);
  const { id, code } = await redeem(0);
  const before = await parent();
  await world.pass(2 * DAY);
  expect([works(world, code), works(world, before.code)]).toEqual([true, true]);
  await world.shopper(shoppers[0] ?? '').putBack(id);
  await world.pass(23 * 60 * MINUTE);
  expect(works(world, before.code)).toBe(true);
  await world.pass(2 * 60 * MINUTE);
  expect(await parent()).toMatchObject({ id: null });
  expect(works(world, before.code)).toBe(false);
});

test('on offer again, another parent is made', async () => {
  const ended = await parent();
  await publish(WITH);
  const { code } = await redeem(1);
  expect(works(world, code)).toBe(true);
  expect((await parent()).code).toBe(ended.code);
  expect((await parent()).id).not.toBeNull();
});

test('a code that comes while the ending is in doubt hangs on a new parent, and works', async () => {
  await announce(WITHOUT);
  const { id } = await redeem(2);
  const { rows } = await world.owner.query<{ id: string; shopper: string }>(
    `select redemption_id as id, shopper_id as shopper from redemptions where status = 'open'`,
  );
  expect(rows).toHaveLength(2);
  await world.shopper(shoppers[1] ?? '').putBack(rows.find((row) => row.id !== id)?.id ?? '');
  await world.shopper(shoppers[2] ?? '').putBack(id);
  await world.pass(HOUR);
  const old = await parent();
  world.sim.api.faults([{ field: 'discountCodeDeactivate', mode: 'resetBefore', times: 2 }]);
  await world.pass(DAY + MINUTE);
  expect(world.sim.api.struck()).toBeGreaterThan(0);
  expect(works(world, old.code)).toBe(true);
  await publish(WITH);
  const { code } = await redeem(3);
  await world.pass(DAY);
  world.sim.api.faults([]);
  await world.pass(DAY);
  expect([works(world, code), works(world, old.code)]).toEqual([true, false]);
});

test('an open code keeps its parent, whatever the program says', async () => {
  await announce(WITHOUT);
  await redeem(4);
  await world.pass(3 * DAY);
  const kept = await parent();
  expect(works(world, kept.code)).toBe(true);
});

test('friends’ codes that have moved leave a parent that ends', async () => {
  await people(world).advocate();
  const { rows } = await world.owner.query<{ code: string }>(
    `select parent_code as code from parents where terms ->> 'uses' = 'many'`,
  );
  await publish(withReferral(friendGets(2000)));
  await world.pass(DAY + 60 * MINUTE);
  expect(works(world, rows[0]?.code ?? '')).toBe(false);
});

/** Waits until somebody in this database waits for a lock. */
const blocked = async () => {
  await expect
    .poll(async () => {
      const { rowCount } = await world.owner.query(
        `select 1 from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rowCount;
    })
    .toBe(1);
};

test('of a new code and an ending at one moment, one comes first and the other knows', async () => {
  const db = openDatabase(world.databaseUrl, 4);
  try {
    const ref = await findShop(db, 'shopify', SHOP);
    const { rows } = await world.owner.query<{ id: string; hash: string; shoppers: string[] }>(
      `select p.parent_id as id, p.terms_hash as hash, array_agg(c.shopper_id) as shoppers
       from parents p join referral_codes c using (club_id, terms_hash) group by 1, 2`,
    );
    const [row] = rows;
    if (!ref || !row) throw new Error('no friend’s code');
    const off = { termsHash: null, confirmed: false };
    const on = { termsHash: row.hash, confirmed: true };
    const tx = <T>(work: Parameters<typeof inTransaction<T>>[2]) =>
      inTransaction(db, ref.clubId, work);
    const retire = () => tx((at) => retireParent(at, ref.shopId, row.id, new Set(), () => 'NEXT'));
    await tx((at) => placeCodes(at, row.shoppers, off));

    let ending: Promise<boolean> | undefined;
    await tx(async (at) => {
      expect(await holdParent(at, ref.shopId, row.hash, row.id)).toBe(true);
      ending = retire();
      await blocked();
      await placeCodes(at, row.shoppers, on);
    });
    expect(await ending).toBe(false);

    let coming: Promise<boolean> | undefined;
    await tx((at) => placeCodes(at, row.shoppers, off));
    await tx(async (at) => {
      expect(await retireParent(at, ref.shopId, row.id, new Set(), () => 'NEXT')).toBe(true);
      coming = tx((other) => holdParent(other, ref.shopId, row.hash, row.id));
      await blocked();
    });
    expect(await coming).toBe(false);
  } finally {
    await db.end();
  }
});

test('and the books are sound', () => expectSoundBooks(world));
