/** Ids in merchants' addresses, and how they are refused. */
import type { Refused } from '../refusals.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Lower case: as the database writes them. */
export const isId = (text: string): boolean => UUID.test(text);

/** Another club's thing and nobody's are answered with the same bytes. */
export const NOBODY = { kind: 'notFound' } as const;

export const invalidField = (field: string, problem: string): Refused => ({
  kind: 'invalid',
  field,
  data: { problem },
});
