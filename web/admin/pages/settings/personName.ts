/** A colleague in words: whoever has no name is known by the platform's number. */
import type { StaffAnswer } from '../../../contract/bulk.ts';
import type { Words } from '../../words/words.ts';

export type Person = StaffAnswer['staff'][number];

export const personName = ({ actor, name }: Person, words: Words): string =>
  name ?? words.say('settings.person', { n: actor.replace(/^staff /, '') });
