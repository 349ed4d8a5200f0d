/**
 * The shop's own webhook subscriptions, which stand in for those of shopify.app.toml where these do
 * not speak. https://shopify.dev/docs/apps/build/webhooks/subscribe
 */
import type { Answer, ShopCall } from '../platform.ts';
import { failed, openLine } from './graphql.ts';
import type { Line, Run } from './graphql.ts';
import { refusedBy } from './operation.ts';
import type { Operation } from './operation.ts';
import {
  CORRECT_SUBSCRIPTION,
  CREATE_SUBSCRIPTION,
  DELETE_SUBSCRIPTION,
  LIST_SUBSCRIPTIONS,
} from './subscriptionOperations.ts';
import type { Subscription, SubscriptionErrors } from './subscriptionOperations.ts';

/** orders/create is ORDERS_CREATE to the Admin API. */
const nameOf = (topic: string): string => topic.toUpperCase().replace(/[/.]/g, '_');
const BULK = 'BULK_OPERATIONS_';
const topicOf = (name: string): string =>
  name.startsWith(BULK)
    ? `bulk_operations/${name.slice(BULK.length).toLowerCase()}`
    : name.toLowerCase().replace('_', '/');

/** Only shopify.app.toml can ask for these: https://shopify.dev/docs/apps/build/compliance */
const FILE_ONLY = new Set(['customers/data_request', 'customers/redact', 'shop/redact']);

/**
 * Ours to mend: whole messages over HTTP. Pub/Sub, EventBridge, filters and chosen fields are made by
 * hand, on purpose.
 */
const isPlain = ({ uri, filter, includeFields }: Subscription): boolean =>
  /^https?:/.test(uri) && !filter && includeFields.length === 0;

async function listAll(run: Run, line: Line): Promise<Answer<{ all: Subscription[] }>> {
  const all: Subscription[] = [];
  for (let after: string | null = null; ;) {
    const variables: Record<string, unknown> = { after };
    const answer = await run(line, LIST_SUBSCRIPTIONS, variables);
    if (!answer.ok) return answer;
    const { nodes, pageInfo } = answer.data.webhookSubscriptions;
    all.push(...nodes);
    if (!pageInfo.hasNextPage) return { ok: true, all };
    after = pageInfo.endCursor;
  }
}

type Change = Operation<{ changed: { userErrors: SubscriptionErrors } | null }>;

/** Errors of these subscriptions have no code, only words: a second one like it is none of them. */
async function change(
  run: Run,
  line: Line,
  operation: Change,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer<object>> {
  const answer = await run(line, operation, variables);
  if (!answer.ok) return answer;
  const errors = answer.data.changed?.userErrors ?? [];
  const others = errors.filter(
    ({ message }) => !/already been taken|does not exist/i.test(message),
  );
  return others.length > 0 ? failed(refusedBy(others)) : { ok: true };
}

/**
 * Leaves one right subscription of a topic that has some, and tells whether there was anything to do.
 * The version of the messages is the app's and cannot be wrong for one subscription.
 */
async function mendTopic(
  run: Run,
  line: Line,
  address: string,
  some: readonly Subscription[],
): Promise<Answer<{ mended: boolean }>> {
  const isRight = (one: Subscription) => one.uri === address && one.format === 'JSON';
  const kept = some.find(isRight) ?? some[0];
  if (!kept) return { ok: true, mended: false };
  if (!isRight(kept)) {
    const subscription = { uri: address, format: 'JSON' };
    const corrected = await change(run, line, CORRECT_SUBSCRIPTION, { id: kept.id, subscription });
    if (!corrected.ok) return corrected;
  }
  for (const { id } of some.filter((one) => one !== kept)) {
    const deleted = await change(run, line, DELETE_SUBSCRIPTION, { id });
    if (!deleted.ok) return deleted;
  }
  return { ok: true, mended: !isRight(kept) || some.length > 1 };
}

/** See the port. A topic that is silent although its subscription is right is not mended. */
export async function mendSubscriptions(
  run: Run,
  call: ShopCall,
  address: string,
  silent: readonly string[],
): Promise<Answer<{ mended: string[] }>> {
  const line = openLine(call);
  const listed = await listAll(run, line);
  if (!listed.ok) return listed;
  const byName = Map.groupBy(listed.all.filter(isPlain), ({ topic }) => topic);
  const mended: string[] = [];
  for (const [name, some] of byName) {
    const answer = await mendTopic(run, line, address, some);
    if (!answer.ok) return answer;
    if (answer.mended) mended.push(topicOf(name));
  }
  for (const topic of silent) {
    const name = nameOf(topic);
    if (byName.has(name) || FILE_ONLY.has(topic)) continue;
    const subscription = { uri: address, format: 'JSON' };
    const created = await change(run, line, CREATE_SUBSCRIPTION, { topic: name, subscription });
    if (!created.ok) return created;
    mended.push(topic);
  }
  return { ok: true, mended: [...new Set(mended)] };
}
