/** Draws that come out the same for the same seed. */
export type Draw = {
  /** From 0 inclusive to 1 exclusive. */
  share(): number;
  /** A whole number, both ends included. */
  between(from: number, to: number): number;
  chance(share: number): boolean;
  one<T>(of: readonly T[]): T;
};

/** Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number) => from + Math.floor(share() * (to - from + 1));
  return {
    share,
    between,
    chance: (limit) => share() < limit,
    one: <T>(of: readonly T[]): T => {
      const drawn = of[between(0, of.length - 1)];
      if (drawn === undefined) throw new Error('nothing to draw from');
      return drawn;
    },
  };
}
