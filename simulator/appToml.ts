import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import type { TomlTable, TomlValue } from 'smol-toml';
import type { ProxyConfig } from './front.types.ts';

/** What the simulator takes from shopify.app.toml, as Shopify does at `app deploy`. */
export type AppToml = {
  name: string;
  scopes: readonly string[];
  apiVersion: string;
  /** Topic → where it is sent: a path below the app's URL or an absolute address. */
  subscriptions: ReadonlyMap<string, string>;
  complianceTopics: ReadonlySet<string>;
  /**
   * Topic → the fields of its body that are sent; absent: all of them. Fields within fields are not
   * chosen by the simulator. https://shopify.dev/docs/apps/build/webhooks/customize/modify-payloads
   */
  includeFields: ReadonlyMap<string, readonly string[]>;
  proxy: ProxyConfig;
};

const table = (value: TomlValue | undefined): TomlTable =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date) ? value : {};
const text = (value: TomlValue | undefined, what: string): string => {
  if (typeof value !== 'string') throw new Error(`shopify.app.toml: ${what} must be text`);
  return value;
};
const texts = (value: TomlValue | undefined): string[] =>
  Array.isArray(value) ? value.map((each) => text(each, 'a topic')) : [];

/** Reads the file; throws a sentence that names what is missing. */
export function readAppToml(path: string): AppToml {
  const root = parse(readFileSync(path, 'utf8'));
  const webhooks = table(root['webhooks']);
  const subscriptions = new Map<string, string>();
  const complianceTopics = new Set<string>();
  const includeFields = new Map<string, readonly string[]>();
  const list = webhooks['subscriptions'];
  for (const entry of Array.isArray(list) ? list : []) {
    const subscription = table(entry);
    const uri = text(subscription['uri'], 'webhooks.subscriptions.uri');
    const fields = texts(subscription['include_fields']);
    for (const topic of texts(subscription['topics'])) {
      subscriptions.set(topic, uri);
      if (fields.length > 0) includeFields.set(topic, fields);
    }
    for (const topic of texts(subscription['compliance_topics'])) {
      subscriptions.set(topic, uri);
      complianceTopics.add(topic);
    }
  }
  const proxy = table(root['app_proxy']);
  return {
    name: text(root['name'], 'name'),
    scopes: text(table(root['access_scopes'])['scopes'], 'access_scopes.scopes')
      .split(',')
      .map((scope) => scope.trim())
      .filter(Boolean),
    apiVersion: text(webhooks['api_version'], 'webhooks.api_version'),
    subscriptions,
    complianceTopics,
    includeFields,
    proxy: {
      prefix: text(proxy['prefix'], 'app_proxy.prefix'),
      subpath: text(proxy['subpath'], 'app_proxy.subpath'),
      path: new URL(text(proxy['url'], 'app_proxy.url'), 'https://app.invalid').pathname,
    },
  };
}
