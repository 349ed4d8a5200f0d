/** Waiting for a shop's points: as long as needed, not at the cost of others, and counted. */
import { describe, expect, it } from 'vitest';
import type { Platform, ShopCall } from '../platform.ts';
import { openBuckets } from './buckets.ts';
import { call, costing, json, stage, throttled } from './stage.ts';

const DONE = { ended: { userErrors: [] } };
const GID = 'gid://shopify/DiscountCodeNode/1';
const end = (platform: Platform, ms?: number, over: Partial<ShopCall> = {}) =>
  platform.endParent(call(ms, over), GID);
const URGENT = { urgent: true };

describe('a call that was throttled', () => {
  it('waits for its points and asks again', async () => {
    const { asked, waits, platform } = await stage(
      throttled(5),
      throttled(8),
      costing(DONE, 10, 0),
    );
    const started = performance.now();
    expect(await end(platform, 2000, URGENT)).toEqual({ ok: true });
    expect(asked).toHaveLength(3);
    // (10 − 5) ÷ 100 s, then (10 − 8) ÷ 100 s
    expect(performance.now() - started).toBeGreaterThanOrEqual(68);
    expect(waits.every(([shop]) => shop === call().shopDomain)).toBe(true);
    expect(waits.reduce((sum, [, ms]) => sum + ms, 0)).toBeGreaterThanOrEqual(70);
  });

  it('says when to come back where the deadline would be over first', async () => {
    const { asked, platform } = await stage(throttled(-500));
    expect(await end(platform, 1000, URGENT)).toEqual({
      ok: false,
      failure: { kind: 'later', reason: 'throttled', retryAfterMs: 5100 },
    });
    expect(asked).toHaveLength(1);
  });

  it('obeys Retry-After of a 429, and sends nothing else to that shop meanwhile', async () => {
    const { platform } = await stage(
      json({}, 429, { 'retry-after': '0.05' }),
      costing(DONE, 10, 9),
    );
    expect(await end(platform)).toEqual({ ok: true });
    const far = await stage(json({}, 429, { 'retry-after': '9' }));
    const failure = { kind: 'later', reason: 'throttled', retryAfterMs: 9000 };
    expect(await end(far.platform, 500)).toEqual({ ok: false, failure });
    expect(await end(far.platform, 500)).toMatchObject({
      failure: { kind: 'later', reason: 'throttled' },
    });
    expect(far.asked).toHaveLength(1);
  });

  it('does not hammer a shop that throttles with a full bucket', async () => {
    const full = Array.from({ length: 40 }, () => throttled(2000));
    const { asked, platform } = await stage(...full);
    expect(await end(platform, 1500, URGENT)).toMatchObject({ failure: { kind: 'later' } });
    expect(asked.length).toBeLessThanOrEqual(6);
  });
});

describe('what every answer says of the bucket', () => {
  it('holds back a call that surely would be throttled', async () => {
    const { asked, platform } = await stage(costing(DONE, 10, 0), costing(DONE, 10, 0));
    await end(platform);
    const failure = { kind: 'later', reason: 'throttled' };
    expect(await end(platform)).toMatchObject({ ok: false, failure });
    expect(asked).toHaveLength(1);
    // Somebody waits: 10 points at 100 a second.
    expect(await end(platform, 2000, URGENT)).toEqual({ ok: true });
    expect(asked).toHaveLength(2);
  });

  it('says exactly when to come back: what is missing by the rate it is restored at', async () => {
    const { platform } = await stage(costing(DONE, 10, 400, 1));
    await end(platform);
    const answer = await end(platform);
    if (answer.ok) throw new Error('it was sent');
    // 10 points above the reserve of 400 out of 2000, one a second.
    expect(answer.failure).toMatchObject({ kind: 'later', reason: 'throttled' });
    const ms = answer.failure.kind === 'later' ? (answer.failure.retryAfterMs ?? 0) : 0;
    expect(ms).toBeGreaterThan(9000);
    expect(ms).toBeLessThanOrEqual(10_000);
  });

  it('leaves a reserve for those for whom somebody waits', async () => {
    const { asked, platform } = await stage(costing(DONE, 10, 50, 1), costing(DONE, 10, 40, 1));
    await end(platform);
    expect(await end(platform)).toMatchObject({ failure: { reason: 'throttled' } });
    expect(await end(platform, 2000, URGENT)).toEqual({ ok: true });
    expect(asked).toHaveLength(2);
  });

  it('is each shop’s own: an empty one delays no other', async () => {
    const full = costing(DONE, 10, 1990);
    const { platform } = await stage(
      costing(DONE, 10, 0, 1),
      ...Array.from({ length: 10 }, () => full),
    );
    await end(platform);
    const started = performance.now();
    for (let n = 0; n < 10; n += 1) {
      const shopDomain = `other-${n}.myshopify.com`;
      expect(await end(platform, 2000, { shopDomain })).toEqual({ ok: true });
      expect(await end(platform)).toMatchObject({ failure: { reason: 'throttled' } });
    }
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

describe('the memory of buckets', () => {
  const cost = (requestedQueryCost: number, currentlyAvailable: number) => ({
    requestedQueryCost,
    throttleStatus: { maximumAvailable: 1000, currentlyAvailable, restoreRate: 100 },
  });

  it('counts what is on its way, so that many at once do not all find the same points', () => {
    const buckets = openBuckets(() => 0);
    buckets.done('a', 'op', buckets.take('a', 'op', true), cost(100, 250));
    const [first, second, third] = [1, 2, 3].map(() => buckets.take('a', 'op', true));
    expect([first?.waitMs, second?.waitMs, third?.waitMs]).toEqual([0, 0, 500]);
    if (first) buckets.done('a', 'op', first, null);
    expect(buckets.take('a', 'op', true).waitMs).toBe(0);
  });

  it('refills with time, up to the brim', () => {
    let now = 0;
    const buckets = openBuckets(() => now);
    buckets.done('a', 'op', buckets.take('a', 'op', true), cost(100, 0));
    expect(buckets.take('a', 'op', true).waitMs).toBe(1000);
    now = 400;
    expect(buckets.take('a', 'op', true).waitMs).toBe(600);
    now = 1000;
    expect(buckets.take('a', 'op', true).waitMs).toBe(0);
    expect(buckets.take('a', 'op', false).waitMs).toBe(3000);
    now = 1_000_000;
    expect(buckets.take('a', 'dear', false).waitMs).toBe(0);
  });

  it('lets a call through that costs more than the bucket without its reserve', () => {
    const buckets = openBuckets(() => 0);
    buckets.done('a', 'op', buckets.take('a', 'op', false), cost(950, 1000));
    expect(buckets.take('a', 'op', false).waitMs).toBe(0);
  });
});
