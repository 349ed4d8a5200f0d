/** Discounts and their codes. https://shopify.dev/docs/api/admin-graphql/2026-07 */
import { z } from 'zod';
import { mutation, query, userErrors } from './operation.ts';

const created = z
  .object({ codeDiscountNode: z.object({ id: z.string() }).nullable(), userErrors })
  .nullable();

export const CREATE_AMOUNT_OFF = mutation(
  'CreateAmountOff',
  z.object({ created }),
  `mutation CreateAmountOff($discount: DiscountCodeBasicInput!) {
    created: discountCodeBasicCreate(basicCodeDiscount: $discount) {
      codeDiscountNode { id }
      userErrors { code field }
    }
  }`,
);

export const CREATE_FREE_SHIPPING = mutation(
  'CreateFreeShipping',
  z.object({ created }),
  `mutation CreateFreeShipping($discount: DiscountCodeFreeShippingInput!) {
    created: discountCodeFreeShippingCreate(freeShippingCodeDiscount: $discount) {
      codeDiscountNode { id }
      userErrors { code field }
    }
  }`,
);

const parentTerms = {
  title: z.string(),
  status: z.string(),
  usageLimit: z.int().nullable(),
  appliesOncePerCustomer: z.boolean(),
  combinesWith: z.object({
    orderDiscounts: z.boolean(),
    productDiscounts: z.boolean(),
    shippingDiscounts: z.boolean(),
  }),
  minimumRequirement: z
    .object({
      greaterThanOrEqualToSubtotal: z
        .object({ amount: z.string(), currencyCode: z.string() })
        .optional(),
    })
    .nullable(),
};

const codeDiscount = z.union([
  z.object({
    __typename: z.literal('DiscountCodeBasic'),
    ...parentTerms,
    customerGets: z.object({
      value: z.object({
        percentage: z.number().optional(),
        appliesOnEachItem: z.boolean().optional(),
        amount: z.object({ amount: z.string(), currencyCode: z.string() }).optional(),
      }),
      items: z.object({
        allItems: z.boolean().optional(),
        products: z.object({ nodes: z.array(z.object({ id: z.string() })) }).optional(),
        collections: z.object({ nodes: z.array(z.object({ id: z.string() })) }).optional(),
      }),
    }),
  }),
  z.object({ __typename: z.literal('DiscountCodeFreeShipping'), ...parentTerms }),
  z.object({ __typename: z.enum(['DiscountCodeApp', 'DiscountCodeBxgy']) }),
]);
export type ParentDiscount = z.infer<typeof codeDiscount>;

const PARENT_TERMS = `
  title
  status
  usageLimit
  appliesOncePerCustomer
  combinesWith { orderDiscounts productDiscounts shippingDiscounts }
  minimumRequirement {
    ... on DiscountMinimumSubtotal { greaterThanOrEqualToSubtotal { amount currencyCode } }
  }`;

const parentQuery = (name: string, variables: string, items: string): string => `
  query ${name}(${variables}) {
    node: codeDiscountNodeByCode(code: $code) {
      id
      codeDiscount {
        __typename
        ... on DiscountCodeBasic {
          ${PARENT_TERMS}
          customerGets {
            value {
              ... on DiscountPercentage { percentage }
              ... on DiscountAmount { appliesOnEachItem amount { amount currencyCode } }
            }
            items { ... on AllDiscountItems { allItems } ${items} }
          }
        }
        ... on DiscountCodeFreeShipping { ${PARENT_TERMS} }
      }
    }
  }`;

const foundParent = z.object({ node: z.object({ id: z.string(), codeDiscount }).nullable() });

export const FIND_PARENT = query(
  'FindParent',
  foundParent,
  parentQuery('FindParent', '$code: String!', ''),
);

/** The same with the goods it is bound to, which only shops that let us read products tell. */
export const FIND_BOUND_PARENT = query(
  'FindBoundParent',
  foundParent,
  parentQuery(
    'FindBoundParent',
    '$code: String!, $first: Int!',
    `... on DiscountProducts { products(first: $first) { nodes { id } } }
     ... on DiscountCollections { collections(first: $first) { nodes { id } } }`,
  ),
);

const bulkCreation = z.object({ id: z.string(), done: z.boolean() });

export const ADD_CODES = mutation(
  'AddCodes',
  z.object({
    added: z.object({ bulkCreation: bulkCreation.nullable(), userErrors }).nullable(),
  }),
  `mutation AddCodes($parentId: ID!, $codes: [DiscountRedeemCodeInput!]!) {
    added: discountRedeemCodeBulkAdd(discountId: $parentId, codes: $codes) {
      bulkCreation { id done }
      userErrors { code field }
    }
  }`,
);

export const POLL_CREATION = query(
  'PollCreation',
  z.object({ creation: bulkCreation.nullable() }),
  `query PollCreation($id: ID!) {
    creation: discountRedeemCodeBulkCreation(id: $id) { id done }
  }`,
);

export const READ_CREATION = query(
  'ReadCreation',
  z.object({
    creation: z
      .object({
        codes: z.object({
          nodes: z.array(
            z.object({
              code: z.string(),
              discountRedeemCode: z.object({ id: z.string() }).nullable(),
              errors: userErrors,
            }),
          ),
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
        }),
      })
      .nullable(),
  }),
  `query ReadCreation($id: ID!, $first: Int!, $after: String) {
    creation: discountRedeemCodeBulkCreation(id: $id) {
      codes(first: $first, after: $after) {
        nodes { code discountRedeemCode { id } errors { code field } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`,
);

const redeemCodes = z.object({
  nodes: z.array(z.object({ id: z.string(), code: z.string(), asyncUsageCount: z.int() })),
});

/**
 * One redeem code with its usage: there is no query by code for it, so the parent's codes are
 * searched for its text and the exact one is picked from the answer.
 */
export const FIND_CODE = query(
  'FindCode',
  z.object({
    node: z
      .object({ id: z.string(), codeDiscount: z.object({ codes: redeemCodes.optional() }) })
      .nullable(),
  }),
  `query FindCode($code: String!, $search: String!) {
    node: codeDiscountNodeByCode(code: $code) {
      id
      codeDiscount {
        ... on DiscountCodeBasic {
          codes(first: 10, query: $search) { nodes { id code asyncUsageCount } }
        }
        ... on DiscountCodeFreeShipping {
          codes(first: 10, query: $search) { nodes { id code asyncUsageCount } }
        }
      }
    }
  }`,
);

const job = z.object({ id: z.string(), done: z.boolean() });

export const DELETE_CODES = mutation(
  'DeleteCodes',
  z.object({ deleted: z.object({ job: job.nullable(), userErrors }).nullable() }),
  `mutation DeleteCodes($parentId: ID!, $ids: [ID!]) {
    deleted: discountCodeRedeemCodeBulkDelete(discountId: $parentId, ids: $ids) {
      job { id done }
      userErrors { code field }
    }
  }`,
);

export const POLL_JOB = query(
  'PollJob',
  z.object({ job: job.nullable() }),
  `query PollJob($id: ID!) { job(id: $id) { id done } }`,
);

export const END_PARENT = mutation(
  'EndParent',
  z.object({ ended: z.object({ userErrors }).nullable() }),
  `mutation EndParent($id: ID!) {
    ended: discountCodeDeactivate(id: $id) { userErrors { code field } }
  }`,
);
