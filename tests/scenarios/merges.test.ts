/** Two shoppers turn out to be one person: whatever each had, one has. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { as, people, withReferral } from './friends.ts';
import { tell } from './telling.ts';

let world: World;
let on: ReturnType<typeof people>;
beforeAll(async () => {
  world = await startWorld({ program: withReferral() });
  on = people(world);
});
afterAll(() => world.stop());

type Person = { id: string };

const merge = async (kept: Person, deleted: Person) => {
  world.sim.commerce.mergeCustomers(SHOP, kept.id, deleted.id);
  await world.settle();
};

/** The platform's message alone, as often and in whatever order a test likes. */
const tellMerge = async (kept: Person, deleted: Person) => {
  const body = JSON.stringify({
    admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${kept.id}`,
    admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${deleted.id}`,
    admin_graphql_api_job_id: null,
    status: 'completed',
    errors: [],
  });
  expect(await tell(world, { topic: 'customers/merge', body })).toBe(200);
  await world.settle();
};

const has = async (person: Person) => {
  const { pending, available, held } = await balanceOf(world, person.id);
  return [pending, available, held];
};

describe('the platform merges two customers', () => {
  test('points on the way, points in hand and orders are the kept one’s', async () => {
    const [kept, gone] = [on.person('Kim'), on.person('Kim')];
    const first = await on.buy(as(gone), null, {}, 3);
    await on.buy(as(kept), null);
    await world.pass(15 * DAY);
    await on.buy(as(gone), null, {}, 1);
    await merge(kept, gone);
    expect(await has(kept)).toEqual([120, 600, 0]);
    const { shopper } = await world.shopper(kept.id).state();
    expect(shopper?.onTheWay).toEqual([{ points: 120, day: expect.any(String) as string }]);
    const owner = `gid://shopify/Customer/${kept.id}`;
    const card = world.sim.commerce.metafield(SHOP, owner, '$app:regulars', 'card') ?? 'null';
    expect(JSON.parse(card)).toMatchObject({ available: 600, pending: 120 });
    const { rows } = await world.shopper(kept.id).history();
    expect(rows.filter(({ kind }) => kind === 'merged').map(({ points }) => points)).toEqual(
      expect.arrayContaining([120, 360]),
    );
    await world.pass(15 * DAY);
    expect(await has(kept)).toEqual([0, 720, 0]);
    await on.refund(first, 1);
    expect(await has(kept)).toEqual([0, 600, 0]);
    await expectSoundBooks(world);
  });

  test('told twice, it happens once; an order under the deleted id lands with the kept one', async () => {
    const [kept, gone] = [on.person('Lea'), on.person('Lea')];
    await on.buy(as(gone), null);
    await tellMerge(kept, gone);
    await tellMerge(kept, gone);
    await on.buy(as(gone), null);
    expect(await has(kept)).toEqual([480, 0, 0]);
    await expectSoundBooks(world);
  });

  test('told before we have heard of either', async () => {
    const [kept, gone] = [{ id: '7700000000000000001' }, { id: '7700000000000000002' }];
    await tellMerge(kept, gone);
    expect(await has(kept)).toEqual([0, 0, 0]);
    const { rows } = await world.owner.query(
      `select count(distinct shopper_id)::int as people, count(*)::int as ids,
         count(*) filter (where alias)::int as aliases from identities
       where value like '%:77000000000000000__'`,
    );
    expect(rows).toEqual([{ people: 1, ids: 2, aliases: 1 }]);
    await expectSoundBooks(world);
  });

  test.each([[[0, 1]], [[1, 0]]])('a chain of two, told in the order %j', async (turns) => {
    const [a, b, c] = [on.person('Ada'), on.person('Ada'), on.person('Ada')];
    for (const each of [a, b, c]) await on.buy(as(each), null);
    const steps = [() => tellMerge(b, a), () => tellMerge(c, b)];
    for (const turn of turns) await steps[turn]?.();
    expect(await has(c)).toEqual([720, 0, 0]);
    expect(await has(a)).toEqual([720, 0, 0]);
    await expectSoundBooks(world);
  });

  test('a debt is paid by the points of the other', async () => {
    const [kept, gone] = [on.person('Mia'), on.person('Mia')];
    const order = await on.buy(as(gone), null, {}, 3);
    await on.buy(as(kept), null, {}, 4);
    await world.pass(15 * DAY);
    expect((await world.shopper(gone.id).redeem('off-3', 300)).status).toBe(200);
    await on.refund(order, 3);
    expect(await has(gone)).toEqual([0, -300, 0]);
    await merge(kept, gone);
    expect(await has(kept)).toEqual([0, 180, 0]);
    await expectSoundBooks(world);
  });

  test('an open code is theirs: shown, put back, and its points with it', async () => {
    const [kept, gone] = [on.person('Noa'), on.person('Noa')];
    await on.buy(as(gone), null, {}, 3);
    await world.pass(15 * DAY);
    const id = crypto.randomUUID();
    expect((await world.shopper(gone.id).redeem('off-3', 300, id)).status).toBe(200);
    await merge(kept, gone);
    expect(await has(kept)).toEqual([0, 60, 0]);
    expect((await world.shopper(kept.id).state()).codes).toHaveLength(1);
    await world.shopper(kept.id).putBack(id);
    await world.settle();
    expect(await has(kept)).toEqual([0, 360, 0]);
    await expectSoundBooks(world);
  });

  test('while the one who goes redeems: the points are spent once or not at all', async () => {
    const [kept, gone] = [on.person('Ora'), on.person('Ora')];
    await on.buy(as(gone), null, {}, 3);
    await world.pass(15 * DAY);
    world.sim.commerce.mergeCustomers(SHOP, kept.id, gone.id);
    const [one, , two] = await Promise.all([
      world.shopper(gone.id).redeem('off-3', 300),
      world.settle(),
      world.shopper(gone.id).redeem('off-3', 300),
    ]);
    await world.settle();
    const codes = (await world.shopper(kept.id).state()).codes;
    const taken = [one, two].filter(({ status }) => status === 200 || status === 202);
    expect(taken).toHaveLength(1);
    expect(codes).toHaveLength(1);
    expect(codes[0]?.status).toBe('open');
    expect(await has(kept)).toEqual([0, 60, 0]);
    await expectSoundBooks(world);
  });

  test('who referred themself earned nothing, whichever came first', async () => {
    const early = await on.advocate('Pam');
    const twin = on.person('Pam');
    await on.buy(as(twin), early.code);
    expect((await has(early))[0]).toBe(500);
    await merge(early, twin);
    const late = await on.advocate('Pia');
    const other = on.person('Pia');
    await tellMerge(late, other);
    await on.buy(as(other), late.code);
    expect(await has(early)).toEqual(await has(late));
    await expectSoundBooks(world);
  });

  test('the code of the one who goes works on, for the one who stays', async () => {
    const [kept, gone] = [await on.advocate('Quy'), await on.advocate('Quy')];
    await merge(kept, gone);
    await on.buy(as(on.person('Friend')), gone.code);
    await on.buy(as(on.person('Friend')), kept.code);
    expect(await has(kept)).toEqual([1000, 0, 0]);
    expect(await on.friendsOf(kept)).toHaveLength(2);
    await expectSoundBooks(world);
  });

  test('to erase the id that is gone leaves the customer who was kept', async () => {
    const [kept, gone] = [on.person('Ray'), on.person('Ray', 'ray.old@example.com')];
    await on.buy(as(gone), null);
    await tellMerge(kept, gone);
    world.sim.commerce.compliance(SHOP, 'customers/redact', gone.id);
    await world.settle();
    expect(await has(kept)).toEqual([240, 0, 0]);
    const { rows } = await world.owner.query(
      `select (select count(*)::int from identities where value like '%:' || $1) as ids,
         (select count(*)::int from shoppers where email = 'ray.old@example.com') as people,
         (select count(*)::int from orders where facts::text like '%ray.old%') as orders`,
      [gone.id],
    );
    expect(rows).toEqual([{ ids: 0, people: 0, orders: 0 }]);
    await expectSoundBooks(world);
  });
});
