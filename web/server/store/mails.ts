/** Whom a mail about an order is for. */
import type { Tx } from './transaction.ts';

export type Recipient = {
  email: string | null;
  firstName: string | null;
  locale: string | null;
  /** In which language the order's buyer read the shop. */
  orderLocale: string | null;
};

/**
 * What the shopper told the shop, else what stands on the order (a guest's). Null when the person
 * was erased: nobody is left to write to.
 */
export async function readRecipient(
  tx: Tx,
  about: { shopperId: string; orderId: string },
): Promise<Recipient | null> {
  const rows = await tx.query<Recipient>(
    `select coalesce(s.email, o.facts #>> '{scalars,buyer,email}') as email,
       s.first_name as "firstName", s.locale, o.locale as "orderLocale"
     from shoppers s left join orders o on o.club_id = s.club_id and o.order_id = $3
     where s.club_id = $1 and s.shopper_id = $2 and s.erased_at is null`,
    [tx.clubId, about.shopperId, about.orderId],
  );
  return rows[0] ?? null;
}
