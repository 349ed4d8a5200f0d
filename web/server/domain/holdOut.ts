import { keyed } from './keyed.ts';

/** Up to how many shoppers of a club which share of them is held out, in basis points. */
const SHARES: readonly { below: number; basisPoints: number }[] = [
  { below: 5_000, basisPoints: 2_000 },
  { below: 20_000, basisPoints: 1_000 },
  { below: 200_000, basisPoints: 500 },
  { below: Number.POSITIVE_INFINITY, basisPoints: 200 },
];

/** The share that is held out of a club with so many shoppers, in basis points. */
export const holdOutShare = (clubSize: number): number =>
  SHARES.find(({ below }) => clubSize < below)?.basisPoints ?? 0;

const BUCKETS = 2 ** 48;

/**
 * Whether a shopper is drawn into the group that gets no next-order codes, so that what the codes
 * bring can be measured. A keyed hash draws: the same for ever, and nobody outside can choose it.
 * `clubSize` is how many shoppers the club has when this one is first seen; the answer is stored.
 */
export function heldOut(
  key: Uint8Array,
  clubId: string,
  shopperId: string,
  clubSize: number,
): boolean {
  const drawn = keyed(key).update(`${clubId} ${shopperId}`).digest();
  return drawn.readUIntBE(0, 6) * 10_000 < holdOutShare(clubSize) * BUCKETS;
}
