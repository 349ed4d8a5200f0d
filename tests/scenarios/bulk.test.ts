/** Many adjustments from a file: seen before, done once, stopped for a second person, undone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import type { BulkAnswer, StaffAnswer } from '../../web/contract/bulk.ts';
import { sessionToken } from '../signing.ts';
import { DAY, SHOP, aProgram, startWorld } from '../world.ts';
import type { Reply, World } from '../world.ts';
import { expectSoundBooks } from './books.ts';

let world: World;
const people: { id: string; email: string }[] = [];

beforeAll(async () => {
  world = await startWorld({ program: aProgram({ expiry: { kind: 'afterEarning', months: 12 } }) });
  for (let i = 0; i < 4; i += 1) {
    const email = `bulk${i}@example.com`;
    const person = { email, phone: null, firstName: 'Kim', lastName: String(i) };
    people.push({ id: world.sim.commerce.createCustomer(SHOP, person).id, email });
  }
  await world.settle();
  for (const { id } of people) {
    await world.buy({ buyer: { kind: 'customer', customerId: id }, lines: [line()] });
  }
  await world.pass(15 * DAY);
});
afterAll(() => world.stop());

const line = () => ({ variantId: firstVariant(), quantity: 1 });
const firstVariant = (): string => world.sim.commerce.products(SHOP)[0]?.variants[0]?.id ?? '';

/** As another person of the shop. */
async function as<Body>(
  staff: string,
  method: string,
  place: string,
  body?: { csv: string } | object,
): Promise<Reply<Body>> {
  const token = sessionToken(SHOP, world.sim.clock.now(), { sub: staff });
  const csv = body && 'csv' in body ? body.csv : null;
  const response = await fetch(`${world.app.url}${place}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body ? { 'content-type': csv === null ? 'application/json' : 'text/csv' } : {}),
    },
    ...(body ? { body: csv ?? JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) as Body };
}

const MANAGER = '42';

async function send(csv: string, by = MANAGER, id = newId()): Promise<Reply<BulkAnswer>> {
  return as(by, 'POST', `/api/bulk?id=${id}&name=Spring&note=Thanks`, { csv });
}

async function act(id: string, verb: string, by = MANAGER): Promise<Reply<BulkAnswer>> {
  const done = await as<BulkAnswer>(by, 'POST', `/api/bulk/${id}/${verb}`, {});
  await world.app.drain();
  return done.status === 200 ? as(by, 'GET', `/api/bulk/${id}`) : done;
}

const available = async (who: number): Promise<number> =>
  (await world.shopper(people[who]?.id ?? '').state()).shopper?.available ?? 0;

const id = (who: number): string => people[who]?.id ?? '';
const email = (who: number): string => people[who]?.email ?? '';

describe('a file of adjustments', () => {
  it('says line by line what it would do, and does nothing', async () => {
    const before = await available(0);
    const csv = [
      'customer id;email;points;note',
      `${id(0)};;۵۰;`,
      `;${email(1)};"1,000";Sorry`,
      `;nobody@example.com;5;`,
      `${id(2)};;-999999;`,
      `${id(2)};;many;`,
    ].join('\r\n');
    const { body, status } = await send(`\ufeff${csv}`);
    expect(status).toBe(200);
    expect(body.bulk.planned).toEqual({ lines: 2, shoppers: 2, given: 1050, taken: 0 });
    expect(body.lines.map((each) => [each.line, each.points, each.problem])).toEqual([
      [2, 50, null],
      [3, 1000, null],
      [4, 5, 'noShopper'],
      [5, -999999, 'notEnoughPoints'],
      [6, 0, 'noPoints'],
    ]);
    expect(body.lines[0]).toMatchObject({ before, after: before + 50, name: 'Kim 0' });
    expect(await available(0)).toBe(before);
  });

  it('does every line once, whatever is pressed twice, and tells the shopper why', async () => {
    const [first, third] = [await available(0), await available(2)];
    const { body } = await send(`email,points\n${email(0)},70\n${email(2)},-30\n${email(0)},5`);
    const { id: bulkId } = body.bulk;
    await Promise.all([1, 2, 3].map(() => act(bulkId, 'start')));
    const { body: after } = await act(bulkId, 'start');
    expect(after.bulk.state).toBe('done');
    expect(after.bulk.done).toEqual({ lines: 3, shoppers: 2, given: 75, taken: 30 });
    expect([await available(0), await available(2)]).toEqual([first + 75, third - 30]);
    const { rows } = await world.owner.query(
      `select details ->> 'note' as note, actor from audit_log
       where action = 'adjustPoints' and details ->> 'bulkId' = $1`,
      [bulkId],
    );
    expect(rows).toHaveLength(3);
    expect(rows[0]).toEqual({ note: 'Thanks', actor: `staff ${MANAGER}` });
  });

  it('undone leaves lots and balances as they were, and what was spent stays spent', async () => {
    const lots = async () =>
      (
        await world.owner.query(
          'select lot_id, open, expires_at from lots where open > 0 order by lot_id',
        )
      ).rows;
    const before = await lots();
    const { body } = await send(`email,points\n${email(0)},70\n${email(2)},-30`);
    await act(body.bulk.id, 'start');
    expect(await lots()).not.toEqual(before);
    const undone = await act(body.bulk.id, 'undo');
    expect(undone.body.bulk.state).toBe('undone');
    expect(undone.body.bulk.undone).toMatchObject({ lines: 2, given: 70, taken: 30, short: 0 });
    expect(await lots()).toEqual(before);

    const short = await send(`email,points\n${email(3)},400`);
    await act(short.body.bulk.id, 'start');
    const has = await available(3);
    expect((await world.shopper(id(3)).redeem('off-3', 300)).status).toBeLessThan(300);
    const half = await act(short.body.bulk.id, 'undo');
    const left = has - 300;
    expect(half.body.bulk.undone.short).toBe(Math.max(0, 400 - left));
    expect(await available(3)).toBe(Math.max(0, left - 400));
  });

  it('sent again is the same file, and another file under its id is refused', async () => {
    const bulkId = newId();
    const first = await send(`email,points\n${email(0)},1`, MANAGER, bulkId);
    expect((await send(`email,points\n${email(0)},1`, MANAGER, bulkId)).text).toBe(first.text);
    const other = await send(`email,points\n${email(0)},2`, MANAGER, bulkId);
    expect(other.status).toBe(409);
    expect((await act(bulkId, 'drop')).body.bulk.state).toBe('dropped');
    expect((await act(bulkId, 'start')).status).toBe(409);
  });

  it.each([
    ['without a column of points', 'email\na@b.co'],
    ['that names nobody', 'points\n5'],
    ['without a line', 'email,points\n'],
    ['with a quote that does not end', 'email,points\n"a@b.co,5\n'],
  ])('%s is refused with what to do', async (_name, csv) => {
    const refused = await send(csv);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ error: { code: 'invalid', field: 'file' } });
  });
});

describe('what a person may do alone', () => {
  const SUPPORT = '77';

  it('is little for support, and more waits for a manager who did not ask', async () => {
    const csv = `email,points\n${email(1)},900\n${email(2)},900`;
    const small = await send(csv, SUPPORT);
    expect((await act(small.body.bulk.id, 'start', SUPPORT)).body.bulk.state).toBe('done');
    const large = await send(`email,points\n${email(1)},1001`, SUPPORT);
    const bulkId = large.body.bulk.id;
    expect((await act(bulkId, 'start', SUPPORT)).body.bulk.state).toBe('waiting');
    expect((await act(bulkId, 'approve', SUPPORT)).status).toBe(403);
    expect((await act(bulkId, 'approve', '78')).status).toBe(403);
    const before = await available(1);
    expect((await act(bulkId, 'approve')).body.bulk).toMatchObject({
      state: 'done',
      askedBy: `staff ${SUPPORT}`,
      approvedBy: `staff ${MANAGER}`,
    });
    expect(await available(1)).toBe(before + 1001);
  });

  it('counts over a day, also when two files are started at once', async () => {
    const person = '79';
    const csv = `email,points\n${[0, 1, 2, 3].map((n) => `${email(n)},900`).join('\n')}`;
    const files = await Promise.all([send(csv, person), send(csv, person)]);
    await Promise.all(
      files.map(({ body }) => as(person, 'POST', `/api/bulk/${body.bulk.id}/start`, {})),
    );
    const states = await Promise.all(
      files.map(async ({ body }) => (await act(body.bulk.id, 'start', person)).body.bulk.state),
    );
    expect(states.sort()).toEqual(['done', 'waiting']);
  });

  it('is set by managers alone, and the last one stays', async () => {
    const { body } = await as<StaffAnswer>(MANAGER, 'GET', '/api/staff');
    expect(body.you).toMatchObject({ actor: `staff ${MANAGER}`, role: 'manager' });
    const make = (by: string, who: string, role: string) =>
      as<StaffAnswer>(by, 'PUT', '/api/staff', { actor: `staff ${who}`, role, name: 'Maryam' });
    expect((await make(SUPPORT, SUPPORT, 'manager')).status).toBe(403);
    expect((await make(MANAGER, MANAGER, 'support')).status).toBe(409);
    expect((await make(MANAGER, SUPPORT, 'manager')).status).toBe(200);
    expect((await make(SUPPORT, MANAGER, 'support')).status).toBe(200);
  });
});

it('leaves books that prove themselves', () => expectSoundBooks(world));
