import { z } from 'zod';
import type { Failure } from '../platform.ts';

/** One GraphQL document with the shape of its answer. */
export type Operation<T> = {
  name: string;
  /** True for mutations: after a timeout nobody knows whether they happened. */
  writes: boolean;
  document: string;
  answer: z.ZodType<T>;
};

export const query = <T>(name: string, answer: z.ZodType<T>, document: string): Operation<T> => ({
  name,
  writes: false,
  document,
  answer,
});

export const mutation = <T>(
  name: string,
  answer: z.ZodType<T>,
  document: string,
): Operation<T> => ({ name, writes: true, document, answer });

export const userErrors = z.array(
  z.object({ code: z.string().nullish(), field: z.array(z.string()).nullish() }),
);
export type UserErrors = z.infer<typeof userErrors>;

/** User errors as a refusal: codes and fields only, since messages may quote what we sent. */
export const refusedBy = (errors: UserErrors): Failure => ({
  kind: 'refused',
  reason: errors
    .map(({ code, field }) => `${code ?? 'ERROR'} ${field?.join('.') ?? ''}`)
    .join('; '),
});
