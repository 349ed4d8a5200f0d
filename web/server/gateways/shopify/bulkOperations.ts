/** Copies of all a shop's orders. https://shopify.dev/docs/api/usage/bulk-operations/queries */
import { z } from 'zod';
import { mutation, query } from './operation.ts';

export const START_BULK = mutation(
  'StartBulk',
  z.object({
    started: z
      .object({
        bulkOperation: z.object({ id: z.string() }).nullable(),
        userErrors: z.array(
          z.object({ code: z.string().nullish(), field: z.array(z.string()).nullish() }),
        ),
      })
      .nullable(),
  }),
  `mutation StartBulk($query: String!) {
    started: bulkOperationRunQuery(query: $query, groupObjects: true) {
      bulkOperation { id }
      userErrors { code field }
    }
  }`,
);

export const LOOK_AT_BULK = query(
  'LookAtBulk',
  z.object({
    bulkOperation: z
      .object({
        status: z.string(),
        errorCode: z.string().nullable(),
        rootObjectCount: z.string().regex(/^\d{1,15}$/),
        url: z.string().nullable(),
      })
      .nullable(),
  }),
  `query LookAtBulk($id: ID!) {
    bulkOperation(id: $id) { status errorCode rootObjectCount url }
  }`,
);
