/**
 * A blocked shopper earns nothing, spends nothing, gets no codes and brings no friends. What happened
 * counts by when it happened: blocked then, it brings nothing for ever, whenever it is heard of.
 */

/** From when until when somebody was blocked; null: still. Ascending, and apart from one another. */
export type BlockedSpan = readonly [from: number, until: number | null];

export const isBlockedAt = (spans: readonly BlockedSpan[], at: number): boolean =>
  spans.some(([from, until]) => from <= at && (until === null || at < until));
