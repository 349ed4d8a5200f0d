/** Keys by which homes and mailboxes are compared: keyed hashes, bound to the club. */
import { homeOf, mailboxOf } from '../domain/fraudPeople.ts';
import type { PostalAddress } from '../domain/fraudPeople.ts';
import { normaliseEmail } from '../domain/identities.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { hashed } from './findShoppers.ts';

export function homeKeyOf(tx: Tx, ctx: Context, address: PostalAddress | null): string | null {
  const home = address && homeOf(address);
  return home === null ? null : hashed(ctx, tx.clubId, 'home', home);
}

/** Null where the address is its mailbox's own spelling: then identities know it. */
export function mailboxKeyOf(tx: Tx, ctx: Context, email: string | null): string | null {
  const mailbox = mailboxOf(email);
  return mailbox === null || mailbox === normaliseEmail(email)
    ? null
    : hashed(ctx, tx.clubId, 'mailbox', mailbox);
}

/** What somebody who bought by this mailbox before would be known by: its own spelling, or another. */
export const mailboxKeysOf = (tx: Tx, ctx: Context, mailbox: string) => ({
  asWritten: hashed(ctx, tx.clubId, 'email', mailbox),
  spelled: hashed(ctx, tx.clubId, 'mailbox', mailbox),
});
