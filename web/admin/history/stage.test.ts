import { expect, test } from 'vitest';
import type { Healing, PastRewardAnswer } from '../../contract/healing.ts';
import { isMoving, shareOf, stageOf, withDecision } from './stage.ts';

type State = Healing['import']['state'];

const reward = (state: 'running' | 'done', id = 'a'): PastRewardAnswer => ({
  id,
  choice: 'all',
  since: null,
  programVersion: 1,
  state,
  total: 10,
  judged: 4,
  orders: 3,
  shoppers: 2,
  points: 100,
  expired: 0,
  askedBy: 'staff',
  askedAt: '2026-03-01T12:00:00.000Z',
  endedAt: null,
});

const nothing = { asked: 0, missing: 0, stale: 0, repaired: 0, gone: 0 };

function past(state: State, unrewarded: number, pastReward: PastRewardAnswer | null): Healing {
  return {
    import: {
      state,
      read: 5,
      total: 10,
      unreadable: 0,
      oldestAt: null,
      beganAt: null,
      endedAt: null,
      limitedToDays: null,
      reason: null,
    },
    reconciliation: {
      lastAt: null,
      nextAt: null,
      reason: null,
      found: { ...nothing, unreadable: 0, pointsMoved: 0 },
    },
    catalogue: {
      state: 'done',
      read: 3,
      total: 3,
      beganAt: null,
      lastAt: null,
      reason: null,
      found: { missing: 0, stale: 0, gone: 0 },
    },
    unreadable: [],
    subscriptions: { checkedAt: null, mendedAt: null, mended: [], reason: null },
    unreached: null,
    pastReward,
    unrewarded,
  };
}

test.each<[string, State, number, PastRewardAnswer | null, boolean, string, boolean]>([
  ['while it is read', 'reading', 9, null, true, 'import', true],
  ['read, and nobody has decided', 'done', 9, null, true, 'ask', false],
  ['read, before there is a program', 'done', 9, null, false, 'rest', false],
  ['read, and there was nothing before', 'done', 0, null, true, 'rest', false],
  ['while points are given', 'done', 9, reward('running'), true, 'giving', true],
  ['decided, although some were left out', 'done', 9, reward('done'), true, 'decided', false],
])('%s', (_, state, unrewarded, decision, hasProgram, stage, moving) => {
  const healing = past(state, unrewarded, decision);
  expect(stageOf(healing, hasProgram)).toBe(stage);
  expect(isMoving(healing)).toBe(moving);
});

test('a decision counts from when it was made; what the server says of it later is newer', () => {
  const made = reward('running');
  expect(withDecision(past('done', 9, null), made).pastReward).toBe(made);
  const done = past('done', 0, reward('done'));
  expect(withDecision(done, made)).toBe(done);
  expect(withDecision(done, null)).toBe(done);
  expect(withDecision(done, reward('running', 'b')).pastReward?.id).toBe('b');
});

test('a share needs a whole, and never says more than all', () => {
  expect([shareOf(5, 10), shareOf(11, 10), shareOf(3, null), shareOf(0, 0)]).toEqual([
    0.5,
    1,
    null,
    null,
  ]);
});
