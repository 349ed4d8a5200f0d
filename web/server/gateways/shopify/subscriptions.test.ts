/** Which of a shop's own subscriptions are mended, and which are left alone. */
import { describe, expect, it } from 'vitest';
import { call, data, graphQlError, stage } from './stage.ts';

const OURS = 'https://regulars.example/webhooks/shopify';
const one = (n: number, topic: string, more: object = {}) => ({
  id: `gid://shopify/WebhookSubscription/${n}`,
  topic,
  uri: OURS,
  format: 'JSON',
  filter: null,
  includeFields: [],
  ...more,
});
const listed = (...nodes: object[]) =>
  data({
    webhookSubscriptions: { nodes, pageInfo: { hasNextPage: false, endCursor: null } },
  });
const done = (...messages: string[]) =>
  data({ changed: { userErrors: messages.map((message) => ({ field: null, message })) } });

type Asked = { body: { query: string; variables: Record<string, unknown> } };
const changes = (asked: readonly unknown[]) =>
  (asked as Asked[])
    .map(({ body }) => [/mutation (\w+)/.exec(body.query)?.[1], body.variables] as const)
    .filter(([name]) => name !== undefined);

describe('mending subscriptions', () => {
  it('leaves alone what is right, and what was made by hand', async () => {
    const { asked, platform } = await stage(
      listed(
        one(1, 'ORDERS_CREATE'),
        one(2, 'ORDERS_PAID', { uri: 'pubsub://project:topic' }),
        one(3, 'ORDERS_PAID', { uri: 'https://x.example', filter: 'total_price:>100' }),
        one(4, 'ORDERS_PAID', { uri: 'https://x.example', includeFields: ['id'] }),
      ),
    );
    expect(await platform.mendSubscriptions(call(), OURS, [])).toEqual({ ok: true, mended: [] });
    expect(changes(asked)).toEqual([]);
  });

  it('corrects an address and a format, and removes what says the same twice', async () => {
    const { asked, platform } = await stage(
      listed(
        one(1, 'ORDERS_CREATE', { uri: 'https://old.example/webhooks' }),
        one(2, 'CUSTOMERS_UPDATE', { format: 'XML' }),
        one(3, 'ORDERS_PAID', { uri: 'https://old.example/webhooks' }),
        one(4, 'ORDERS_PAID'),
      ),
      done(),
      done(),
      done(),
    );
    expect(await platform.mendSubscriptions(call(), OURS, [])).toEqual({
      ok: true,
      mended: ['orders/create', 'customers/update', 'orders/paid'],
    });
    const right = { uri: OURS, format: 'JSON' };
    expect(changes(asked)).toEqual([
      ['CorrectSubscription', { id: one(1, '').id, subscription: right }],
      ['CorrectSubscription', { id: one(2, '').id, subscription: right }],
      ['DeleteSubscription', { id: one(3, '').id }],
    ]);
  });

  it('makes one for a silent topic, unless only the file can ask for it', async () => {
    const { asked, platform } = await stage(listed(), done());
    const silent = ['orders/create', 'customers/redact'];
    expect(await platform.mendSubscriptions(call(), OURS, silent)).toEqual({
      ok: true,
      mended: ['orders/create'],
    });
    const subscription = { uri: OURS, format: 'JSON' };
    expect(changes(asked)).toEqual([
      ['CreateSubscription', { topic: 'ORDERS_CREATE', subscription }],
    ]);
  });

  it('takes one that somebody else has just made for its own', async () => {
    const taken = done('Address for this topic has already been taken');
    const { platform } = await stage(listed(), taken);
    expect(await platform.mendSubscriptions(call(), OURS, ['orders/paid'])).toMatchObject({
      ok: true,
    });
  });

  it('says why not', async () => {
    const refused = done('This app is not approved to subscribe to webhook topics');
    const { platform } = await stage(listed(), refused, graphQlError('ACCESS_DENIED'));
    const mend = () => platform.mendSubscriptions(call(), OURS, ['orders/paid']);
    expect(await mend()).toMatchObject({ ok: false, failure: { kind: 'refused' } });
    expect(await mend()).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  });

  it('reads all pages of them', async () => {
    const { platform } = await stage(
      data({
        webhookSubscriptions: {
          nodes: [one(1, 'ORDERS_PAID')],
          pageInfo: { hasNextPage: true, endCursor: 'x' },
        },
      }),
      listed(one(2, 'ORDERS_CREATE')),
    );
    const silent = ['orders/create', 'orders/paid'];
    expect(await platform.mendSubscriptions(call(), OURS, silent)).toEqual({
      ok: true,
      mended: [],
    });
  });
});
