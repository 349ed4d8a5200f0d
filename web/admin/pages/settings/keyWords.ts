/** One key in words: who made it, what it may do, and when it was used last. */
import type { ApiKeyRow, ApiKeysAnswer } from '../../../contract/merchantKeys.ts';
import type { Fact } from '../../ui/facts.tsx';
import type { Words } from '../../words/words.ts';
import { colleague } from '../shopper/speak.ts';

export const SCOPES = ['actions:write', 'birthdays:write'] as const;
export type Scope = (typeof SCOPES)[number];

const NAMES = {
  'actions:write': 'settings.mayActions',
  'birthdays:write': 'settings.mayBirthdays',
} as const;

export const scopeWords = (scope: Scope, words: Words): string => words.say(NAMES[scope]);

export function keyMark({ revokedAt }: ApiKeyRow, words: Words): NonNullable<Fact['state']> {
  return revokedAt === null
    ? { mark: 'fine', words: words.say('settings.holds') }
    : { mark: 'neutral', words: words.say('settings.revokedState') };
}

export function keyNote(row: ApiKeyRow, answer: ApiKeysAnswer, words: Words): string {
  const { timeZone, now } = answer;
  const day = (at: string): string => words.day(Date.parse(at), timeZone, Date.parse(now));
  const by = colleague(row.createdBy, words);
  const parts = [
    row.scopes.map((scope) => scopeWords(scope, words)).join(' · '),
    words.say('settings.made', { day: day(row.createdAt), name: by }),
    row.lastUsedAt === null
      ? words.say('settings.neverUsed')
      : words.say('settings.lastUsed', { day: day(row.lastUsedAt) }),
  ];
  if (row.revokedAt !== null) {
    parts.push(words.say('settings.revokedOn', { day: day(row.revokedAt) }));
  }
  return parts.join(' · ');
}
