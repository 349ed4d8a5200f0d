import { describe, expect, test } from 'vitest';
import { heldOut, holdOutShare } from './holdOut.ts';

const key = new Uint8Array(32).fill(7);
const ids = Array.from({ length: 20_000 }, (_, n) => `shopper-${n}`);

test.each([
  [0, 2_000],
  [4_999, 2_000],
  [5_000, 1_000],
  [19_999, 1_000],
  [20_000, 500],
  [199_999, 500],
  [200_000, 200],
  [5_000_000, 200],
])('a club of %i shoppers holds out %i basis points', (size, share) => {
  expect(holdOutShare(size)).toBe(share);
});

describe('the draw', () => {
  test.each([100, 10_000, 100_000, 1_000_000])('comes to its share of a club of %i', (size) => {
    const drawn = ids.filter((id) => heldOut(key, 'club', id, size)).length;
    const expected = (ids.length * holdOutShare(size)) / 10_000;
    // Five standard deviations of a fair draw: the key is fixed, so this never flickers.
    expect(Math.abs(drawn - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  test('is the same every time, another in another club and under another key', () => {
    const few = ids.slice(0, 1_000);
    const draw = (k: Uint8Array, club: string) => few.filter((id) => heldOut(k, club, id, 100));
    expect(draw(key, 'club')).toEqual(draw(key, 'club'));
    expect(draw(key, 'club')).not.toEqual(draw(key, 'other'));
    expect(draw(key, 'club')).not.toEqual(draw(new Uint8Array(32).fill(8), 'club'));
  });

  test('of a larger club is part of the draw of a smaller one', () => {
    const large = ids.filter((id) => heldOut(key, 'club', id, 1_000_000));
    expect(large.every((id) => heldOut(key, 'club', id, 100))).toBe(true);
  });
});
