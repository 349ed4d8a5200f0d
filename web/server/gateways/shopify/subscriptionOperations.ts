/**
 * Shop-specific webhook subscriptions. Those of shopify.app.toml are not among them.
 * https://shopify.dev/docs/api/admin-graphql/2026-07/queries/webhookSubscriptions
 */
import { z } from 'zod';
import { mutation, query } from './operation.ts';
import { pageInfo } from './orderShape.ts';

const subscription = z.object({
  id: z.string(),
  topic: z.string(),
  uri: z.string(),
  format: z.string(),
  filter: z.string().nullable(),
  includeFields: z.array(z.string()),
});
export type Subscription = z.infer<typeof subscription>;

const userErrors = z.array(z.object({ field: z.array(z.string()).nullish(), message: z.string() }));
export type SubscriptionErrors = z.infer<typeof userErrors>;

export const LIST_SUBSCRIPTIONS = query(
  'ListSubscriptions',
  z.object({ webhookSubscriptions: z.object({ nodes: z.array(subscription), pageInfo }) }),
  `query ListSubscriptions($after: String) {
    webhookSubscriptions(first: 100, after: $after) {
      nodes { id topic uri format filter includeFields }
      pageInfo { hasNextPage endCursor }
    }
  }`,
);

const changed = z.object({ changed: z.object({ userErrors }).nullable() });

export const CREATE_SUBSCRIPTION = mutation(
  'CreateSubscription',
  changed,
  `mutation CreateSubscription(
    $topic: WebhookSubscriptionTopic!
    $subscription: WebhookSubscriptionInput!
  ) {
    changed: webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) {
      userErrors { field message }
    }
  }`,
);

export const CORRECT_SUBSCRIPTION = mutation(
  'CorrectSubscription',
  changed,
  `mutation CorrectSubscription($id: ID!, $subscription: WebhookSubscriptionInput!) {
    changed: webhookSubscriptionUpdate(id: $id, webhookSubscription: $subscription) {
      userErrors { field message }
    }
  }`,
);

export const DELETE_SUBSCRIPTION = mutation(
  'DeleteSubscription',
  changed,
  `mutation DeleteSubscription($id: ID!) {
    changed: webhookSubscriptionDelete(id: $id) { userErrors { field message } }
  }`,
);
