import type { IncomingMessage } from 'node:http';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { addressOf } from './address.ts';

/** The refusal of a proof that does not hold; tooOften once its address has brought too many. */
export function forged(
  { limits, trustedProxies }: Pick<DoorDeps, 'limits' | 'trustedProxies'>,
  request: IncomingMessage,
): Refused {
  const who = { address: addressOf(request, trustedProxies) };
  const late = limits.refuse('forgedCall', who);
  if (late) return late;
  limits.count('forgedCall', who);
  return { kind: 'forged' };
}
