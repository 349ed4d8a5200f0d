/** Somebody asks a shop what is kept of them: the merchant sees it, takes the file, and says it is done. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataRequestsAnswer, personalData } from '../../web/contract/dataRequests.ts';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { askToForget, foreseen } from './forgotten.ts';
import { as, people, withReferral } from './friends.ts';
import { mugOf, withNextOrder } from './nextOrderWorld.ts';
import { lastBody, tell } from './telling.ts';

let world: World;
let zelda: string;
let shopperId: string;
let code: string;

const ZELDA = {
  email: 'zelda.quixote@example.com',
  phone: '+14155550199',
  firstName: 'Zelda',
  lastName: 'Quixote',
};

const list = async () => {
  const reply = await world.api('GET', '/api/data-requests');
  expect(reply.status).toBe(200);
  return dataRequestsAnswer.parse(reply.body).requests;
};
const waiting = async () =>
  (await world.api<{ dataRequests: number }>('GET', '/api/home')).body.dataRequests;
const download = (id: string) => world.api('POST', `/api/data-requests/${id}/file`, {});
const fileOf = async (id: string) => personalData.parse((await download(id)).body);
const entries = async (action: string) =>
  (
    await world.owner.query<{ actor: string; details: unknown }>(
      'select actor, details from audit_log where action = $1 order by at',
      [action],
    )
  ).rows;

beforeAll(async () => {
  const { nextOrder = null } = withNextOrder();
  world = await startWorld({ program: withReferral({}, { nextOrder, holdOut: false }) });
  const friend = await people(world).advocate('Rosin');
  const customer = world.sim.commerce.createCustomer(SHOP, ZELDA);
  zelda = customer.id;
  const lines = [{ variantId: mugOf(world), quantity: 10 }];
  const { email, firstName, lastName } = ZELDA;
  await world.buy({
    buyer: { kind: 'guest', email, phone: null, firstName, lastName },
    lines,
    codes: [friend.code],
  });
  await world.buy({ buyer: as(customer), lines });
  const invited = await world.shopper(zelda).post<{ invite: { code: string } }>('invite');
  code = invited.body.invite.code;
  await people(world).buy(as(people(world).person('Sancho', 'sancho@example.org')), code);
  await world.pass(15 * DAY);
  await world.shopper(zelda).redeem('off-3', 300);
  const { rows } = await world.owner.query<{ id: string }>(
    `select shopper_id as id from identities where kind = 'customer' and value like $1`,
    [`%:${zelda}`],
  );
  shopperId = rows[0]?.id ?? '';
  const adjust = { points: 50, note: 'a broken mug', key: crypto.randomUUID() };
  await world.api('POST', `/api/shoppers/${shopperId}/adjust`, adjust);
  await world.api('POST', `/api/shoppers/${shopperId}/freeze`, { frozen: true, note: 'who is it' });
  world.sim.commerce.compliance(SHOP, 'customers/data_request', zelda);
  await world.settle();
});
afterAll(() => world.stop());

test('the merchant sees it, with the day by which it must be answered', async () => {
  const [request, ...others] = await list();
  expect(others).toEqual([]);
  expect(request).toMatchObject({ kept: 'something', answeredAt: null, answeredBy: null });
  const { askedAt = '', dueAt = '' } = request ?? {};
  expect(Date.parse(dueAt) - Date.parse(askedAt)).toBe(30 * DAY);
  expect(Date.parse(askedAt)).toBeLessThanOrEqual(world.app.now());
  expect(await waiting()).toBe(1);
});

test('told again, under another id and later, it is the same request', async () => {
  const before = await list();
  const body = lastBody(world, 'customers/data_request');
  await tell(world, { topic: 'customers/data_request', body, webhookId: crypto.randomUUID() });
  await world.settle();
  expect(await list()).toEqual(before);
  expect(await entries('dataRequest')).toHaveLength(1);
});

test('the file has all there is of them, as guest and as customer, and nobody else', async () => {
  const [request] = await list();
  const reply = await download(request?.id ?? '');
  const file = personalData.parse(reply.body);
  expect(file.shoppers).toEqual([
    expect.objectContaining({
      ...ZELDA,
      heldOut: expect.any(Boolean), // drawn by a keyed hash of a new id
      frozenAt: expect.any(String),
    }),
  ]);
  expect(file.orders).toHaveLength(2);
  expect(JSON.stringify(file.orders)).toContain(ZELDA.email);
  expect(file.identities.map(({ kind, keptAs }) => `${String(kind)} ${String(keptAs)}`)).toEqual(
    expect.arrayContaining(['customer plain', 'email hash']),
  );
  const reasons = file.points.map(({ reason }) => reason);
  expect(reasons).toEqual(expect.arrayContaining(['earn', 'mature', 'hold', 'adjust', 'refer']));
  expect(file.redemptions).toMatchObject([{ rewardId: 'off-3', points: 300, status: 'open' }]);
  expect(file.personalCodes).toMatchObject([{ code }]);
  expect(file.predictions).toMatchObject([{ churnRisk: expect.any(Number), stage: 'new' }]);
  expect(file.referralsAsAdvocate).toMatchObject([{ verdict: 'friend', points: 500 }]);
  expect(file.referralsAsFriend).toHaveLength(1);
  expect(file.nextOrderCodes).toMatchObject([{ mailedAt: expect.any(String) }]);
  const said = file.notes.map(({ action }) => action);
  expect(said).toEqual(expect.arrayContaining(['adjustPoints', 'freezeShopper']));
  expect(JSON.stringify(file.notes)).toContain('a broken mug');
  expect(reply.text).not.toMatch(/sancho/i);
  // Readable by a person too.
  expect(reply.text.split('\n').length).toBeGreaterThan(100);
});

test('that it was taken is put down, with who took it', async () => {
  const [request] = await list();
  const before = (await entries('downloadDataFile')).length;
  await download(request?.id ?? '');
  const taken = await entries('downloadDataFile');
  expect(taken).toHaveLength(before + 1);
  expect(taken.at(-1)).toEqual({
    actor: expect.stringMatching(/^staff /),
    details: { requestId: request?.id },
  });
});

test('answered once, it says when and by whom, however often it is said', async () => {
  const [request] = await list();
  for (const _ of [1, 2]) {
    const reply = await world.api('POST', `/api/data-requests/${request?.id}/answer`, {});
    const [answered] = dataRequestsAnswer.parse(reply.body).requests;
    expect(answered?.answeredBy).toMatch(/^staff /);
    expect(answered?.answeredAt).toBe(new Date(world.app.now()).toISOString());
  }
  expect(await entries('answerDataRequest')).toHaveLength(1);
  expect(await waiting()).toBe(0);
});

test('of somebody we do not know nothing is kept, and the request is', async () => {
  const stranger = { id: 77_700_001, email: 'nobody@example.net', phone: null };
  const about = { shop_id: 1, shop_domain: SHOP, customer: stranger, orders_requested: [] };
  const body = JSON.stringify({ ...about, data_request: { id: 31 } });
  await tell(world, { topic: 'customers/data_request', body });
  await world.settle();
  const [request] = await list();
  expect(request).toMatchObject({ platformRequestId: '31', kept: 'nothing', answeredAt: null });
  const file = await fileOf(request?.id ?? '');
  const { format, version, madeAt, requestedAt, kept, ...parts } = file;
  expect([format, version, kept]).toEqual(['regulars/personal-data', 1, 'nothing']);
  expect(madeAt >= requestedAt).toBe(true);
  expect(Object.values(parts).flat()).toEqual([]);
  const left = await world.owner.query(
    `select from inbox where payload is not null and topic = $1`,
    ['customers/data_request'],
  );
  expect(left.rowCount).toBe(0);
});

test('an id of nobody’s, and one that is none, are refused alike', async () => {
  const replies = await Promise.all(
    [crypto.randomUUID(), 'x', zelda].flatMap((id) =>
      ['file', 'answer'].map((act) => world.api('POST', `/api/data-requests/${id}/${act}`, {})),
    ),
  );
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([404]));
});

test('once they are forgotten, the file is gone and the request says so', async () => {
  const orderIds = world.sim.commerce.orders(SHOP, zelda).map(({ id }) => id);
  await askToForget(world, { id: zelda, email: ZELDA.email, phone: ZELDA.phone }, orderIds);
  const erased = (await list()).find(({ kept }) => kept === 'erased');
  expect(erased).toBeDefined();
  const { text, body } = await download(erased?.id ?? '');
  expect(text).not.toMatch(/zelda|quixote/i);
  expect(personalData.parse(body)).toMatchObject({ kept: 'erased', shoppers: [], orders: [] });
});

test('nothing is foreseen of them any more, nights later too', async () => {
  await world.pass(2 * DAY);
  expect(await foreseen(world)).toEqual([{ erased: false }]);
});
