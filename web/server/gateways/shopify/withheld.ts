/**
 * Answers in which a shop withholds who its customers are: HTTP 200, data with nulls, and an
 * ACCESS_DENIED for each field. https://shopify.dev/docs/apps/launch/protected-customer-data
 */
import { z } from 'zod';
import type { Operation } from './operation.ts';

const denied = z.object({
  data: z.record(z.string(), z.unknown()),
  errors: z.object({
    graphQLErrors: z
      .array(
        z.object({
          path: z.array(z.union([z.string(), z.number()])).min(1),
          extensions: z.object({ code: z.literal('ACCESS_DENIED') }),
        }),
      )
      .min(1),
  }),
});

/**
 * What is left of an answer when nothing but people was denied; null for every other error. A denied
 * order is none: reading its null as "no such order" would be a lie.
 */
export function withoutPeople<T>(body: unknown, operation: Operation<T>): { data: T } | null {
  const { withholdable } = operation;
  const parsed = denied.safeParse(body);
  if (!withholdable || !parsed.success) return null;
  const fields = parsed.data.errors.graphQLErrors.map(({ path }) => String(path.at(-1)));
  if (!fields.every((field) => withholdable.has(field))) return null;
  const answer = operation.answer.safeParse(parsed.data.data);
  return answer.success ? { data: answer.data } : null;
}
