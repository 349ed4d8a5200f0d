/** Shoppers with points, put down at once: customers 0 to n - 1 of the first shop. */
import { idsOf } from '../web/server/actions/installShop.ts';
import { domainOf } from './harness.ts';
import type { Bench } from './harness.ts';

const { clubId, shopId } = idsOf('shopify', domainOf(0));

/** Each holds `points` in one lot that was given by hand, so the books are sound. */
export async function addPeople(bench: Bench, count: number, points: number): Promise<void> {
  await bench.owner(
    `with people as (
       select n, gen_random_uuid() as id, gen_random_uuid() as lot, gen_random_uuid() as transfer
       from generate_series(0, $3::int - 1) n),
     named as (
       insert into identities (club_id, kind, value, shopper_id)
       select $1, 'customer', $2 || ':' || n, id from people),
     given as (
       insert into transfers (club_id, transfer_id, from_account, to_account, to_shopper_id, points,
         reason, occurred_at, recorded_at)
       select $1, transfer, 'adjusted', 'available', id, $4, 'adjust', now(), now() from people),
     lots as (
       insert into lots (club_id, lot_id, shopper_id, points, open, available_at)
       select $1, lot, id, $4, $4, now() from people),
     moves as (
       insert into lot_moves (club_id, transfer_id, lot_id, points)
       select $1, transfer, lot, $4 from people)
     insert into shoppers (club_id, shopper_id, first_seen_at, available)
     select $1, id, now(), $4 from people`
      .replaceAll('$1', `'${clubId}'::uuid`)
      .replaceAll('$2', `'${shopId}'`)
      .replaceAll('$3', `${count}`)
      .replaceAll('$4', `${points}`),
  );
  // Only what is filled: a table that was looked at while it was empty would be read from end to end.
  await bench.owner('analyze shoppers, identities, transfers, lots, lot_moves');
}
