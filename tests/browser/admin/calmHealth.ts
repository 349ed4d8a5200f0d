/** A shop where all is well, and nothing lies before the first program. */
import type { Health } from '../../../web/contract/health.ts';

const nothingFound = {
  asked: 0,
  missing: 0,
  stale: 0,
  repaired: 0,
  gone: 0,
  unreadable: 0,
  pointsMoved: 0,
};

export const calmHealth = (now: string): Health => ({
  verdict: 'good',
  at: now,
  findings: [],
  messages: { lastReceivedAt: now, waiting: { count: 0, oldestAt: null }, setAside: 0 },
  deliveries: { waiting: { count: 0, oldestAt: null }, failing: 0, setAside: 0 },
  setAside: [],
  shop: { connected: true, installedAt: now, uninstalledAt: null, missingScopes: [] },
  mails: 'on',
  audit: null,
  healing: {
    import: {
      state: 'done',
      read: 0,
      total: 0,
      unreadable: 0,
      oldestAt: null,
      beganAt: now,
      endedAt: now,
      limitedToDays: null,
      reason: null,
    },
    reconciliation: { lastAt: now, nextAt: null, reason: null, found: nothingFound },
    catalogue: {
      state: 'done',
      read: 0,
      total: 0,
      beganAt: now,
      lastAt: now,
      reason: null,
      found: { missing: 0, stale: 0, gone: 0 },
    },
    unreadable: [],
    subscriptions: { checkedAt: now, mendedAt: null, mended: [], reason: null },
    unreached: [],
    pastReward: null,
    unrewarded: 0,
  },
});
