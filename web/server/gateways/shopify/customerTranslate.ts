/**
 * Customers, and the messages about a person's or a shop's leaving.
 * https://shopify.dev/docs/apps/build/privacy-law-compliance
 */
import { z } from 'zod';
import type { BuyerFacts } from '../../domain/orderFacts.ts';
import type { CustomerFacts, Translated } from '../platform.ts';
import { idOf, blankable, instant, numericId } from './shapes.ts';

/** customers/create and customers/update. The payload tells no locale. */
export const customerPayload = z.object({
  id: numericId,
  admin_graphql_api_id: z.string(),
  email: blankable,
  phone: blankable,
  first_name: blankable,
  last_name: blankable,
  created_at: instant.nullish(),
  updated_at: instant.nullish(),
  verified_email: z.boolean().nullable(),
  state: z.string().nullish(),
});

/**
 * When they made an account: an enabled account's customer was created. Only classic customer accounts
 * have a state (https://shopify.dev/docs/api/admin-graphql/2026-07/enums/CustomerState); whoever logs
 * in by the newer ones joins by the panel's button.
 */
export const joinedAt = ({ state, created_at }: z.infer<typeof customerPayload>): number | null =>
  state === 'enabled' ? (created_at ?? null) : null;

/**
 * customers_email_marketing_consent/update.
 * https://shopify.dev/docs/api/webhooks/2026-07?reference=toml (customers_email_marketing_consent)
 */
export const consentPayload = z.object({
  customer_id: numericId,
  email_marketing_consent: z.object({
    state: z.string(),
    consent_updated_at: instant.nullish(),
  }),
});

/** `subscribed` after a confirmation too, where the shop asks for one; until then it is `pending`. */
export function consentTold(
  { customer_id: customerId, email_marketing_consent: consent }: z.infer<typeof consentPayload>,
  triggeredAt: number,
): Translated {
  const updatedAt = consent.consent_updated_at ?? triggeredAt;
  const subscribed = consent.state === 'subscribed';
  return { kind: 'consent', customer: { customerId, updatedAt }, subscribed };
}

export function customerFacts(
  customer: z.infer<typeof customerPayload>,
  triggeredAt: number,
): CustomerFacts {
  return {
    customerId: idOf(customer.admin_graphql_api_id, 'Customer'),
    emailVerified: customer.verified_email === true,
    email: customer.email,
    phone: customer.phone,
    firstName: customer.first_name,
    lastName: customer.last_name,
    locale: null,
    updatedAt: customer.updated_at ?? customer.created_at ?? triggeredAt,
  };
}

/** customers/merge. https://shopify.dev/docs/api/webhooks/latest?reference=toml (customers topics) */
export const mergePayload = z.object({
  admin_graphql_api_customer_kept_id: z.string(),
  admin_graphql_api_customer_deleted_id: z.string(),
  status: z.string(),
});

/**
 * A merge that was asked for, is going on or failed changes nobody.
 * https://shopify.dev/docs/api/admin-graphql/2026-07/enums/CustomerMergeRequestStatus
 */
export function mergeTold(merge: z.infer<typeof mergePayload>): Translated {
  const keptId = idOf(merge.admin_graphql_api_customer_kept_id, 'Customer');
  const deletedId = idOf(merge.admin_graphql_api_customer_deleted_id, 'Customer');
  const over = merge.status.toLowerCase() === 'completed' && keptId !== deletedId;
  return over ? { kind: 'merge', keptId, deletedId } : { kind: 'nothing' };
}

/**
 * "In some cases, a customer record contains only the customer's email address."
 * https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
 */
const person = z.object({ id: numericId.nullish(), email: blankable, phone: blankable });

/**
 * The three compliance bodies look alike, and the topic stands in an unsigned header: each must
 * have what only it has, so that none can be replayed as a graver one.
 */
export const dataRequestPayload = z.object({
  shop_id: numericId,
  customer: person,
  orders_requested: z.array(numericId),
  data_request: z.object({ id: numericId }),
  orders_to_redact: z.undefined().optional(),
});
export const redactPayload = z.object({
  shop_id: numericId,
  customer: person,
  orders_to_redact: z.array(numericId),
  data_request: z.undefined().optional(),
});
export const shopRedactPayload = z.object({
  shop_id: numericId,
  shop_domain: z.string(),
  customer: z.undefined().optional(),
  data_request: z.undefined().optional(),
  orders_to_redact: z.undefined().optional(),
});
/** app/uninstalled carries the shop itself. */
export const uninstalledPayload = z.object({
  id: numericId,
  myshopify_domain: z.string().nullable(),
  shop_owner: z.string().nullable(),
  plan_name: z.string().nullable(),
});

/** Who a compliance message is about. */
export const personFacts = ({ id, email, phone }: z.infer<typeof person>): BuyerFacts => ({
  customerId: id ?? null,
  email,
  phone,
});
