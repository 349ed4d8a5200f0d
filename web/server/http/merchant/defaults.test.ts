/** Two questions before a first program, asked of a real app. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programAnswer } from '../../../contract/merchant.ts';
import { defaultsAnswer, worstCase, worstCaseAnswer } from '../../../contract/worstCase.ts';
import type { DefaultsAnswer, WorstCaseAnswer } from '../../../contract/worstCase.ts';
import type { ErrorBody } from '../../../contract/shopper.ts';
import { DAY, SHOP, aProgram, startWorld } from '../../../../tests/world.ts';
import type { World } from '../../../../tests/world.ts';
import { sessionToken } from '../../../../tests/signing.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ program: null });
});
afterAll(() => world.stop());

const margin = { marginBasisPoints: 4000 };
const ask = (body: unknown) =>
  world.api<DefaultsAnswer & ErrorBody>('POST', '/api/program/defaults', body);
const askPrice = (body: unknown) =>
  world.api<WorstCaseAnswer & ErrorBody>('POST', '/api/program/worst-case', body);

const buy = async (quantity: number, more: { test?: boolean } = {}) => {
  const variant = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  return world.buy({ lines: [{ variantId: variant?.id ?? '', quantity }], ...more });
};

describe('a shop without orders', () => {
  test('is asked how large an order is', async () => {
    const reply = await ask(margin);
    expect([reply.status, reply.body.error.code, reply.body.error.field]).toEqual([
      422,
      'invalid',
      'aovMinor',
    ]);
    const price = await askPrice({ ...margin, program: aProgram() });
    expect([price.status, price.body.error.field]).toEqual([422, 'aovMinor']);
  });

  test('says it, and sees the program and its price; nothing is published', async () => {
    const reply = await ask({ ...margin, returnDays: 30, aovMinor: 5000 });
    expect(reply.status).toBe(200);
    const { program, worstCase: cost, aovMinor, orders } = defaultsAnswer.parse(reply.body);
    expect([aovMinor, orders]).toEqual([5000, 0]);
    expect(program).toMatchObject({ currency: 'USD', pendingDays: 30, referral: { waitDays: 44 } });
    expect(cost).toMatchObject({ shareBasisPoints: 1270, aboveHalfMargin: false });
    const { versions } = programAnswer.parse((await world.api('GET', '/api/program')).body);
    expect(versions).toEqual([]);
  });

  test.each([
    [{ marginBasisPoints: 0 }, 'marginBasisPoints'],
    [{ marginBasisPoints: 10_001 }, 'marginBasisPoints'],
    [{ ...margin, returnDays: -1 }, 'returnDays'],
    [{ ...margin, aovMinor: 0 }, 'aovMinor'],
    [{ ...margin, aovMinor: 49.5 }, 'aovMinor'],
  ])('answers that cannot be: %j', async (body, field) => {
    const reply = await ask(body);
    expect([reply.status, reply.body.error.field]).toEqual([422, field]);
  });

  test('what is no JSON is refused', async () => {
    const authorization = `Bearer ${sessionToken(SHOP, world.sim.clock.now())}`;
    const reply = await fetch(`${world.app.url}/api/program/defaults`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/plain' },
      body: '{}',
    });
    expect(reply.status).toBe(415);
  });
});

describe('a shop with orders', () => {
  test('knows its average: real orders of 90 days, after refunds', async () => {
    await buy(9);
    await world.pass(91 * DAY);
    const one = await buy(1);
    const two = await buy(3);
    await buy(7, { test: true });
    const cancelled = await buy(8);
    world.sim.commerce.cancel(SHOP, cancelled.id, { refund: true });
    const line = two.lines[0];
    const lines = [{ lineId: line?.id ?? '', quantity: 1 }];
    world.sim.commerce.refund(SHOP, { orderId: two.id, lines, shipping: false });
    await world.settle();
    const unitMinor = one.subtotalMinor;
    const { aovMinor, orders, program } = defaultsAnswer.parse((await ask(margin)).body);
    expect([aovMinor, orders]).toEqual([Math.floor((unitMinor * 3) / 2), 2]);
    expect(program.nextOrder?.minimumMinor).toBeGreaterThanOrEqual(aovMinor);
  });

  test('publishes the defaults as they came', async () => {
    const { program } = defaultsAnswer.parse((await ask(margin)).body);
    const reply = await world.api('PUT', '/api/program', { baseVersion: 0, program });
    expect(reply.status).toBe(200);
    expect(programAnswer.parse(reply.body).current?.program).toEqual(program);
  });
});

describe('the price of a draft', () => {
  test('above half the margin is said', async () => {
    const program = aProgram(); // 5 points per 1.00 at 100 points a unit
    const reply = await askPrice({ marginBasisPoints: 900, aovMinor: 5000, program });
    expect(reply.status).toBe(200);
    expect(worstCaseAnswer.parse(reply.body).worstCase).toEqual(
      worstCase.parse({
        shareBasisPoints: 500,
        parts: [{ kind: 'points', shareBasisPoints: 500 }],
        aboveHalfMargin: true,
        friendOrder: null,
        rewardShareBasisPoints: 2000,
        shippingLeftOut: true,
        handLeftOut: false,
      }),
    );
  });

  test.each([
    ['another currency', { currency: 'EUR' }, 'currency'],
    ['an unknown one', { currency: 'XXX' }, 'currency'],
    ['the wrong shape', { pendingDays: 1.5 }, 'pendingDays'],
    [
      'what could not be published',
      { rewards: [{ ...aProgram().rewards[0], minimumMinor: 1 }] },
      'rewards.0.minimumMinor',
    ],
  ])('%s is refused at its field', async (_what, over, field) => {
    const program = { ...aProgram(), ...over };
    const reply = await askPrice({ ...margin, aovMinor: 5000, program });
    expect([reply.status, reply.body.error.code]).toEqual([422, 'invalid']);
    expect(reply.body.error.field).toBe(field);
  });
});
