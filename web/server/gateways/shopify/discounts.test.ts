/** What is made of answers that the simulator seldom or never gives. */
import { describe, expect, it } from 'vitest';
import { call, data, hangUp, json, stage } from './stage.ts';

describe('codes', () => {
  const creation = { id: 'gid://shopify/DiscountRedeemCodeBulkCreation/1', done: false };
  const started = data({ added: { bulkCreation: creation, userErrors: [] } });
  const page = (nodes: object[], endCursor: string | null) =>
    data({
      creation: { codes: { nodes, pageInfo: { hasNextPage: endCursor !== null, endCursor } } },
    });
  const added = (code: string) => ({ code, discountRedeemCode: { id: 'gid:1' }, errors: [] });

  it('reports each code by itself, over several pages', async () => {
    const { asked, platform } = await stage(
      started,
      data({ creation }),
      data({ creation: { ...creation, done: true } }),
      page(
        [added('A1'), { code: 'A2', discountRedeemCode: null, errors: [{ code: 'TAKEN' }] }],
        'x',
      ),
      page([{ code: 'A3', discountRedeemCode: null, errors: [{ code: 'TOO_LONG' }] }], null),
    );
    expect(await platform.addCodes(call(), 'gid:p', ['A1', 'A2', 'A3'])).toEqual({
      ok: true,
      outcomes: new Map<string, unknown>([
        ['A1', 'added'],
        ['A2', 'taken'],
        ['A3', { refused: 'TOO_LONG' }],
      ]),
    });
    expect(asked).toHaveLength(5);
  });

  it('is in doubt while the creation is not over, or leaves a code out', async () => {
    const endless = Array.from({ length: 20 }, () => data({ creation }));
    const slow = await stage(started, ...endless);
    // The deadline comes between two questions or during one.
    const reason = expect.stringMatching(/^(still being added|timeout)$/) as string;
    expect(await slow.platform.addCodes(call(300), 'gid:p', ['A1'])).toEqual({
      ok: false,
      failure: { kind: 'unclear', reason },
    });
    const done = data({ creation: { ...creation, done: true } });
    const short = await stage(started, done, page([added('A1')], null));
    expect(await short.platform.addCodes(call(), 'gid:p', ['A1', 'A2'])).toEqual({
      ok: false,
      failure: { kind: 'unclear', reason: 'a code was not reported' },
    });
  });

  it('refuses to guess when the search has not caught up', async () => {
    const node = { id: 'gid:p', codeDiscount: { codes: { nodes: [] } } };
    const { platform } = await stage(data({ node }));
    expect(await platform.findCode(call(), 'RG7K')).toEqual({
      ok: false,
      failure: { kind: 'later', reason: 'code not listed by its discount' },
    });
  });

  it('is absent when no discount has it', async () => {
    const { platform } = await stage(data({ node: null }));
    expect(await platform.findCode(call(), 'RG7K')).toEqual({
      ok: true,
      code: { state: 'absent' },
    });
  });

  it('never takes more than 250 at once', async () => {
    const { platform } = await stage();
    const many = Array.from({ length: 251 }, (_, n) => `C${n}`);
    await expect(platform.addCodes(call(), 'gid:p', many)).rejects.toThrow(RangeError);
  });
});

describe('cards', () => {
  const card = (customerId: string) =>
    ({ owner: 'shopper', customerId, json: '{"available":1}' }) as const;
  const errors = (...places: number[]) =>
    data({
      written: {
        userErrors: places.map((n) => ({
          code: 'INVALID',
          field: ['metafields', `${n}`, 'ownerId'],
        })),
      },
    });

  it('leaves out those the platform refuses and names them', async () => {
    const { asked, platform } = await stage(errors(1), errors(1), errors());
    const answer = await platform.writeCards(call(), [card('1'), card('2'), card('3'), card('4')]);
    expect(answer).toEqual({ ok: true, refused: [1, 2] });
    expect(asked).toHaveLength(3);
  });
});

describe('tokens', () => {
  const now = Date.parse('2026-07-01T12:00:00Z');
  const shop = { shopDomain: 'northday.myshopify.com', deadlineMs: 2000 };
  const answer = {
    access_token: 'shpat_2',
    scope: 'read_orders',
    expires_in: 3600,
    refresh_token: 'shprt_2',
    refresh_token_expires_in: 7776000,
  };

  it('are asked for as expiring, with the current secret, and counted by our clock', async () => {
    const { asked, platform } = await stage(json(answer));
    expect(await platform.exchangeToken({ ...shop, sessionToken: 'jwt' }, now)).toEqual({
      ok: true,
      token: {
        accessToken: 'shpat_2',
        accessExpiresAt: now + 3_600_000,
        refreshToken: 'shprt_2',
        refreshExpiresAt: now + 7_776_000_000,
        scopes: 'read_orders',
      },
    });
    expect(asked[0]?.path).toBe('/admin/oauth/access_token');
    expect(asked[0]?.body).toMatchObject({
      client_id: 'the-key',
      client_secret: 'the-secret',
      subject_token: 'jwt',
      expiring: '1',
    });
  });

  it.each([
    ['invalid_grant', json({ error: 'invalid_grant' }, 400), 'refused', 'invalid_grant'],
    ['a proof that is none', json({}, 401), 'refused', 'unauthorized'],
    ['HTTP 500', json({}, 500), 'unclear', 'HTTP 500'],
    ['a half pair', json({ ...answer, refresh_token: '' }), 'unclear', 'token: unexpected answer'],
    ['a hang-up', hangUp, 'unclear', 'UND_ERR_SOCKET'],
  ])('%s', async (_, play, kind, reason) => {
    const { platform } = await stage(play);
    expect(await platform.refreshToken({ ...shop, refreshToken: 'shprt_1' }, now)).toEqual({
      ok: false,
      failure: { kind, reason },
    });
  });

  it('a wrong secret of ours is no refusal of the shop’s: it is asked again', async () => {
    const refusal = json({ error: 'invalid_client' }, 401);
    const { platform } = await stage(refusal, refusal);
    const later = { kind: 'later', reason: 'ourSecret', retryAfterMs: 60_000 };
    const answers = [
      await platform.refreshToken({ ...shop, refreshToken: 'shprt_1' }, now),
      await platform.exchangeToken({ ...shop, sessionToken: 'jwt' }, now),
    ];
    expect(answers).toEqual([
      { ok: false, failure: later },
      { ok: false, failure: later },
    ]);
  });
});
