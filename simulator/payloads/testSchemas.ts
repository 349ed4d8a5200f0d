import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const packageDir = dirname(
  createRequire(import.meta.url).resolve('shopify-webhook-schemas/package.json'),
);

/**
 * The schemas were inferred from one sample each. Here is what they forbid only because the sample
 * happened not to have it, by the last part of the path. Nothing else is loosened.
 */
const EMPTY_IN_THE_SAMPLE = ['refunds', 'refund_shipping_lines', 'discount_allocations'];
const NULL_THOUGH_NOT_IN_THE_SAMPLE = [
  'customer', // a guest's order, a sale at the till
  'billing_address', // a sale at the till
  'shipping_address', // nothing to send
  'email', // a customer known by phone
  'contact_email',
  'phone',
  'image', // a product without pictures
  'parent_id', // inferred as null only: a refund's transaction has a sale before it
  'company', // an address of a person
  'address2',
  'note',
];

type Schema = {
  type?: string | string[];
  items?: Schema | boolean;
  properties?: Record<string, Schema>;
};

function loosened(schema: Schema): Schema {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (EMPTY_IN_THE_SAMPLE.includes(name) && property.items === false) delete property.items;
    if (NULL_THOUGH_NOT_IN_THE_SAMPLE.includes(name) && property.type) {
      property.type = [...new Set([property.type, 'null'].flat())];
      if (name === 'parent_id') property.type = ['integer', 'null'];
    }
    loosened(property);
  }
  if (typeof schema.items === 'object') loosened(schema.items);
  return schema;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
const validators = new Map<string, ReturnType<typeof ajv.compile>>();

function validatorOf(topic: string): ReturnType<typeof ajv.compile> {
  let validator = validators.get(topic);
  if (!validator) {
    const text = readFileSync(join(packageDir, 'schemas/2026-07', `${topic}.json`), 'utf8');
    validators.set(topic, (validator = ajv.compile(loosened(JSON.parse(text) as Schema))));
  }
  return validator;
}

/** What a webhook's body has that Shopify's own shape of its topic forbids. */
export function problems(received: { topic: string; body: string }): string[] {
  const validator = validatorOf(received.topic);
  if (validator(JSON.parse(received.body)) === true) return [];
  return (validator.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
