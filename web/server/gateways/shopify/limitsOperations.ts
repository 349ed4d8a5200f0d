/** What the shop has granted, and whether it tells who its customers are. */
import { z } from 'zod';
import { query, queryOfPeople } from './operation.ts';

/** https://shopify.dev/docs/api/admin-graphql/2026-07/queries/currentAppInstallation */
export const GRANTED = query(
  'Granted',
  z.object({
    currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
  }),
  'query Granted { currentAppInstallation { accessScopes { handle } } }',
);

/** Nobody's name is read from the answer: only whether it was denied. */
export const SOMEBODY = queryOfPeople(
  'Somebody',
  z.object({ orders: z.unknown(), customers: z.unknown() }),
  `query Somebody {
    orders(first: 1, reverse: true) { nodes { email phone } }
    customers(first: 1) {
      nodes { firstName lastName defaultEmailAddress { emailAddress } }
    }
  }`,
);
