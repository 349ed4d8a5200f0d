/** For the tables of examples: what a rule sees of an action, from moments written out. */
import type { ActionSeen } from '../actionRule.ts';

type Around = { action?: string; about?: string; memberSince?: string; earlier?: string[] };

export const seenAt = (at: string, around: Around = {}): ActionSeen => ({
  action: around.action ?? '',
  about: around.about ?? null,
  occurredAt: Date.parse(at),
  timeZone: 'UTC',
  memberSince: Date.parse(around.memberSince ?? '2020-01-01T00:00:00Z'),
  earlier: (around.earlier ?? []).map((each) => Date.parse(each)),
});
