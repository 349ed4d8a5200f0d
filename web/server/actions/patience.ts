/** Work that heals is never set aside for a person: it rests, and tries again by itself. */
import type { Failure } from '../gateways/platform.ts';
import type { Job, Outcome } from './deliver.ts';

const REST_MS = 3_600_000;
/** Failures in a row, after which it rests. */
const PATIENCE = 6;

/**
 * What a failure means for such work. A shop that has left is not asked again until it returns;
 * `resting` says that this try has come to nothing.
 */
export function patiently(
  job: Job,
  failure: Failure,
  now: number,
): { outcome: Outcome; resting: boolean } {
  if (failure.reason === 'notInstalled') return { outcome: 'done', resting: false };
  const attempts = job.claimed[0]?.attempts ?? 0;
  const mayPass = failure.kind !== 'refused' && attempts + 1 < PATIENCE;
  if (mayPass) return { outcome: failure, resting: false };
  return { outcome: { kind: 'again', dueAt: now + REST_MS }, resting: true };
}
