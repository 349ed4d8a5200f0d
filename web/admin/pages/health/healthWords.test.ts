import { expect, test } from 'vitest';
import { findingCode, health } from '../../../contract/health.ts';
import type { Finding, Health } from '../../../contract/health.ts';
import ar from '../../locales/ar.json' with { type: 'json' };
import en from '../../locales/en.json' with { type: 'json' };
import fa from '../../locales/fa.json' with { type: 'json' };
import { createWords } from '../../words/words.ts';
import { lookedSentence } from '../home/LookedLine.tsx';
import { asideTitle, findingWords, reportOf, stateOf } from './healthWords.ts';

const english = createWords('en', en);
const languages = [english, createWords('fa', fa), createWords('ar', ar)];
const now = Date.parse('2026-03-01T12:00:00Z');
const when = { zone: 'UTC', now };

const finding = (over: Partial<Finding>): Finding => ({
  code: 'messagesLate',
  level: 'look',
  todo: 'wait',
  count: 2,
  since: '2026-03-01T11:30:00.000Z',
  details: ['read_orders', 'write_discounts'],
  ...over,
});

test('every finding has its words in every language, with nothing left to fill in', () => {
  for (const words of languages) {
    for (const code of findingCode.options) {
      const { title, note } = findingWords(finding({ code }), when, words);
      expect([code, title, note].join(' ')).not.toMatch(/[{}]/);
      expect(title.length).toBeGreaterThan(5);
      expect(note.length).toBeGreaterThan(5);
    }
  }
});

test('what waits is told with its hour, what was mended with how long ago', () => {
  expect(findingWords(finding({}), when, english)).toEqual({
    title: '2 messages from your store are waiting',
    note: 'Since 1 March, 11:30. They are kept safe and come in turn.',
  });
  const mended = findingWords(finding({ code: 'subscriptionsMended' }), when, english);
  expect(mended.note).toContain('30 minutes ago');
  expect(stateOf(finding({ level: 'act' }), english)).toEqual({ mark: 'act', words: 'needs you:' });
});

test('what is copied for support are plain facts and no person', () => {
  const told = { at: '2026-03-01T12:00:00.000Z', verdict: 'look', findings: [finding({})] };
  const report = JSON.parse(reportOf(told as Health, 'Northday')) as object;
  expect(report).toEqual({ app: 'Regulars', shop: 'Northday', ...told });
  expect(health.shape.findings.parse(told.findings)).toEqual(told.findings);
});

test.each([
  ['orders/paid', 'An order could not be read'],
  ['refunds/create', 'A refund could not be read'],
  ['shop/update', 'A message could not be handled'],
  ['settleNextOrder', 'A discount code could not be made or changed'],
  ['settleWallet', 'Store credit could not be given or taken back'],
  ['somethingNew', 'Something could not be done at your store'],
])('%s was set aside: %s', (topic, title) => {
  expect(asideTitle(topic, english)).toBe(title);
});

const found = { asked: 9, repaired: 0, gone: 0, unreadable: 0, pointsMoved: 0 };
test.each([
  [0, 0, null, 'Last looked 12 minutes ago. Nothing was missing in the last 7 days.'],
  [
    1,
    0,
    null,
    'Last looked 12 minutes ago. In the last 7 days 1 order had not reached us; it is counted now.',
  ],
  [
    1,
    1,
    null,
    'Last looked 12 minutes ago. In the last 7 days 2 orders had not reached us; all are counted now.',
  ],
  [
    0,
    0,
    'HTTP 500',
    'Last looked 12 minutes ago; your store has not answered since. It goes on by itself.',
  ],
])('%i missing and %i outdated', (missing, stale, reason, sentence) => {
  const looked = { lastAt: '2026-03-01T11:48:00.000Z', nextAt: null, reason };
  expect(lookedSentence({ ...looked, found: { ...found, missing, stale } }, now, english)).toBe(
    sentence,
  );
});
