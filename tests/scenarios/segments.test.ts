/** Segments: who is in one, the tag that follows them, lists, files, and what becomes of them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CountAnswer, FilterBody, ListAnswer } from '../../web/contract/segments.ts';
import type { SegmentsAnswer } from '../../web/contract/segments.ts';
import { sessionToken } from '../signing.ts';
import { DAY, MINUTE, SHOP, SHOP_FA, startWorld } from '../world.ts';
import type { Reply, World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { mugIn } from './faultCells.ts';

let world: World;
let people = 0;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(async () => {
  await expectSoundBooks(world);
  await world.stop();
});

/** Somebody who has an account at the shop and nothing else. */
function next(): string {
  people += 1;
  const person = { email: `s${people}@example.com`, phone: null, firstName: 'S', lastName: 'O' };
  return world.sim.commerce.createCustomer(SHOP, person).id;
}
const tagsOf = (id: string) => world.sim.commerce.customer(SHOP, id)?.tags ?? null;
const buy = (customerId: string) =>
  world.buy({
    buyer: { kind: 'customer', customerId },
    lines: [{ variantId: mugIn(world), quantity: 1 }],
  });
const all = (...of: FilterBody['of']): FilterBody => ({ match: 'all', of });
const atLeast = (orders: number) => ({ is: 'ordersAtLeast', args: { orders } });
const within = (days: number) => ({ is: 'lastOrderWithin', args: { days } });

type Made = Reply<SegmentsAnswer> & { id: string };
async function make(name: string, filter: FilterBody, tag: string | null = null): Promise<Made> {
  const id = crypto.randomUUID();
  const body = { id, name, kind: 'live', filter, tag };
  const made = await world.api<SegmentsAnswer>('POST', '/api/segments', body);
  await world.settle();
  return { ...made, id };
}
const read = async (id: string) => {
  const { body } = await world.api<SegmentsAnswer>('GET', '/api/segments');
  return body.segments.find((each) => each.id === id);
};
const count = (filter: FilterBody) =>
  world.api<CountAnswer>('POST', '/api/segments/count', { filter });
const remove = async (id: string) => {
  await world.api('POST', `/api/segments/${id}/remove`, {});
  await world.settle();
};

test('a shopper comes into a live segment and leaves it, and the tag follows', async () => {
  const ada = next();
  await buy(ada);
  const { id } = await make('Regulars', all(atLeast(2), within(30)), 'Regular');
  expect([(await read(id))?.shoppers, tagsOf(ada)]).toEqual([0, []]);
  await buy(ada);
  expect((await read(id))?.shoppers).toBe(0);
  await world.pass(DAY);
  expect(await read(id)).toMatchObject({ shoppers: 1, entered: 1, left: 0, problem: null });
  expect(tagsOf(ada)).toEqual(['Regular']);
  await world.pass(29 * DAY);
  expect(tagsOf(ada)).toEqual(['Regular']);
  await world.pass(2 * DAY);
  expect([await read(id), tagsOf(ada)]).toMatchObject([{ shoppers: 0, left: 1 }, []]);
  await remove(id);
});

test('one tag of two segments stays until nobody wants it; the shop’s own stays for ever', async () => {
  const [ada, bo] = [next(), next()];
  world.sim.commerce.updateCustomer(SHOP, bo, { tags: ['gold'] });
  for (const id of [ada, bo]) await buy(id);
  const one = await make('Bought lately', all(within(10)), 'Gold');
  const two = await make('Bought within a month', all(within(25)), 'gold');
  expect([tagsOf(ada), tagsOf(bo)]).toEqual([['Gold'], ['gold']]);
  await remove(one.id);
  expect([tagsOf(ada), tagsOf(bo)]).toEqual([['Gold'], ['gold']]);
  const change = { name: 'Bought within a month', tag: 'Silver', filter: null };
  await world.api('PUT', `/api/segments/${two.id}`, change);
  await world.settle();
  expect([tagsOf(ada), tagsOf(bo)?.toSorted()]).toEqual([['Silver'], ['Silver', 'gold']]);
  await remove(two.id);
  expect([tagsOf(ada), tagsOf(bo)]).toEqual([[], ['gold']]);
});

test('a segment is counted while it is written, with a few examples, and kept as it is', async () => {
  const ada = next();
  for (let n = 0; n < 3; n += 1) await buy(ada);
  const { body } = await count(all(atLeast(3)));
  expect(body).toMatchObject({ shoppers: 1, examples: [{ name: expect.any(String) }] });
  const filter = all(atLeast(3));
  const made = await make('Three orders', filter);
  const again = { id: made.id, name: 'Three orders', kind: 'live', filter, tag: null };
  expect((await world.api('POST', '/api/segments', again)).status).toBe(200);
  const other = await world.api('POST', '/api/segments', { ...again, name: 'Another' });
  expect([other.status, other.text]).toEqual([409, expect.stringContaining('sameIdOtherInput')]);
  await remove(made.id);
});

test('what cannot be read is refused, and so is what is half written', async () => {
  const refused = async (...of: FilterBody['of']) => {
    const { status, text } = await count(all(...of));
    return [status, /"problem":"(\w+)"/.exec(text)?.[1]];
  };
  expect(await refused({ is: 'tagged', args: { tag: 'x' } })).toEqual([422, 'notBuilt']);
  expect(await refused({ is: 'inTier', args: { tier: 'gold' } })).toEqual([422, 'notBuilt']);
  expect(await refused({ is: 'nps', args: {} })).toEqual([422, 'wrongShape']);
  expect(await refused({ is: 'ordersAtLeast', args: {} })).toEqual([422, 'wrongShape']);
  expect(await refused({ is: 'ordersAtLeast', args: { orders: -1 } })).toEqual([422, 'tooSmall']);
  expect(await refused({ is: 'recencyScore', args: { from: 4, to: 2 } })).toEqual([
    422,
    'tooSmall',
  ]);
  const group = { is: 'inGroup', args: { group: 'nobody' } };
  expect(await refused({ match: 'any', of: [group] })).toEqual([422, 'wrongShape']);
  const { conditions } = (await world.api<SegmentsAnswer>('GET', '/api/segments')).body;
  const codes = conditions.map(({ code }) => code);
  expect(codes).toContain('inGroup');
  expect(codes).not.toContain('tagged');
  // A night has passed since the shop was connected.
  expect(codes).toContain('inStage');
  const stages = ['new', 'active', 'lapsing', 'lost', 'returned'];
  const staged = stages.map((stage) => ({ is: 'inStage', args: { stage } }));
  expect((await count({ match: 'any', of: staged })).body.shoppers).toBeGreaterThan(0);
});

test('a table of one’s own names shoppers, and segments follow it at once', async () => {
  const { id } = await make('Champions', all({ is: 'inGroup', args: { group: 'champions' } }));
  const span = [1, 2];
  const groups = [{ name: 'champions', recency: span, frequency: span, monetary: span }];
  const cutPoints = { recencyDays: [10], orders: [2], amountMinor: [100] };
  const put = (bins: number) =>
    world.api<SegmentsAnswer>('PUT', '/api/segments/scoring', { bins, cutPoints, groups });
  expect((await put(3)).status).toBe(422);
  expect((await put(2)).body.groups).toEqual(['champions', 'others']);
  await world.settle();
  const buyers = (await count(all(atLeast(1)))).body.shoppers;
  expect((await read(id))?.shoppers).toBe(buyers);
  const usual = { bins: 5, cutPoints: null, groups: null };
  await world.api('PUT', '/api/segments/scoring', usual);
  await remove(id);
});

const file = (id: string) =>
  fetch(`${world.app.url}/api/segments/${id}/file`, {
    headers: { authorization: `Bearer ${sessionToken(SHOP, world.app.now())}` },
  });

async function upload(body: string, tag = ''): Promise<{ id: string; answer: ListAnswer }> {
  const id = crypto.randomUUID();
  const query = new URLSearchParams({ id, name: 'A list', tag });
  const response = await fetch(`${world.app.url}/api/segment-lists?${query}`, {
    method: 'POST',
    headers: {
      'content-type': 'text/csv',
      authorization: `Bearer ${sessionToken(SHOP, world.app.now())}`,
    },
    body,
  });
  await world.settle();
  return { id, answer: (await response.json()) as ListAnswer };
}

test('a list comes from a file and goes back into one, where no cell is a formula', async () => {
  const ada = next();
  const details = { firstName: '=1+1', email: 'ada@example.com', phone: '+15550100' };
  world.sim.commerce.updateCustomer(SHOP, ada, details);
  await buy(ada);
  const { id, answer } = await upload('email\nADA@example.com\nnobody@example.com\n', 'Invited');
  expect(answer).toMatchObject({ unknown: 1 });
  expect([await read(id), tagsOf(ada)]).toMatchObject([
    { shoppers: 1, kind: 'static', filter: null },
    ['Invited'],
  ]);
  await world.pass(MINUTE);
  const taken = await file(id);
  expect(taken.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const text = await taken.text();
  const [head = '', line = '', ...more] = text.split('\n');
  expect(head.split(',').slice(0, 3)).toEqual(['customer id', 'email', 'phone']);
  expect(line).toMatch(new RegExp(`^${ada},ada@example.com,'\\+15550100,'=1\\+1,.*,1,24\\.00,`));
  expect(more).toEqual(['']);
  const { id: copy } = await upload(text);
  expect((await read(copy))?.shoppers).toBe(1);
  await remove(id);
  expect(tagsOf(ada)).toEqual([]);
  expect((await file(id)).status).toBe(404);
});

test('two who become one are in it once; who is erased is in none', async () => {
  const [ada, bo] = [next(), next()];
  for (const id of [ada, bo]) await buy(id);
  const { id } = await make('Bought today', all(within(0)), 'Today');
  const others = ((await read(id))?.shoppers ?? 0) - 2;
  expect([tagsOf(ada), tagsOf(bo)]).toEqual([['Today'], ['Today']]);
  const list = await upload(`customer id\n${ada}\n${bo}\n`);
  expect((await read(list.id))?.shoppers).toBe(2);
  world.sim.commerce.mergeCustomers(SHOP, ada, bo);
  await world.settle();
  expect([(await read(id))?.shoppers, tagsOf(ada)]).toEqual([others + 1, ['Today']]);
  expect((await read(list.id))?.shoppers).toBe(1);
  await expectSoundBooks(world);
  world.sim.commerce.compliance(SHOP, 'customers/redact', ada);
  await world.settle();
  expect((await read(id))?.shoppers).toBe(others);
  expect((await read(list.id))?.shoppers).toBe(0);
  const { rows } = await world.owner.query(
    `select 1 from segment_moves m join shoppers s using (club_id, shopper_id)
     where s.erased_at is not null`,
  );
  expect(rows).toEqual([]);
  await remove(id);
});

test('another club sees and touches nothing of it', async () => {
  const { id } = await make('Ours', all(atLeast(1)), 'Ours');
  const before = await read(id);
  const theirs = async (method: string, place: string, body?: unknown) => {
    const response = await fetch(`${world.app.url}/api/segments${place}`, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${sessionToken(SHOP_FA, world.app.now())}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  };
  const { segments } = JSON.parse((await theirs('GET', '')).text) as SegmentsAnswer;
  expect(segments).toEqual([]);
  const body = { name: 'Theirs', tag: null, filter: null };
  expect((await theirs('PUT', `/${id}`, body)).status).toBe(404);
  expect((await theirs('POST', `/${id}/settle`, {})).status).toBe(404);
  expect((await theirs('POST', `/${id}/remove`, {})).status).toBe(404);
  expect((await theirs('GET', `/${id}/file`)).status).toBe(404);
  expect(await read(id)).toEqual(before);
});
