import { z } from 'zod';
import type { Failure } from '../platform.ts';

/** One GraphQL document with the shape of its answer. */
export type Operation<T> = {
  name: string;
  /** True for mutations: after a timeout nobody knows whether they happened. */
  writes: boolean;
  document: string;
  answer: z.ZodType<T>;
  /**
   * Fields that a shop may withhold: an answer in which only these are denied is an answer, with
   * nulls in their place. https://shopify.dev/docs/apps/launch/protected-customer-data
   */
  withholdable?: ReadonlySet<string>;
};

export const query = <T>(name: string, answer: z.ZodType<T>, document: string): Operation<T> => ({
  name,
  writes: false,
  document,
  answer,
});

/** A query that names people: names, mail addresses and phone numbers may be withheld. */
export const queryOfPeople = <T>(
  name: string,
  answer: z.ZodType<T>,
  document: string,
): Operation<T> => ({ ...query(name, answer, document), withholdable: PERSONAL });

const PERSONAL: ReadonlySet<string> = new Set([
  'email',
  'phone',
  'firstName',
  'lastName',
  'defaultEmailAddress',
  'emailAddress',
  'defaultPhoneNumber',
  'phoneNumber',
]);

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
