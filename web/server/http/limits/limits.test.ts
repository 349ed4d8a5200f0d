import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { addressOf } from './address.ts';
import { createBuckets } from './buckets.ts';
import { RATES, createLimits } from './limits.ts';

/** A clock in one's own hand. */
function handClock() {
  let at = 0;
  return { now: () => at, pass: (ms: number) => (at += ms) };
}

describe('a bucket', () => {
  test('gives its burst at once, then one as often as it says', () => {
    const clock = handClock();
    const bucket = createBuckets({ burst: 3, perSecond: 0.5 }, clock.now);
    for (let n = 0; n < 3; n += 1) {
      expect(bucket.waitMs('a')).toBe(0);
      bucket.take('a');
    }
    expect(bucket.waitMs('a')).toBe(2000);
    clock.pass(1999);
    expect(bucket.waitMs('a')).toBe(1);
    clock.pass(1);
    expect(bucket.waitMs('a')).toBe(0);
    expect(bucket.waitMs('b')).toBe(0);
  });

  test('is never fuller than its burst, however long nobody comes', () => {
    const clock = handClock();
    const bucket = createBuckets({ burst: 2, perSecond: 1 }, clock.now);
    bucket.take('a');
    clock.pass(1_000_000);
    for (let n = 0; n < 2; n += 1) bucket.take('a');
    expect(bucket.waitMs('a')).toBe(1000);
  });

  test('is overdrawn by one burst at most', () => {
    const clock = handClock();
    const bucket = createBuckets({ burst: 5, perSecond: 1 }, clock.now);
    for (let n = 0; n < 1000; n += 1) bucket.take('a');
    expect(bucket.waitMs('a')).toBe(6000);
  });

  test('is forgotten when it is full again, and only the newest are kept', () => {
    const clock = handClock();
    const bucket = createBuckets({ burst: 1, perSecond: 1 }, clock.now, 100);
    for (let n = 0; n < 1000; n += 1) bucket.take(`stranger ${n}`);
    expect(bucket.size()).toBe(100);
    expect(bucket.waitMs('stranger 999')).toBe(1000);
    clock.pass(1000);
    expect(bucket.waitMs('stranger 999')).toBe(0);
    expect(bucket.size()).toBe(99);
  });
});

describe('limits', () => {
  test('count by club, by person within a club, and by address, each for itself', () => {
    const clock = handClock();
    const limits = createLimits(clock.now);
    const ada = { club: 'one', person: '1' };
    for (let n = 0; n < RATES.friendCode.person.burst; n += 1) {
      expect(limits.refuse('friendCode', ada)).toBe(null);
      limits.count('friendCode', ada);
    }
    expect(limits.refuse('friendCode', ada)).toEqual({ kind: 'tooOften', data: { seconds: 5 } });
    expect(limits.refuse('friendCode', { club: 'two', person: '1' })).toBe(null);
    expect(limits.refuse('friendCode', { club: 'one', person: '2' })).toBe(null);
    expect(limits.refuse('redemption', ada)).toBe(null);
    clock.pass(5000);
    expect(limits.refuse('friendCode', ada)).toBe(null);
  });

  test('a club’s guests share its bucket, and nobody else’s', () => {
    const limits = createLimits(() => 0);
    for (let n = 0; n < RATES.friendCode.club.burst; n += 1) {
      limits.count('friendCode', { club: 'one', person: null });
    }
    expect(limits.refuse('friendCode', { club: 'one', person: null })).not.toBe(null);
    expect(limits.refuse('friendCode', { club: 'two', person: null })).toBe(null);
  });

  test('who is not known is not counted', () => {
    const limits = createLimits(() => 0);
    for (let n = 0; n < 1000; n += 1) limits.count('forgedCall', { address: null });
    expect(limits.refuse('forgedCall', { address: null })).toBe(null);
  });
});

describe('an address', () => {
  const of = (peer: string | undefined, told?: string, trusted = 0) =>
    addressOf(
      {
        socket: { remoteAddress: peer },
        headers: told === undefined ? {} : { 'x-forwarded-for': told },
      } as unknown as IncomingMessage,
      trusted,
    );

  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['127.0.0.1', null],
    ['::1', null],
    ['::ffff:10.1.2.3', null],
    ['172.16.9.9', null],
    ['fe80::1%eth0', null],
    [undefined, null],
  ])('%s is %s', (peer, key) => {
    expect(of(peer)).toBe(key);
  });

  test('what a caller tells about itself is not believed', () => {
    expect(of('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
  });

  test('behind trusted proxies it is what the outermost of them saw', () => {
    expect(of('10.0.0.1', '6.6.6.6, 203.0.113.7', 1)).toBe('203.0.113.7');
    expect(of('10.0.0.1', '6.6.6.6, 203.0.113.7, 10.0.0.2', 2)).toBe('203.0.113.7');
    expect(of('10.0.0.1', undefined, 1)).toBe(null);
    expect(of('10.0.0.1', '203.0.113.7', 2)).toBe(null);
    expect(of('10.0.0.1', 'rubbish', 1)).toBe(null);
  });
});
