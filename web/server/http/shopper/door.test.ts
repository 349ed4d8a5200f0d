/** The shopper's door with a real app, database and platform around it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorBody, history, redeemAnswer, shopperState } from '../../../contract/shopper.ts';
import type { RedeemAnswer } from '../../../contract/shopper.ts';
import { DAY, SHOP, startWorld } from '../../../../tests/world.ts';
import type { World } from '../../../../tests/world.ts';
import { proxyQuery } from '../../../../tests/signing.ts';

let world: World;
let ada: string;
let ben: string;

beforeAll(async () => {
  world = await startWorld();
  const [first, second] = world.sim.commerce.customers(SHOP);
  ada = first?.id ?? '';
  ben = second?.id ?? '';
  await buyFor(ada);
  await buyFor(ben);
  await world.pass(15 * DAY);
  await buyFor(ada);
});
afterAll(() => world.stop());

async function buyFor(customerId: string): Promise<void> {
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const quantity = Math.ceil(20_000 / (mug?.priceMinor ?? 1));
  await world.buy({
    buyer: { kind: 'customer', customerId },
    lines: [{ variantId: mug?.id ?? '', quantity }],
  });
}

const origin = `https://${SHOP}`;
const json = { 'content-type': 'application/json', 'x-regulars': '1', origin };

function call(place: string, query: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${world.app.url}/proxy/${place}?${query}`, init);
}
const signed = (customerId: string | null, extra: Record<string, string> = {}) =>
  proxyQuery(SHOP, customerId, world.sim.clock.now(), extra);

const redeemBody = (id: string = crypto.randomUUID()) =>
  JSON.stringify({ id, rewardId: 'off-3', points: 300 });

/** Everything a refused call must leave as it was. */
async function allRows(): Promise<string> {
  const { rows } = await world.owner.query(
    `select (select json_agg(s order by shopper_id) from shoppers s) as shoppers,
       (select count(*) from transfers) as transfers, (select count(*) from redemptions) as codes,
       (select count(*) from deliveries) as deliveries, (select count(*) from orders) as orders`,
  );
  return JSON.stringify(rows);
}

async function expectRefused(response: Response, status: number, code: string): Promise<void> {
  const body = errorBody.parse(await response.json());
  expect([response.status, body.error.code]).toEqual([status, code]);
  expect(body.error.message).not.toBe('');
}

describe('who is asking', () => {
  test('a forged, stale, repeated or ambiguous call is 401 and changes nothing', async () => {
    const before = await allRows();
    const now = world.sim.clock.now();
    const good = signed(ada);
    const forged = [
      proxyQuery(SHOP, ada, now, {}, 'another secret'),
      good.replace(`logged_in_customer_id=${ada}`, `logged_in_customer_id=${ben}`),
      proxyQuery(SHOP, ada, now - 120_000),
      proxyQuery(SHOP, ada, now + 120_000),
      `${good}&logged_in_customer_id=${ben}`,
      `${good}&shop=other.myshopify.com`,
      good.replace(/signature=\w+/, ''),
      signed(ada, { note: `x logged_in_customer_id=${ben}` }),
      '',
    ];
    for (const query of forged) {
      await expectRefused(await call('state', query), 401, 'forged');
      const init = { method: 'POST', headers: json, body: redeemBody() };
      await expectRefused(await call('redemptions', query, init), 401, 'forged');
    }
    expect(await allRows()).toBe(before);
  });

  test('a shop that is not with us is a missing thing', async () => {
    const query = proxyQuery('stranger.myshopify.com', ada, world.sim.clock.now());
    await expectRefused(await call('state', query), 404, 'notFound');
  });

  test('a guest sees the program and nobody else’s things', async () => {
    const response = await call('state', signed(null));
    const state = shopperState.parse(await response.json());
    expect(state.shopper).toBeNull();
    expect(state.codes).toEqual([]);
    expect(state.program?.rewards.map(({ points }) => points)).toEqual([300, 400, 500, 800, 1000]);
    await expectRefused(await call('history', signed(null)), 401, 'notLoggedIn');
  });

  test('a customer we have never heard of has nothing, and that is no error', async () => {
    const state = shopperState.parse(await (await call('state', signed('999'))).json());
    expect(state.shopper).toEqual({ available: 0, debt: 0, pending: 0, onTheWay: [] });
    expect(await (await call('history', signed('999'))).json()).toEqual({ rows: [], older: null });
  });

  test('answers are private and never kept', async () => {
    for (const place of ['state', 'history', '', 'nowhere']) {
      const response = await call(place, signed(ada));
      expect(response.headers.get('cache-control')).toBe('private, no-store');
      expect(response.headers.get('set-cookie')).toBeNull();
      expect(response.headers.get('x-powered-by')).toBeNull();
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

describe('what a shopper has', () => {
  test('the balance, what is on the way by day, and rows that add up to both', async () => {
    const state = shopperState.parse(await (await call('state', signed(ada))).json());
    const told = history.parse(await (await call('history', signed(ada))).json());
    const sum = told.rows.reduce((all, row) => all + row.points, 0);
    expect(state.shopper?.available).toBeGreaterThan(0);
    expect(sum).toBe((state.shopper?.available ?? 0) + (state.shopper?.pending ?? 0));
    expect(state.shopper?.onTheWay).toEqual([
      { points: state.shopper?.pending, day: told.rows[0]?.yoursOn },
    ]);
    const [waiting, earned] = told.rows;
    expect(waiting).toMatchObject({ kind: 'orderEarned', pointsBefore: 0 });
    expect(earned).toMatchObject({ kind: 'orderEarned', yoursOn: null });
    expect(earned?.points).toBe(Math.floor(((earned?.eligibleMinor ?? 0) * 5) / 100));
  });

  test('a cursor that is none of ours is refused, and one of ours goes on', async () => {
    for (const before of ['x', '1~2', `${'9'.repeat(20)}~${crypto.randomUUID()}`]) {
      await expectRefused(await call('history', signed(ada, { before })), 422, 'invalid');
    }
    const all = history.parse(await (await call('history', signed(ada))).json());
    const { rows } = await world.owner.query<{ ms: string }>(
      `select extract(epoch from recorded_at) * 1000 as ms from transfers where transfer_id = $1`,
      [all.rows[0]?.id],
    );
    const before = `${Number(rows[0]?.ms)}~${all.rows[0]?.id}`;
    const rest = history.parse(await (await call('history', signed(ada, { before }))).json());
    expect(rest.rows).toEqual(all.rows.slice(1));
  });
});

describe('writing', () => {
  test('needs POST, JSON, our header and the shop’s own Origin', async () => {
    const before = await allRows();
    const query = signed(ada);
    const send = (headers: Record<string, string>, method = 'POST') =>
      call('redemptions', query, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body: redeemBody() }),
      });
    const { origin: _origin, ...noOrigin } = json;
    const { 'x-regulars': _header, ...noHeader } = json;
    await expectRefused(await send(noOrigin), 403, 'wrongOrigin');
    await expectRefused(
      await send({ ...json, origin: 'https://evil.example' }),
      403,
      'wrongOrigin',
    );
    await expectRefused(await send({ ...json, origin: 'null' }), 403, 'wrongOrigin');
    await expectRefused(
      await send({ ...json, origin: `${origin}.evil.example` }),
      403,
      'wrongOrigin',
    );
    await expectRefused(await send(noHeader), 415, 'wrongType');
    await expectRefused(await send({ ...json, 'content-type': 'text/plain' }), 415, 'wrongType');
    await expectRefused(await send(json, 'GET'), 405, 'wrongMethod');
    await expectRefused(await send(json, 'PUT'), 405, 'wrongMethod');
    const cancel = `redemptions/${crypto.randomUUID()}/cancel`;
    await expectRefused(await call(cancel, query), 405, 'wrongMethod');
    expect(await allRows()).toBe(before);
  });

  test('refuses what is no JSON, too much of it, and too deep', async () => {
    const query = signed(ada);
    const send = (body: string) =>
      call('redemptions', query, { method: 'POST', headers: json, body });
    await expectRefused(await send('{"id":'), 400, 'unreadable');
    await expectRefused(await send(''), 422, 'invalid');
    await expectRefused(await send('"a"'), 400, 'unreadable');
    await expectRefused(await send(`${'['.repeat(5000)}${']'.repeat(5000)}`), 400, 'unreadable');
    await expectRefused(await send(`{"id":"${'x'.repeat(70_000)}"}`), 413, 'tooLarge');
    await expectRefused(await send('{"id":"1","rewardId":"off-3","points":300}'), 422, 'invalid');
    const path = 'redemptions/%E0%A4%A';
    await expectRefused(await call(path, query), 404, 'notFound');
  });
});

describe('redeeming', () => {
  const post = (place: string, body: string, customerId = ada) =>
    call(place, signed(customerId), { method: 'POST', headers: json, body });

  test('one id is one code, however often it is sent; another input is refused', async () => {
    const id = crypto.randomUUID();
    const first = await post('redemptions', redeemBody(id));
    expect(first.status).toBe(200);
    const answer = redeemAnswer.parse(await first.json());
    expect(answer.redemption).toMatchObject({ id, status: 'open', points: 300 });
    expect(answer.redemption.code).toMatch(/^[A-Z0-9-]{8,}$/);
    const again = await post('redemptions', redeemBody(id.toUpperCase()));
    expect(await again.json()).toEqual(answer);
    const other = JSON.stringify({ id, rewardId: 'ship', points: 400 });
    await expectRefused(await post('redemptions', other), 409, 'sameIdOtherInput');
    const looked = redeemAnswer.parse(await (await call(`redemptions/${id}`, signed(ada))).json());
    expect(looked).toEqual(answer);
  });

  test('another’s redemption and a missing one are the same bytes', async () => {
    const id = crypto.randomUUID();
    await post('redemptions', redeemBody(id));
    const bytes = async (response: Response) => [response.status, await response.text()];
    const missing = await bytes(await call(`redemptions/${crypto.randomUUID()}`, signed(ben)));
    expect(missing[0]).toBe(404);
    expect(await bytes(await call(`redemptions/${id}`, signed(ben)))).toEqual(missing);
    expect(await bytes(await call('redemptions/nonsense', signed(ben)))).toEqual(missing);
    const stolen = await post(`redemptions/${id}/cancel`, '{}', ben);
    expect(await bytes(stolen)).toEqual(missing);
    const mine = await (await call(`redemptions/${id}`, signed(ada))).json();
    expect((mine as RedeemAnswer).redemption.status).toBe('open');
  });

  test('put back: the code is gone and the points are there again', async () => {
    const id = crypto.randomUUID();
    const state = async () => shopperState.parse(await (await call('state', signed(ben))).json());
    const before = await state();
    await post('redemptions', redeemBody(id), ben);
    expect((await state()).codes.map((each) => each.id)).toEqual([id]);
    const back = await post(`redemptions/${id}/cancel`, '{}', ben);
    expect(back.status).toBe(200);
    expect(redeemAnswer.parse(await back.json()).redemption).toMatchObject({
      status: 'cancelled',
      code: null,
    });
    expect((await state()).shopper).toEqual(before.shopper);
    const told = history.parse(await (await call('history', signed(ben))).json());
    expect(told.rows.slice(0, 2).map((row) => [row.kind, row.points])).toEqual([
      ['putBack', 300],
      ['spent', -300],
    ]);
  });

  test('while the shop does not answer: 202, points set aside, and the code comes later', async () => {
    const id = crypto.randomUUID();
    const before = (await world.shopper(ada).state()).shopper?.available ?? 0;
    world.sim.api.faults([{ field: '*', mode: '500', times: 50 }]);
    const asked = await post('redemptions', redeemBody(id));
    world.sim.api.faults([]);
    expect(asked.status).toBe(202);
    const answer = redeemAnswer.parse(await asked.json());
    expect(answer).toMatchObject({
      redemption: { status: 'issuing', code: null },
      available: before - 300,
    });
    await world.pass(10 * 60_000);
    const looked = await call(`redemptions/${id}`, signed(ada));
    expect(redeemAnswer.parse(await looked.json()).redemption).toMatchObject({ status: 'open' });
    world.sim.api.faults([{ field: '*', mode: '500', times: 50 }]);
    const back = await post(`redemptions/${id}/cancel`, '{}');
    world.sim.api.faults([]);
    expect(back.status).toBe(202);
    expect(redeemAnswer.parse(await back.json()).redemption.status).toBe('closing');
    await world.pass(10 * 60_000);
    const over = redeemAnswer.parse(await (await call(`redemptions/${id}`, signed(ada))).json());
    expect(over).toMatchObject({ redemption: { status: 'cancelled' }, available: before });
  });

  test('refusals say why in the reader’s language', async () => {
    const dear = JSON.stringify({ id: crypto.randomUUID(), rewardId: 'off-3', points: 200 });
    const init = { method: 'POST', headers: json, body: dear };
    const fa = errorBody.parse(
      await (await call('redemptions', signed(ada, { locale: 'fa' }), init)).json(),
    );
    expect(fa.error.code).toBe('priceChanged');
    expect(fa.error.message).toContain('۳۰۰ امتیاز');
    const headers = { ...json, 'accept-language': 'de, ar;q=0.8, en;q=0.5' };
    const ar = await call('redemptions', signed(ada), { ...init, headers });
    expect(errorBody.parse(await ar.json()).error.message).toContain('٣٠٠ نقطة');
  });
});
