/** Store credit: https://shopify.dev/docs/api/admin-graphql/2026-07/objects/StoreCreditAccount */
import { z } from 'zod';
import { mutation, query, userErrors } from './operation.ts';

const money = z.object({ amount: z.string(), currencyCode: z.string() });

/** Expirations have no id of their own. */
const transaction = z.object({
  __typename: z.string(),
  id: z.string().optional(),
  amount: money,
  event: z.string(),
});

export const READ_WALLET = query(
  'ReadWallet',
  z.object({
    customer: z
      .object({
        storeCreditAccounts: z.object({
          nodes: z.array(
            z.object({
              balance: money,
              transactions: z.object({
                nodes: z.array(transaction),
                pageInfo: z.object({ hasNextPage: z.boolean() }),
              }),
            }),
          ),
        }),
      })
      .nullable(),
  }),
  `query ReadWallet($id: ID!, $currency: String!) {
    customer(id: $id) {
      storeCreditAccounts(first: 2, query: $currency) {
        nodes {
          balance { amount currencyCode }
          transactions(first: 50, sortKey: CREATED_AT, reverse: true) {
            nodes {
              __typename
              amount { amount currencyCode }
              event
              ... on StoreCreditAccountCreditTransaction { id }
              ... on StoreCreditAccountDebitTransaction { id }
              ... on StoreCreditAccountDebitRevertTransaction { id }
            }
            pageInfo { hasNextPage }
          }
        }
      }
    }
  }`,
);

const moved = z.object({
  storeCreditAccountTransaction: z.object({ id: z.string() }).nullable(),
  userErrors,
});

/** https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/storeCreditAccountCredit */
export const CREDIT_WALLET = mutation(
  'CreditWallet',
  z.object({ storeCreditAccountCredit: moved }),
  `mutation CreditWallet($id: ID!, $input: StoreCreditAccountCreditInput!) {
    storeCreditAccountCredit(id: $id, creditInput: $input) {
      storeCreditAccountTransaction { id }
      userErrors { code field }
    }
  }`,
);

/** https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/storeCreditAccountDebit */
export const DEBIT_WALLET = mutation(
  'DebitWallet',
  z.object({ storeCreditAccountDebit: moved }),
  `mutation DebitWallet($id: ID!, $input: StoreCreditAccountDebitInput!) {
    storeCreditAccountDebit(id: $id, debitInput: $input) {
      storeCreditAccountTransaction { id }
      userErrors { code field }
    }
  }`,
);
