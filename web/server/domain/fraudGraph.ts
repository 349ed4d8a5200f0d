/** Who sent whom, as a graph: circles in it, and how fast it grows. */
import type { Sent } from './fraud.ts';

const DAY_MS = 24 * 3_600_000;
/** Longer circles are chance more than craft. */
const LONGEST_CIRCLE = 8;

/** Whether the friend of a referral sent its advocate, too. */
export const sentBack = (sent: Sent, others: readonly Sent[]): boolean =>
  others.some((each) => sent.friend.ids.includes(each.advocateId) && isOf(each, sent.advocateId));

const isOf = ({ friend }: Sent, id: string): boolean => friend.ids.includes(id);

/**
 * How many people stand in the shortest circle of three or more that goes through a referral: its friend
 * sent somebody who sent … who sent its advocate. 0: none does.
 */
export function circleThrough(sent: Sent, others: readonly Sent[]): number {
  const onTheWay = others.filter((each) => each.advocateId !== sent.advocateId);
  let reached = new Set(sent.friend.ids);
  for (let people = 2; people <= LONGEST_CIRCLE; people += 1) {
    const next = onTheWay.filter(({ advocateId }) => reached.has(advocateId));
    if (next.some((each) => closes(each, sent))) return people;
    const names = next
      .filter((each) => !isOf(each, sent.advocateId))
      .flatMap(({ friend }) => friend.ids);
    if (names.every((id) => reached.has(id))) return 0;
    reached = new Set([...reached, ...names]);
  }
  return 0;
}

/** It leads to the advocate, and is not the friend's own way back. */
const closes = (each: Sent, sent: Sent): boolean =>
  isOf(each, sent.advocateId) && !sent.friend.ids.includes(each.advocateId);

/** The most friends whom one advocate sent within 24 hours, this one among them. */
export function mostInADay(sent: Sent, others: readonly Sent[]): number {
  const moments = [sent, ...others].map(({ placedAt }) => placedAt);
  const starts = moments.filter((at) => at <= sent.placedAt && sent.placedAt < at + DAY_MS);
  const inDayFrom = (from: number) =>
    moments.filter((at) => from <= at && at < from + DAY_MS).length;
  return Math.max(...starts.map(inDayFrom));
}
