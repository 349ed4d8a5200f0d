import { describe, expect, test } from 'vitest';
import { isBlockedAt } from './blocks.ts';
import type { BlockedSpan } from './blocks.ts';

const twice: readonly BlockedSpan[] = [
  [100, 200],
  [300, null],
];

describe('who is blocked', () => {
  test.each<[string, readonly BlockedSpan[], number, boolean]>([
    ['nobody by default', [], 150, false],
    ['not before', twice, 99, false],
    ['from the very moment on', twice, 100, true],
    ['until the moment it ends', twice, 199, true],
    ['and not in that moment', twice, 200, false],
    ['not between two times', twice, 250, false],
    ['and again', twice, 300, true],
    ['for as long as nobody ends it', twice, 9e15, true],
  ])('%s', (_, spans, at, blocked) => {
    expect(isBlockedAt(spans, at)).toBe(blocked);
  });
});
