import { describe, expect, test } from 'vitest';
import { dueAtOf, nextMove, resolveDoubt } from './wallet.ts';
import type { CreditState, WalletTransaction } from './wallet.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

/** [target, posted, unrecovered] */
const credit = (
  [targetMinor, postedMinor, unrecoveredMinor]: readonly [number, number, number],
  over: Partial<CreditState> = {},
): CreditState => ({
  targetMinor,
  postedMinor,
  unrecoveredMinor,
  availableAt: NOW,
  expiresAt: null,
  refusal: null,
  ...over,
});

describe('what is moved next: the target less what was posted', () => {
  test.each([
    ['nothing was given yet', [144, 0, 0], 0, [144, 0]],
    ['all of it was given', [144, 144, 0], 144, null],
    ['part of it was given', [144, 100, 0], 100, [44, 0]],
    ['half of the order goes back, and all is there', [72, 144, 0], 500, [-72, 0]],
    ['half goes back, and a little is there', [72, 144, 0], 20, [-20, 52]],
    ['all goes back, and all is spent', [0, 144, 0], 0, [0, 144]],
    ['the rest goes back after that', [0, 124, 52], 10, [-10, 62]],
    ['what was given up on is due again', [144, 124, 52], 0, [0, -52]],
    ['and part of it', [100, 124, 52], 0, [0, -28]],
  ] as const)('%s', (_, amounts, balance, move) => {
    const next = nextMove(credit(amounts), balance, NOW);
    expect(next && [next.amountMinor, next.unrecoveredMinor]).toEqual(move);
  });

  test('a credit that has ended is not taken from other money', () => {
    const ended = credit([0, 144, 0], { expiresAt: NOW });
    expect(nextMove(ended, 9000, NOW)).toEqual({ amountMinor: 0, unrecoveredMinor: 144 });
    const open = credit([0, 144, 0], { expiresAt: NOW + 1 });
    expect(nextMove(open, 9000, NOW)).toEqual({ amountMinor: -144, unrecoveredMinor: 0 });
  });

  test('what is refused for good is not tried again; what is due waits for its day', () => {
    expect(nextMove(credit([144, 0, 0], { refusal: 'limit' }), 0, NOW)).toBeNull();
    expect(dueAtOf(credit([144, 0, 0], { refusal: 'limit' }))).toBeNull();
    expect(dueAtOf(credit([144, 0, 0], { availableAt: NOW + 5 }))).toBe(NOW + 5);
    expect(dueAtOf(credit([0, 144, 0], { availableAt: NOW + 5 }))).toBe(0);
    expect(dueAtOf(credit([144, 144, 0]))).toBeNull();
  });

  test('whatever targets come one after the other, what was given is what stands', () => {
    for (const balances of [[0], [5], [144], [144, 0, 30]]) {
      let state = credit([0, 0, 0]);
      for (const [n, targetMinor] of [144, 72, 0, 100, 144, 30].entries()) {
        state = { ...state, targetMinor };
        for (let turn = 0; dueAtOf(state) !== null; turn += 1) {
          const move = nextMove(state, balances[n % balances.length] ?? 0, NOW);
          if (!move || turn > 3) throw new Error('it does not come to rest');
          state = {
            ...state,
            postedMinor: state.postedMinor + move.amountMinor,
            unrecoveredMinor: state.unrecoveredMinor + move.unrecoveredMinor,
          };
        }
        expect(state.postedMinor - state.unrecoveredMinor).toBe(targetMinor);
        expect(state.unrecoveredMinor).toBeGreaterThanOrEqual(0);
        expect(state.postedMinor).toBeGreaterThanOrEqual(0);
      }
    }
  });
});

type Sent = { amountMinor: number; afterTransaction: string | null };

describe('whether a movement happened, after doubt', () => {
  const by = (id: string, amountMinor: number, byHand = true): WalletTransaction => ({
    id,
    amountMinor,
    byHand,
  });
  const sent: Sent = { amountMinor: 144, afterTransaction: 'old' };
  const verdict = (newest: WalletTransaction[], over: Partial<Sent> = {}, whole = true) =>
    resolveDoubt({ ...sent, ...over }, { balanceMinor: 0, newest, whole });

  test('exactly one newer one of that amount is it; none means that it did not', () => {
    const done = { kind: 'done', transactionId: 'new' };
    expect(verdict([by('new', 144), by('old', 144)])).toEqual(done);
    expect(verdict([by('x', 9), by('new', 144), by('y', -144), by('old', 1)])).toEqual(done);
    expect(verdict([by('old', 144), by('older', 144)])).toEqual({ kind: 'notDone' });
    expect(verdict([by('new', -144), by('old', 5)], { amountMinor: -144 })).toEqual(done);
  });

  test('money that an order gave back is not it', () => {
    expect(verdict([by('new', 144, false), by('old', 5)])).toEqual({ kind: 'notDone' });
  });

  test('more than one, or more movements than one can see, is for a person', () => {
    expect(verdict([by('a', 144), by('b', 144), by('old', 5)])).toEqual({ kind: 'cannotTell' });
    expect(verdict([by('a', 144), by('b', 7)], {}, false)).toEqual({ kind: 'cannotTell' });
  });

  test('an account that was not there before is new altogether', () => {
    const first = { amountMinor: 144, afterTransaction: null };
    expect(verdict([], first)).toEqual({ kind: 'notDone' });
    expect(verdict([by('new', 144)], first)).toEqual({ kind: 'done', transactionId: 'new' });
    expect(verdict([by('new', 144)], first, false)).toEqual({ kind: 'cannotTell' });
  });
});
