import { idOf } from '../../state/ids.ts';
import { readCustomer, writeCustomer } from '../../state/shops.ts';
import { accessDenied, holds } from '../access.ts';
import type { Arguments, Asking, Node, RootField } from '../context.ts';
import { customerNode } from '../nodes/customer.ts';

/**
 * Tags of customers; of other things the simulator keeps none that an app may change.
 * https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/tagsAdd: "array of strings or a single
 * string composed of a comma-separated list of values", so a comma parts tags. Existing ones stay; case
 * does not tell tags apart: https://help.shopify.com/en/manual/shopify-admin/productivity-tools/using-tags
 * The messages about it, `customer.tags_added` and `customer.tags_removed`, are topics of their own, which
 * nobody here asks for.
 */
function change(
  asking: Asking,
  args: Arguments,
  field: string,
  changed: (old: readonly string[], given: readonly string[]) => string[],
): Node {
  const id = idOf('Customer', String(args['id']));
  if (id !== null && !holds(asking.scopes, 'write_customers')) {
    throw accessDenied(field, '`write_customers` access scope.');
  }
  const customer = id === null ? null : readCustomer(asking.db, asking.shop.domain, id);
  if (!customer) {
    return { node: null, userErrors: [{ field: ['id'], message: 'Customer does not exist' }] };
  }
  const given = (args['tags'] as readonly string[])
    .flatMap((tag) => tag.split(','))
    .map((tag) => tag.trim())
    .filter(Boolean);
  const tags = changed(customer.tags, given);
  const now = { ...customer, tags, updatedAt: asking.now() };
  writeCustomer(asking.db, asking.shop.domain, now);
  return { node: customerNode(asking, now), userErrors: [] };
}

const same = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase();

export const tagFields: Readonly<Record<string, RootField>> = {
  tagsAdd: (asking, args) =>
    change(asking, args, 'tagsAdd', (old, given) => [
      ...old,
      ...given.filter((tag, at) => !old.some(same(tag)) && given.findIndex(same(tag)) === at),
    ]),
  tagsRemove: (asking, args) =>
    change(asking, args, 'tagsRemove', (old, given) => old.filter((tag) => !given.some(same(tag)))),
};
