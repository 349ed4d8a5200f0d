/** Every row of both tables, over the wire: what is said to a caller who writes, and who reads. */
import { describe, expect, it } from 'vitest';
import type { Failure, Platform } from '../platform.ts';
import { CODES, STATUSES } from './failures.ts';
import { call, data, json, stage } from './stage.ts';

const HOUR_MS = 3_600_000;
const write = (platform: Platform) => platform.endParent(call(700), 'gid://shopify/D/1');
const read = (platform: Platform) => platform.findCode(call(700), 'RG7K');

const later = (reason: string, retryAfterMs?: number): Failure => ({
  kind: 'later',
  reason,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
const refused = (reason: string): Failure => ({ kind: 'refused', reason });
const unclear = (reason: string): Failure => ({ kind: 'unclear', reason });

const SAID: Readonly<Record<string, (reason: string) => [writing: Failure, reading: Failure]>> = {
  // Nothing else is said, so it waits a second; nobody waits that long for work in the background.
  later: () => [later('throttled', 1000), later('throttled', 1000)],
  hourLater: (reason) => [later(reason, HOUR_MS), later(reason, HOUR_MS)],
  unauthorized: () => [later('unauthorized'), later('unauthorized')],
  doubt: (reason) => [unclear(reason), later(reason)],
  refused: (reason) => [refused(reason), refused(reason)],
};
const said = (meaning: string, reason: string) => SAID[meaning]?.(reason) ?? [];

describe('an HTTP status', () => {
  // Node's fetch does not answer with a status above 599, nor does 530 say when to come back.
  const statuses = Object.entries(STATUSES).filter(([status]) => Number(status) < 600);
  it.each(statuses)('%s: %s', async (status, meaning) => {
    const play = json({}, Number(status));
    const { platform } = await stage(play, play, play, play);
    const [writing, reading] = said(meaning, `HTTP ${status}`);
    const asked = { ok: false, failure: writing };
    if (status === '530') Object.assign(asked, { failure: later('HTTP 530') });
    expect(await write(platform)).toEqual(asked);
    const { platform: other } = await stage(play, play, play, play);
    const failure = status === '530' ? later('HTTP 530') : reading;
    expect(await read(other)).toEqual({ ok: false, failure });
  });

  it('that nobody has heard of: 4xx did nothing, 5xx is doubt', async () => {
    const strange = await stage(json({}, 418), json({}, 599));
    expect(await write(strange.platform)).toEqual({ ok: false, failure: refused('HTTP 418') });
    expect(await write(strange.platform)).toEqual({ ok: false, failure: unclear('HTTP 599') });
  });
});

describe('the code of a GraphQL error', () => {
  it.each(Object.entries(CODES))('%s: %s', async (code, meaning) => {
    const play = json({ errors: [{ message: 'no', extensions: { code } }] });
    const [writing, reading] = said(meaning, code);
    const { platform } = await stage(play);
    expect(await write(platform)).toEqual({ ok: false, failure: writing });
    const { platform: other } = await stage(play, play, play);
    expect(await read(other)).toEqual({ ok: false, failure: reading });
  });

  it('ACCESS_DENIED names the scope that is missing', async () => {
    const requiredAccess = '`write_discounts` access scope. Also: the user must have permission.';
    const { platform } = await stage(
      json({ errors: [{ message: 'no', extensions: { code: 'ACCESS_DENIED', requiredAccess } }] }),
      json({
        errors: [
          {
            message: 'Access denied for orders field. Required access: `read_orders` access scope.',
            extensions: { code: 'ACCESS_DENIED' },
          },
        ],
      }),
    );
    expect(await write(platform)).toMatchObject({
      failure: refused('ACCESS_DENIED write_discounts'),
    });
    expect(await write(platform)).toMatchObject({ failure: refused('ACCESS_DENIED read_orders') });
  });

  it('unknown, or none: what is asked is refused', async () => {
    const { platform } = await stage(
      json({ errors: [{ message: 'no', extensions: { code: 'undefinedField' } }] }),
      json({ errors: [{ message: 'no' }] }),
    );
    expect(await write(platform)).toMatchObject({ failure: refused('undefinedField') });
    expect(await write(platform)).toMatchObject({ failure: refused('GRAPHQL') });
  });

  it('among several, the one that leaves doubt outweighs the others', async () => {
    const { platform } = await stage(
      json({
        data: { ended: null },
        errors: [
          { message: 'no', extensions: { code: 'ACCESS_DENIED' } },
          { message: 'oh', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
        ],
      }),
    );
    expect(await write(platform)).toMatchObject({ failure: unclear('INTERNAL_SERVER_ERROR') });
  });

  it('beside data: a null that was not looked up is not taken for "absent"', async () => {
    const play = json({
      data: { node: null },
      errors: [{ message: 'oh', path: ['node'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    const { platform } = await stage(play, play, play);
    expect(await read(platform)).toMatchObject({ failure: later('INTERNAL_SERVER_ERROR') });
  });
});

describe('a call that only reads', () => {
  const absent = { ok: true, code: { state: 'absent' } };

  it('is asked again at once after trouble on the way', async () => {
    const found = data({ node: null });
    const { asked, platform } = await stage(json({}, 502), json({}, 503), found);
    expect(await read(platform)).toEqual(absent);
    expect(asked).toHaveLength(3);
  });

  it('is not asked again for ever, and a call that writes never', async () => {
    const play = json({}, 500);
    const reading = await stage(play, play, play, data({ node: null }));
    expect(await read(reading.platform)).toMatchObject({ failure: later('HTTP 500') });
    const writing = await stage(play, data({ ended: { userErrors: [] } }));
    expect(await write(writing.platform)).toMatchObject({ failure: unclear('HTTP 500') });
    expect(writing.asked).toHaveLength(1);
  });
});
