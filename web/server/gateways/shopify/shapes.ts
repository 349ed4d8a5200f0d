/** Small shapes that webhook payloads and API answers have in common. */
import { z } from 'zod';
import type { DisputeFacts } from '../../domain/orderFacts.ts';
import { Unreadable } from './amounts.ts';

/** A numeric id, a number or (beyond 2^53, see json.ts) its decimal text. */
export const numericId = z
  .union([z.int().positive(), z.string().regex(/^\d{1,20}$/)])
  .transform((id) => String(id));

/** ISO 8601 with an offset or Z, in milliseconds since the epoch. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** Text that is absent, null or blank becomes null. */
export const blankable = z
  .string()
  .nullish()
  .transform((text) => (text == null || text.trim() === '' ? null : text));

/** The number at the end of a global id: gid://shopify/Order/1 of type Order gives "1". */
export function idOf(gid: string, type: string): string {
  const match = /^gid:\/\/shopify\/(\w+)\/(\d{1,20})(?:\?.*)?$/.exec(gid);
  if (!match?.[2] || match[1] !== type) throw new Unreadable(`not the id of a ${type}`);
  return match[2];
}

export const gidOf = (type: string, id: string): string => `gid://shopify/${type}/${id}`;

/** A product's tags, each once, in one order: the two shapes need not list them alike. */
export const tagsOf = (tags: readonly string[]): string[] =>
  [...new Set(tags.map((tag) => tag.trim()).filter(Boolean))].sort();

/** `source_name`: draft orders have a name of their own with us, other channels keep theirs. */
export const sourceOf = (name: string | null): string =>
  name === 'shopify_draft_order' ? 'draft' : (name ?? 'web');

/** Codes as we compare them: upper-cased, each once, sorted (the two shapes differ in order). */
export const codesOf = (codes: readonly string[]): string[] =>
  [...new Set(codes.map((code) => code.trim().toUpperCase()))].filter(Boolean).sort();

/**
 * The referral code an order carries: a cart attribute `ref`, else `?ref=` of the page that the buyer
 * landed on, else the code of the discount link they came by (whether the landing page is the link
 * or where it leads is not documented). Codes are short words; anything else is somebody's joke and
 * no referral. https://shopify.dev/docs/api/ajax/reference/cart (attributes)
 * https://help.shopify.com/en/manual/discounts/managing-discount-codes (shareable links)
 */
export function referredBy(
  attributes: readonly { name: string; value: string | null }[],
  landingSite: string | null,
): string | null {
  const told = attributes.find(({ name }) => name === 'ref')?.value;
  const query = landingSite?.split('?')[1]?.split('#')[0] ?? '';
  const link = /\/discount\/([^/?#]+)/.exec(landingSite?.split('?')[0] ?? '')?.[1];
  const landed = new URLSearchParams(query).get('ref') ?? link;
  const code = (told ?? landed ?? '').trim().toUpperCase();
  return /^[\p{L}\p{N}-]{3,40}$/u.test(code) ? code : null;
}

/**
 * Paid and refunded, from the financial status in either spelling (paid, PAID).
 * https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFinancialStatus
 */
export function standingOf(status: string | null): { paid: boolean; refunded: boolean } {
  const name = (status ?? '').toLowerCase();
  return {
    paid: name === 'paid' || name === 'partially_refunded' || name === 'refunded',
    refunded: name === 'refunded',
  };
}

/**
 * What an answer says of an order's disputes, now. One that the shop lost or gave in to took the
 * payment back. https://shopify.dev/docs/api/admin-graphql/2026-07/enums/DisputeStatus
 */
export function disputeOf(
  disputes: readonly { status: string }[],
  now: number,
): { dispute?: DisputeFacts } {
  if (disputes.length === 0) return {};
  const lost = disputes.some(({ status }) => status === 'LOST' || status === 'ACCEPTED');
  return { dispute: { lost, toldAt: now } };
}
