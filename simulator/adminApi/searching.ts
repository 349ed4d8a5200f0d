import { GraphQLError } from 'graphql';
import type { Customer } from '../types.ts';
import type { OrderSort, TimeBound } from '../state/orders.ts';

/**
 * The part of Shopify's search syntax that the simulator reads: terms joined by AND or spaces.
 * Anything else is refused, never silently ignored.
 * https://shopify.dev/docs/api/usage/search-syntax
 */
const TERM = /\s*(?:AND\s+)?([a-z_]+):(>=|<=|>|<)?\s*(?:"([^"]*)"|'([^']*)'|(\S+))\s*/y;
type Term = { field: string; operator: string; value: string };

function terms(query: string): Term[] {
  const found: Term[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < query.trimEnd().length) {
    const match = TERM.exec(query);
    if (!match) throw new GraphQLError(`the simulator cannot read this search: ${query}`);
    const value = match[3] ?? match[4] ?? match[5] ?? '';
    found.push({ field: match[1] ?? '', operator: match[2] ?? '=', value });
  }
  return found;
}

const TIMES: readonly string[] = ['created_at', 'processed_at', 'updated_at'];

/** `updated_at:>='2026-01-01T00:00:00Z'` and its like, for orders. */
export function timeBounds(query: string): TimeBound[] {
  return terms(query).map(({ field, operator, value }) => {
    const at = Date.parse(value);
    if (!TIMES.includes(field) || Number.isNaN(at)) {
      throw new GraphQLError(`the simulator cannot search orders by ${field}:${value}`);
    }
    return { column: field as OrderSort, operator: operator as TimeBound['operator'], at };
  });
}

/** `email:`, `phone:`, `id:` and `updated_at:` for customers. */
export function customerMatches(query: string): (customer: Customer) => boolean {
  const tests = terms(query).map(({ field, operator, value }) => {
    if (field === 'email') return (c: Customer) => c.email?.toLowerCase() === value.toLowerCase();
    if (field === 'phone') return (c: Customer) => c.phone === value;
    if (field === 'id') return (c: Customer) => c.id === value;
    const at = Date.parse(value);
    if (field === 'updated_at' && !Number.isNaN(at)) {
      return (c: Customer) => (operator.startsWith('>') ? c.updatedAt >= at : c.updatedAt <= at);
    }
    throw new GraphQLError(`the simulator cannot search customers by ${field}:${value}`);
  });
  return (customer) => tests.every((test) => test(customer));
}
