import { GraphQLError } from 'graphql';
import { isoTime } from '../../clock.ts';
import { isProtectedTopic } from '../../payloads/withheld.ts';
import { gid, idOf } from '../../state/ids.ts';
import {
  deleteSubscription,
  listSubscriptions,
  readSubscription,
  writeSubscription,
} from '../../state/subscriptions.ts';
import type { Subscription } from '../../state/subscriptions.ts';
import { listConnection } from '../connection.ts';
import type { Arguments, Asking, Node, RootField } from '../context.ts';
import { API_VERSION } from '../schema.ts';

/**
 * Shop-specific webhook subscriptions. Those of the app's configuration file are not listed here:
 * https://shopify.dev/docs/api/admin-graphql/2026-07/queries/webhookSubscriptions
 */

type Input = Partial<Record<'uri' | 'callbackUrl' | 'format' | 'name', string | null>>;

/** ORDERS_CREATE as the topic of its messages. */
const topicOf = (name: string): string =>
  name.startsWith('BULK_OPERATIONS_')
    ? name.toLowerCase().replace('operations_', 'operations/')
    : name.toLowerCase().replace('_', '/');
const nameOf = (topic: string): string => topic.toUpperCase().replace('/', '_');

const UNIMPLEMENTED = ['filter', 'includeFields', 'metafieldNamespaces', 'metafields'];

function readInput(args: Arguments): Input {
  const input = args['webhookSubscription'] as Record<string, unknown>;
  const unknown = UNIMPLEMENTED.find((name) => input[name] != null);
  if (unknown) throw new GraphQLError(`the simulator does not implement ${unknown}`);
  return input as Input;
}

/** The words of it are quoted in github.com/statamic-rad-pack/shopify/issues/333. */
const NOT_APPROVED =
  'This app is not approved to subscribe to webhook topics containing protected customer data. ' +
  'See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.';

const refused = (message: string, field: string | null = 'callbackUrl'): Node => ({
  webhookSubscription: null,
  userErrors: [{ field: ['webhookSubscription', ...(field ? [field] : [])], message }],
});

/** Why this address cannot be; http is for the app on this machine only. */
function problemOf(asking: Asking, wished: Omit<Subscription, 'id'>, id: string): string | null {
  const { db, shop, appUrl } = asking;
  if (!URL.canParse(wished.uri)) return 'Address is invalid';
  const { protocol, origin } = new URL(wished.uri);
  const ours = URL.canParse(appUrl) && origin === new URL(appUrl).origin;
  if (protocol === 'http:' && !ours) return 'Address protocol http:// is not supported';
  const taken = listSubscriptions(db, shop.domain, wished.topic).some(
    (one) => one.id !== id && one.uri === wished.uri && one.format === wished.format,
  );
  return taken ? 'Address for this topic has already been taken' : null;
}

function node(one: Subscription): Node {
  return {
    __typename: 'WebhookSubscription',
    id: gid('WebhookSubscription', one.id),
    legacyResourceId: one.id,
    topic: nameOf(one.topic),
    uri: one.uri,
    callbackUrl: one.uri,
    format: one.format,
    name: one.name,
    filter: null,
    includeFields: [],
    metafieldNamespaces: [],
    metafields: [],
    // "inherited from the app that created the webhook subscription"
    apiVersion: { handle: API_VERSION, displayName: API_VERSION, supported: true },
    createdAt: isoTime(one.createdAt),
    updatedAt: isoTime(one.updatedAt),
  };
}

function save(asking: Asking, wished: Subscription): Node {
  const problem = problemOf(asking, wished, wished.id);
  if (problem) return refused(problem);
  writeSubscription(asking.db, asking.shop.domain, wished);
  return { webhookSubscription: node(wished), userErrors: [] };
}

function create(asking: Asking, args: Arguments): Node {
  const input = readInput(args);
  const topic = topicOf(String(args['topic']));
  if (asking.protectedData === 0 && isProtectedTopic(topic)) {
    return refused(NOT_APPROVED, null);
  }
  const now = asking.now();
  return save(asking, {
    id: asking.ids.next(),
    topic,
    uri: input.uri ?? input.callbackUrl ?? '',
    format: input.format === 'XML' ? 'XML' : 'JSON',
    name: input.name ?? null,
    failures: 0,
    createdAt: now,
    updatedAt: now,
  });
}

function found(asking: Asking, args: Arguments): Subscription | null {
  const id = idOf('WebhookSubscription', String(args['id']));
  return id === null ? null : readSubscription(asking.db, asking.shop.domain, id);
}

const GONE = { field: ['id'], message: 'Webhook subscription does not exist' };

function update(asking: Asking, args: Arguments): Node {
  const one = found(asking, args);
  if (!one) return { webhookSubscription: null, userErrors: [GONE] };
  const { uri, callbackUrl, format, name } = readInput(args);
  return save(asking, {
    ...one,
    uri: uri ?? callbackUrl ?? one.uri,
    format: format == null ? one.format : format === 'XML' ? 'XML' : 'JSON',
    name: name === undefined ? one.name : name,
    updatedAt: asking.now(),
  });
}

function remove(asking: Asking, args: Arguments): Node {
  const one = found(asking, args);
  if (!one) return { deletedWebhookSubscriptionId: null, userErrors: [GONE] };
  deleteSubscription(asking.db, asking.shop.domain, one.id);
  return {
    deletedWebhookSubscriptionId: gid('WebhookSubscription', one.id),
    userErrors: [],
  };
}

function list(asking: Asking, args: Arguments): Node {
  const { topics, format, uri, callbackUrl, query } = args;
  if (query != null) throw new GraphQLError('the simulator does not search subscriptions');
  const all = listSubscriptions(asking.db, asking.shop.domain).filter(
    (one) =>
      (!Array.isArray(topics) || topics.includes(nameOf(one.topic))) &&
      (format == null || one.format === format) &&
      (uri == null || one.uri === uri) &&
      (callbackUrl == null || one.uri === String(callbackUrl)),
  );
  return listConnection(all.map(node), args);
}

export const webhookFields: Readonly<Record<string, RootField>> = {
  webhookSubscriptions: list,
  webhookSubscription: (asking, args) => {
    const one = found(asking, args);
    return one && node(one);
  },
  webhookSubscriptionsCount: (asking) => ({
    count: listSubscriptions(asking.db, asking.shop.domain).length,
    precision: 'EXACT',
  }),
  webhookSubscriptionCreate: create,
  webhookSubscriptionUpdate: update,
  webhookSubscriptionDelete: remove,
};
