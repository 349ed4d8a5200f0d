import type { Refused } from '../refusals.ts';
import type { Kind, Limits, Who } from './limits.ts';

/** Asks, unless this caller has missed too often; a thing that is not there counts as a miss. */
export async function guessing(
  limits: Limits,
  kind: Kind,
  who: Who,
  ask: () => Promise<Refused | null | void>,
): Promise<Refused | null | void> {
  const late = limits.refuse(kind, who);
  if (late) return late;
  const refused = await ask();
  if (refused?.kind === 'notFound') limits.count(kind, who);
  return refused;
}
