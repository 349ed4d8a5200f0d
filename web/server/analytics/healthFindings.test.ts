/** What counted facts mean: each finding at its edge, and what a merchant is asked to do. */
import { expect, test } from 'vitest';
import { findingsOf, verdictOf, whyOf } from './healthFindings.ts';
import type { HealthFacts } from './shopHealth.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const ago = (ms: number) => NOW - ms;
const iso = (ms: number) => new Date(ms).toISOString();

type Healing = HealthFacts['healing'];
const FOUND = { asked: 0, missing: 0, stale: 0, repaired: 0, gone: 0, unreadable: 0 };

const healthy = (healing: Partial<Healing> = {}): HealthFacts => ({
  now: NOW,
  messages: { count: 0, oldestAt: null, heardAt: NOW, setAside: 0 },
  deliveries: {
    count: 0,
    oldestAt: null,
    setAside: 0,
    failing: { count: 0, oldestAt: null, reason: null },
  },
  shop: { installedAt: 0, uninstalledAt: null, scopes: '', token: true },
  missingScopes: [],
  mails: true,
  audit: null,
  healing: {
    import: importing('done', null),
    reconciliation: looking({}),
    catalogue: catalogue(null),
    unreadable: [],
    subscriptions: { checkedAt: null, mendedAt: null, mended: [], reason: null },
    unreached: [],
    pastReward: null,
    unrewarded: 0,
    ...healing,
  },
});

function importing(state: Healing['import']['state'], reason: string | null): Healing['import'] {
  const moments = { oldestAt: null, beganAt: iso(ago(MINUTE)), endedAt: null };
  return { state, read: 7, total: 9, unreadable: 0, limitedToDays: null, reason, ...moments };
}

function catalogue(reason: string | null): Healing['catalogue'] {
  const found = { missing: 0, stale: 0, gone: 0 };
  const state = reason === null ? 'done' : 'reading';
  return { state, read: 7, total: 9, beganAt: null, lastAt: null, reason, found };
}

function looking(over: { missing?: number; reason?: string; nextAt?: number }) {
  const { missing = 0, reason = null, nextAt } = over;
  const found = { ...FOUND, missing, pointsMoved: 0 };
  return { lastAt: null, nextAt: nextAt === undefined ? null : iso(nextAt), reason, found };
}

const waiting = (part: 'messages' | 'deliveries', sinceMs: number): HealthFacts => {
  const facts = healthy();
  Object.assign(facts[part], { count: 4, oldestAt: ago(sinceMs) });
  return facts;
};

const mended = (sinceMs: number) => ({
  checkedAt: null,
  mendedAt: iso(ago(sinceMs)),
  mended: ['orders/create'],
  reason: null,
});

const cases: [name: string, facts: HealthFacts, found: string[]][] = [
  ['nothing', healthy(), []],
  ['a message of just now', waiting('messages', 5 * MINUTE - 1), []],
  ['a late message', waiting('messages', 5 * MINUTE), ['look messagesLate wait 4']],
  ['a very late one', waiting('messages', 60 * MINUTE), ['act messagesLate tellOperator 4']],
  ['a late delivery', waiting('deliveries', 59 * MINUTE), ['look deliveriesLate wait 4']],
  [
    'a shop that has left',
    { ...healthy(), shop: { ...healthy().shop, uninstalledAt: 5, token: false } },
    ['act shopLeft reopen null'],
  ],
  [
    'no token',
    { ...healthy(), shop: { ...healthy().shop, token: false } },
    ['act disconnected reopen null'],
  ],
  ['scopes', { ...healthy(), missingScopes: ['a', 'b'] }, ['act missingScopes approve 2']],
  ['no mails', { ...healthy(), mails: false }, ['note mailsOff tellOperator null']],
  [
    'wrong books',
    { ...healthy(), audit: { at: 1, findings: 3 } },
    ['act booksWrong tellOperator 3'],
  ],
  ['right books', { ...healthy(), audit: { at: 1, findings: 0 } }, []],
  [
    'few missed',
    healthy({ reconciliation: looking({ missing: 9 }) }),
    ['note ordersMissed nothing 9'],
  ],
  [
    'many missed',
    healthy({ reconciliation: looking({ missing: 10 }) }),
    ['look ordersMissed tellOperator 10'],
  ],
  [
    'looks that fail',
    healthy({ reconciliation: looking({ reason: 'HTTP 503', nextAt: 0 }) }),
    ['look looksFailing wait null'],
  ],
  [
    'looks without a grant',
    healthy({ reconciliation: looking({ reason: 'scopes' }) }),
    ['look looksFailing approve null'],
  ],
  [
    'a catalogue that cannot be read',
    healthy({ catalogue: catalogue('HTTP 503') }),
    ['look catalogueFailing wait null'],
  ],
  [
    'a catalogue without a grant',
    healthy({ catalogue: catalogue('scopes') }),
    ['look catalogueFailing approve null'],
  ],
  ['a look in time', healthy({ reconciliation: looking({ nextAt: ago(120 * MINUTE) }) }), []],
  [
    'looks that nobody takes',
    healthy({ reconciliation: looking({ nextAt: ago(120 * MINUTE + 1) }) }),
    ['look looksLate tellOperator null'],
  ],
  ['an import', healthy({ import: importing('reading', null) }), ['note importRunning wait 7']],
  [
    'an import that cannot go on',
    healthy({ import: importing('copying', 'HTTP 500') }),
    ['look importFailing wait null'],
  ],
  ['mended lately', healthy({ subscriptions: mended(0) }), ['note subscriptionsMended nothing 1']],
  ['mended long ago', healthy({ subscriptions: mended(8 * 24 * 60 * MINUTE) }), []],
  [
    'what cannot be reached',
    healthy({ unreached: ['olderOrders', 'personalDetails'] }),
    ['note olderOrders nothing null', 'note personalDetails nothing null'],
  ],
];

test.each(cases)('%s', (_name, facts, found) => {
  const told = findingsOf(facts).map((f) => `${f.level} ${f.code} ${f.todo} ${f.count}`);
  expect(told).toEqual(found);
});

test('the worst comes first and is the verdict; notes leave it good', () => {
  const facts = { ...waiting('messages', 6 * MINUTE), mails: false, missingScopes: ['a'] };
  const findings = findingsOf(facts);
  expect(findings.map(({ level }) => level)).toEqual(['act', 'look', 'note']);
  expect(verdictOf(findings)).toBe('act');
  expect(verdictOf(findings.slice(1))).toBe('look');
  expect(verdictOf(findings.slice(2))).toBe('good');
  expect(verdictOf([])).toBe('good');
});

test.each([
  ['message', 'not JSON', 'unreadable'],
  ['message', 'line_items: invalid_type', 'unreadable'],
  ['message', 'DatabaseError', 'failedHere'],
  ['message', 'error', 'failedHere'],
  ['delivery', 'failedHere', 'failedHere'],
  ['delivery', 'ourSecret', 'failedHere'],
  ['delivery', 'HTTP 503', 'unreachable'],
  ['delivery', 'ECONNREFUSED', 'unreachable'],
  ['delivery', 'throttled', 'unreachable'],
  ['delivery', 'tokenRefused', 'disconnected'],
  ['delivery', 'notInstalled', 'disconnected'],
  ['delivery', 'scopes', 'notGranted'],
  ['delivery', 'ACCESS_DENIED: x', 'notGranted'],
  ['delivery', 'walletUnclear', 'severalAlike'],
  ['delivery', 'TAKEN: no', 'refused'],
  ['delivery', '', 'refused'],
] as const)('why a %s was set aside with "%s": %s', (kind, reason, why) => {
  expect(whyOf({ kind, reason })).toBe(why);
});
