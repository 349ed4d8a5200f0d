/**
 * Everything that one club could name of another is answered to it exactly as something that nobody
 * has ever heard of: the same status, the same headers, the same bytes. The routes are read off the
 * doors, so a new one needs its case here.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extensionToken, proxyQuery, sessionToken, webhookHeaders } from '../signing.ts';
import { SHOP, SHOP_FA, aProgram } from '../world.ts';
import type { World } from '../world.ts';
import { keyOf, startTwoShops } from '../scenarios/twoShops.ts';
import { everyRoute } from './everyRoute.ts';
import { listCases } from './listCases.ts';

let world: World;
let theirs: string;
let ours: string;
let ada: string;
/** What the other club has a name for, by kind. */
let names: [kind: string, name: string][];
let before: string;
/** An API key of our own. */
let key: string;

/** As the app counts: its clock is behind the shop’s by what the shop moved alone. */
const now = () => world.app.now();

const KINDS: [kind: string, sql: string][] = [
  ['club', 'select club_id::text as name from clubs where club_id = $1'],
  ['shop', 'select shop_id::text as name from shops where club_id = $1'],
  ['shop’s platform id', 'select platform_shop_id as name from shops where club_id = $1'],
  ['shopper', 'select shopper_id::text as name from shoppers where club_id = $1'],
  ['email', 'select email as name from shoppers where club_id = $1'],
  ['phone', 'select phone as name from shoppers where club_id = $1'],
  ['first name', 'select first_name as name from shoppers where club_id = $1'],
  ['order', 'select platform_order_id as name from orders where club_id = $1'],
  ['order’s name', "select facts->>'name' as name from orders where club_id = $1"],
  ['checkout', 'select checkout_token as name from orders where club_id = $1'],
  ['redemption', 'select redemption_id::text as name from redemptions where club_id = $1'],
  ['code', 'select code as name from redemptions where club_id = $1'],
  ['referral code', 'select code as name from referral_codes where club_id = $1'],
  ['next-order code', 'select code as name from next_order_codes where club_id = $1'],
  ['transfer', 'select transfer_id::text as name from transfers where club_id = $1'],
  ['message', 'select webhook_id as name from inbox where club_id = $1'],
  ['delivery', 'select delivery_id::text as name from deliveries where club_id = $1'],
  ['data request', 'select request_id::text as name from data_requests where club_id = $1'],
  ['file of adjustments', 'select bulk_id::text as name from bulk_adjustments where club_id = $1'],
  ['segment', 'select segment_id::text as name from segments where club_id = $1'],
  ['API key', 'select key_id::text as name from api_keys where club_id = $1'],
  ['action', 'select action_id::text as name from actions where club_id = $1'],
  ['told action', 'select key as name from actions where club_id = $1'],
  ['parent', 'select parent_id::text as name from parents where club_id = $1'],
];

const rowsOfTheirs = async (): Promise<string> => {
  const { rows: tables } = await world.owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'club_id' order by 1`,
  );
  const all: string[] = [];
  for (const { name } of tables) {
    const { rows } = await world.owner.query<{ row: string }>(
      `select t::text as row from "${name}" t where club_id = $1 order by 1`,
      [theirs],
    );
    all.push(name, ...rows.map(({ row }) => row));
  }
  return all.join('\n');
};

beforeAll(async () => {
  ({ world, ours, theirs } = await startTwoShops({ RATE_LIMITS: 'off' }));
  ada = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  const theirKey = await keyOf(world, SHOP_FA);
  await told(theirKey, 'their-own-key', world.sim.commerce.customers(SHOP_FA)[0]?.id ?? '');
  key = await keyOf(world, SHOP);
  const known = world.sim.commerce.customers(SHOP_FA)[0]?.id ?? '';
  names = [['customer', known]];
  for (const [kind, sql] of KINDS) {
    const { rows } = await world.owner.query<{ name: string | null }>(sql, [theirs]);
    const some = rows.flatMap(({ name }) => (name === null || name === '' ? [] : [name]));
    for (const name of some.slice(0, 2)) names.push([kind, name]);
  }
  before = await rowsOfTheirs();
});
afterAll(() => world.stop());

/** Another name of the same shape, that nobody has. */
function nobodys(name: string): string {
  const random = crypto.randomUUID();
  if (/^[0-9a-f-]{36}$/.test(name)) return random;
  const digits = BigInt(`0x${random.replaceAll('-', '')}`).toString();
  const letters = random.replaceAll('-', '').repeat(3);
  let at = 0;
  const shape = (mark: string): string => {
    at += 1;
    if (/\d/.test(mark)) return digits[at % digits.length] ?? '7';
    if (/[a-f]/.test(mark)) return letters[at]?.replace(/\d/, 'e') ?? 'e';
    if (/[A-Z]/.test(mark)) return 'QXZWKJ'[at % 6] ?? 'Q';
    return /\p{L}/u.test(mark) ? 'ظ' : mark;
  };
  return Array.from(name, shape).join('');
}

type Ask = (name: string) => Promise<Response>;

const json = { 'content-type': 'application/json' };
const proxied = (place: string, extra: Record<string, string> = {}, body?: object) =>
  fetch(`${world.app.url}/proxy/${place}?${proxyQuery(SHOP, ada, now(), extra)}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    headers: { ...json, 'x-regulars': '1', origin: `https://${SHOP}` },
  });
const staff = (method: string, place: string, body?: object) =>
  fetch(`${world.app.url}/api/${place}`, {
    method,
    headers: { ...json, authorization: `Bearer ${sessionToken(SHOP, now())}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const told = (by: string, name: string, customerId: string, place = 'actions', more = {}) =>
  fetch(`${world.app.url}/api/${place}`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${by}` },
    body: JSON.stringify({ key: name, action: 'visit', shopper: { customerId }, ...more }),
  });
const sendCsv = (place: string, body: string) =>
  fetch(`${world.app.url}/api/${place}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', authorization: `Bearer ${sessionToken(SHOP, now())}` },
    body,
  });
const e = encodeURIComponent;
const everywhere = (name: string) => ({
  id: name,
  shopId: name,
  clubId: name,
  shopperId: name,
  customerId: name,
});

const cases: Record<string, Ask> = {
  'GET /proxy/': (name) => proxied('', { before: name, customer: name }),
  'GET /proxy/state': (name) => proxied('state', { club: name, customer: name }),
  'GET /proxy/history': (name) => proxied('history', { before: name }),
  'POST /proxy/redemptions': (name) =>
    proxied('redemptions', {}, { ...everywhere(name), rewardId: name, points: 1 }),
  'GET /proxy/redemptions/:id': (name) => proxied(`redemptions/${e(name)}`),
  'POST /proxy/redemptions/:id/cancel': (name) => proxied(`redemptions/${e(name)}/cancel`, {}, {}),
  'POST /proxy/advice': (name) =>
    proxied('advice', { customer: name }, { ...everywhere(name), lines: [], taken: [] }),
  'GET /proxy/ways': (name) => proxied('ways', { customer: name }),
  'POST /proxy/join': (name) => proxied('join', {}, everywhere(name)),
  'POST /proxy/birthday': (name) =>
    proxied('birthday', {}, { ...everywhere(name), month: 2, day: 29 }),
  'POST /proxy/invite': (name) => proxied('invite', {}, everywhere(name)),
  'GET /proxy/friends': (name) => proxied('friends', { customer: name }),
  'POST /proxy/friends/:id/appeal': (name) => proxied(`friends/${e(name)}/appeal`, {}, {}),
  'GET /proxy/friend': (name) => proxied('friend', { code: name }),
  'POST /proxy/friend/check': (name) =>
    proxied('friend/check', {}, { ...everywhere(name), ref: name, email: 'a@example.com' }),
  'POST /proxy/friend/code': (name) =>
    proxied('friend/code', {}, { ref: name, email: 'a@example.com', code: '222222' }),
  'GET /api/home': (name) => staff('GET', `home?shop=${e(name)}&clubId=${e(name)}`),
  'GET /api/program': (name) => staff('GET', `program?shopId=${e(name)}`),
  'PUT /api/program': (name) =>
    staff('PUT', 'program', { ...everywhere(name), baseVersion: 99, program: aProgram() }),
  'POST /api/program/defaults': (name) =>
    staff('POST', 'program/defaults', { ...everywhere(name), marginBasisPoints: 4000 }),
  'POST /api/program/worst-case': (name) =>
    staff('POST', 'program/worst-case', { ...everywhere(name), program: aProgram() }),
  'POST /api/program/terms': (name) =>
    staff('POST', 'program/terms', { ...everywhere(name), language: 'en', program: aProgram() }),
  'GET /proxy/terms': (name) => proxied('terms', { customer: name }),
  'POST /api/program/fairness': (name) =>
    staff('POST', 'program/fairness', { ...everywhere(name), program: aProgram() }),
  'GET /api/program/suggested-tiers': (name) =>
    staff('GET', `program/suggested-tiers?shopId=${e(name)}`),
  'POST /api/program/tier-moves': (name) =>
    staff('POST', 'program/tier-moves', { ...everywhere(name), program: aProgram() }),
  'GET /api/shoppers': (name) => staff('GET', `shoppers?q=${e(name)}`),
  'GET /api/shoppers/:id': (name) => staff('GET', `shoppers/${e(name)}?before=${e(name)}`),
  'POST /api/shoppers/:id/adjust': (name) =>
    staff('POST', `shoppers/${e(name)}/adjust`, {
      key: '5f0c1a52-9a43-4a7e-8a53-0a5a3f1b2c3d',
      points: 5,
      note: 'a note',
    }),
  'POST /api/shoppers/:id/freeze': (name) =>
    staff('POST', `shoppers/${e(name)}/freeze`, { frozen: true, note: 'a note' }),
  'POST /api/shoppers/:id/block': (name) =>
    staff('POST', `shoppers/${e(name)}/block`, { blocked: true, note: 'a note' }),
  'GET /api/tasks': (name) => staff('GET', `tasks?shopId=${e(name)}`),
  'POST /api/tasks/:id/done': (name) => staff('POST', `tasks/${e(name)}/done`, { note: '' }),
  'POST /api/tasks/:id/refused': (name) => staff('POST', `tasks/${e(name)}/refused`, { note: '' }),
  'GET /api/referrals': (name) => staff('GET', `referrals?shopId=${e(name)}`),
  'POST /api/referrals/:id/decide': (name) =>
    staff('POST', `referrals/${e(name)}/decide`, { pays: true, note: 'a note' }),
  'PUT /api/shop/answers': (name) =>
    staff('PUT', 'shop/answers', { ...everywhere(name), marginBasisPoints: 0, aovMinor: null }),
  'PUT /api/shop/money': (name) =>
    staff('PUT', 'shop/money', { ...everywhere(name), factor: 7, label: null }),
  'POST /api/parked/:id/retry': (name) => staff('POST', `parked/${e(name)}/retry`, {}),
  'GET /api/catalogue': (name) =>
    staff('GET', `catalogue?query=${e(name)}&products=${e(name)}&collections=${e(name)}`),
  'GET /api/rules': (name) => staff('GET', `rules?shopId=${e(name)}`),
  'GET /api/health': (name) => staff('GET', `health?shopId=${e(name)}`),
  'GET /api/data-requests': (name) => staff('GET', `data-requests?shopId=${e(name)}`),
  'POST /api/data-requests/:id/file': (name) => staff('POST', `data-requests/${e(name)}/file`, {}),
  'POST /api/data-requests/:id/answer': (name) =>
    staff('POST', `data-requests/${e(name)}/answer`, {}),
  ...listCases({ staff, sendCsv }),
  'GET /api/staff': (name) => staff('GET', `staff?shopId=${e(name)}`),
  'PUT /api/staff': (name) =>
    staff('PUT', 'staff', { ...everywhere(name), actor: name, role: 'support', name: null }),
  'GET /api/retention': (name) => staff('GET', `retention?clubId=${e(name)}`),
  'PUT /api/retention/settings': (name) =>
    staff('PUT', 'retention/settings', { ...everywhere(name), churnDays: 30, costs: null }),
  'GET /api/healing': (name) => staff('GET', `healing?shopId=${e(name)}`),
  'POST /api/history/preview': (name) => staff('POST', 'history/preview', everywhere(name)),
  'POST /api/history/reward': (name) => staff('POST', 'history/reward', everywhere(name)),
  'GET /api/keys': (name) => staff('GET', `keys?shopId=${e(name)}`),
  'POST /api/keys': (name) => staff('POST', 'keys', { ...everywhere(name), name, scopes: [name] }),
  'POST /api/keys/:id/revoke': (name) => staff('POST', `keys/${e(name)}/revoke`, {}),
  'POST /api/birthdays': (name) => told(key, name, name, 'birthdays', { month: 2, day: 29 }),
  'POST /api/actions': (name) => told(key, name, name),
  'GET /ext/order': (name) =>
    fetch(`${world.app.url}/ext/order?token=${e(name)}`, {
      headers: { authorization: `Bearer ${extensionToken(SHOP, now())}` },
    }),
};

/** All that a caller can see, less the time and the answer's own id, and less the name that was asked for. */
async function seen(ask: Ask, name: string) {
  const response = await ask(name);
  const headers = [...response.headers].filter(
    ([header]) => !['date', 'x-request-id'].includes(header),
  );
  const text = (await response.text()).replaceAll(name, '…').replaceAll(e(name), '…');
  return { status: response.status, headers: JSON.stringify(headers), text };
}

test('every address that the doors answer has its case', () => {
  expect(Object.keys(cases).sort()).toEqual(everyRoute().sort());
});

test('the other club has something of every kind that matters', () => {
  const kinds = new Set(names.map(([kind]) => kind));
  for (const kind of [
    'shopper',
    'customer',
    'order',
    'redemption',
    'code',
    'message',
    'delivery',
  ]) {
    expect([kind, kinds.has(kind)]).toEqual([kind, true]);
  }
  expect(ours).not.toBe(theirs);
});

describe.each(Object.entries(cases))('%s', (_, ask) => {
  test('answers what the other club has as it answers what nobody has', async () => {
    for (const [kind, name] of names) {
      const stranger = nobodys(name);
      await seen(ask, stranger);
      const [known, unknown] = [await seen(ask, name), await seen(ask, stranger)];
      expect({ kind, ...known }).toEqual({ kind, ...unknown });
      expect([kind, known.status < 500]).toEqual([kind, true]);
    }
  });
});

test('the other’s customers, vouched for by our own shop, are people we have never heard of', async () => {
  const customerId = names[0]?.[1] ?? '';
  for (const place of ['', 'state', 'history', 'friends']) {
    const ask: Ask = (name) =>
      fetch(`${world.app.url}/proxy/${place}?${proxyQuery(SHOP, name, now())}`);
    expect(await seen(ask, customerId)).toEqual(await seen(ask, nobodys(customerId)));
  }
});

test('a message of the other’s ids, told of our shop, is answered as any, and stays with us', async () => {
  for (const topic of ['orders/cancelled', 'refunds/create', 'customers/redact', 'orders/delete']) {
    for (const [, name] of names) {
      const tell: Ask = (id) => {
        const body = JSON.stringify({ id, order_id: id, customer: { id }, orders_to_redact: [id] });
        const headers = webhookHeaders({ shop: SHOP, topic, body, nowMs: now() });
        return fetch(`${world.app.url}/webhooks/shopify`, { method: 'POST', headers, body });
      };
      expect(await seen(tell, name)).toEqual(await seen(tell, nobodys(name)));
    }
  }
  await world.app.drain();
});

test('after all of it the other club’s rows are as they were', async () => {
  expect(await rowsOfTheirs()).toBe(before);
});
