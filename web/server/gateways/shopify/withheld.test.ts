/** Answers and messages from which people are withheld. */
import { expect, it } from 'vitest';
import { order, ORDER_ID, payload } from './orderFixture.ts';
import { call, json, stage } from './stage.ts';
import { translate } from './translate.ts';

const denial = (path: (string | number)[], code = 'ACCESS_DENIED') => ({
  message: 'This app is not approved to use the email field.',
  path,
  extensions: { code },
});

const people = { orders: { nodes: [{ email: null }] }, customers: { nodes: [] } };
const granted = json({ data: { currentAppInstallation: { accessScopes: [] } } });

it.each([
  ['only people are denied', [denial(['orders', 'nodes', 0, 'email'])], true],
  ['everything is denied', [denial(['orders'])], true],
])('%s: the shop is told to withhold them', async (_, errors, told) => {
  const { platform } = await stage(granted, json({ data: people, errors }));
  const answer = await platform.readLimits(call());
  expect(answer.ok && answer.unreached.includes('personalDetails')).toBe(told);
});

it('another error is no answer', async () => {
  const errors = [denial(['orders'], 'SHOP_INACTIVE'), denial(['orders', 'nodes', 0, 'email'])];
  const { platform } = await stage(granted, json({ data: people, errors }));
  expect(await platform.readLimits(call())).toMatchObject({ ok: false });
});

it('an order that is denied is not one that is gone', async () => {
  const { platform } = await stage(json({ data: { order: null }, errors: [denial(['order'])] }));
  expect(await platform.fetchOrder(call(), ORDER_ID)).toMatchObject({
    ok: false,
    failure: { kind: 'refused' },
  });
});

it('a message with nulls in their places, or without the places, is the same', () => {
  const { email: _, phone: __, ...without } = order();
  const nulls = translate('orders/paid', payload({ ...without, email: null, phone: null }), 0);
  expect(nulls).toMatchObject({ kind: 'order', snapshot: { buyer: { email: null, phone: null } } });
  expect(translate('orders/paid', payload(without), 0)).toEqual(nulls);
});
