import { normalRefund, normalScalars } from './canonicalFacts.ts';
import { mergeSnapshot } from './mergeFacts.ts';
import type { OrderFacts, OrderSnapshot } from './orderFacts.ts';

/**
 * What an answer of the platform tells us about an order: `missing`, we had never heard of it;
 * `stale`, we knew something else; `touched`, only the moment is newer; `known`, nothing at all.
 */
export type News = 'missing' | 'stale' | 'touched' | 'known';

export function newsOf(stored: OrderFacts | null, snapshot: OrderSnapshot): News {
  if (!stored?.scalars) return 'missing';
  const { facts } = mergeSnapshot(stored, snapshot);
  if (contentOf(facts) !== contentOf(stored)) return 'stale';
  return snapshot.updatedAt > stored.scalars.updatedAt ? 'touched' : 'known';
}

/** The facts without the moments they were told at. */
const contentOf = ({ scalars, refunds }: OrderFacts): string =>
  JSON.stringify([scalars && normalScalars(scalars), refunds.map(normalRefund)]);
