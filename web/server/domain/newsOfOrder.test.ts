import { expect, test } from 'vitest';
import { mergeRefund, mergeSnapshot } from './mergeFacts.ts';
import { newsOf } from './newsOfOrder.ts';
import type { OrderSnapshot } from './orderFacts.ts';
import { aLine, anOrder, aRefund, aSnapshot, PLACED_AT } from './orderFacts.fixtures.ts';

const order = anOrder([aLine('1', 1000)]);
const known = mergeSnapshot(null, aSnapshot(order, { refunds: [aRefund([])] })).facts;

test('an order that we never heard of, or only a refund of, is missing', () => {
  expect(newsOf(null, aSnapshot(order))).toBe('missing');
  expect(newsOf(mergeRefund(null, aRefund([])), aSnapshot(order))).toBe('missing');
});

test.each<[string, string, Partial<OrderSnapshot>]>([
  ['the same', 'known', {}],
  ['the same with its refund', 'known', { refunds: [aRefund([])] }],
  ['the same, asked for', 'known', { asked: true, triggeredAt: PLACED_AT + 9 }],
  ['an old word', 'known', { paid: false, updatedAt: PLACED_AT - 1 }],
  ['a newer moment', 'touched', { updatedAt: PLACED_AT + 1 }],
  ['a newer word', 'stale', { paid: false, updatedAt: PLACED_AT + 1 }],
  ['a cancellation', 'stale', { cancelledAt: 5 }],
  ['a refund that came without a word', 'stale', { refunds: [aRefund([], { id: '9002' })] }],
  [
    'an old word with a new refund',
    'stale',
    {
      updatedAt: PLACED_AT - 1,
      refunds: [aRefund([], { id: '9002' })],
    },
  ],
  ['more money of a known refund', 'stale', { refunds: [aRefund([], { moneyMinor: 3 })] }],
])('%s is %s', (_what, news, more) => {
  expect(newsOf(known, aSnapshot(order, more))).toBe(news);
});
