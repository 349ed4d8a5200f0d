/** New orders as messages in the inbox, put there at once. */
import { idsOf } from '../web/server/actions/installShop.ts';
import { domainOf, orderBody } from './harness.ts';
import type { Bench } from './harness.ts';

const ID = '7000000000000';
const CUSTOMER = '6000000000';

/** `count` messages in `clubs` clubs' inboxes, of `people` shoppers; each order is another one. */
export async function fillInbox(
  bench: Bench,
  load: {
    count: number;
    clubs: number;
    people: number;
    at: number;
    /** Numbers of the first order and the first customer. */
    first?: number;
    customer?: number;
  },
): Promise<void> {
  const { count, clubs, people, at, first = 0, customer = Number(CUSTOMER) } = load;
  const body = orderBody(ID, CUSTOMER, '2026-05-01T10:00:00Z');
  for (let club = 0; club < clubs; club += 1) {
    const { clubId, shopId } = idsOf('shopify', domainOf(club));
    await bench.owner(
      `insert into inbox (club_id, shop_id, webhook_id, topic, triggered_at, received_at, payload,
         due_at)
       select '${clubId}', '${shopId}', 'message-' || (${first} + n), 'orders/paid', to_timestamp(${at / 1000}),
         to_timestamp(${at / 1000}), convert_to(replace(replace($1, '${ID}', (${ID} + ${first} + n)::text),
           '${CUSTOMER}', (${customer} + n % ${people})::text), 'UTF8'), to_timestamp(${at / 1000})
       from generate_series(1, ${Math.floor(count / clubs)}) n`,
      [body],
    );
  }
  // As the server does it by itself within a minute: what is planned before would be planned for nothing.
  await bench.owner('analyze inbox');
}
