/**
 * What campaigns with an end have set aside, and who has a place in them; and what a month's bonuses
 * have come to (`monthKey`). Locked after orders and shoppers.
 */
import type { Spent } from '../domain/campaignPurse.ts';
import { insertRows } from './rows.ts';
import type { Tx } from './transaction.ts';

/** Locks campaigns by id, with the places that these shoppers have. New ones start at nothing. */
export async function lockCampaigns(
  tx: Tx,
  campaignIds: readonly string[],
  shopperIds: readonly string[],
): Promise<Map<string, Spent>> {
  const ids = [...new Set(campaignIds)].sort();
  const [rows, places] = await Promise.all([
    tx.hot<Pick<Spent, 'campaignId' | 'points' | 'shoppers'>>(
      `select campaign_id as "campaignId", points, shoppers from campaigns
       where club_id = $1 and campaign_id = any($2::text[]) order by campaign_id for update`,
      [tx.clubId, ids],
    ),
    tx.hot<{ campaignId: string; shopperId: string }>(
      `select campaign_id as "campaignId", shopper_id as "shopperId" from campaign_shoppers
       where club_id = $1 and campaign_id = any($2::text[]) and shopper_id = any($3::uuid[])`,
      [tx.clubId, ids, shopperIds],
    ),
  ]);
  const spent = new Map<string, Spent>();
  for (const campaignId of ids) {
    const row = rows.find((each) => each.campaignId === campaignId);
    const mine = places.filter((each) => each.campaignId === campaignId);
    spent.set(campaignId, {
      campaignId,
      points: row?.points ?? 0n,
      shoppers: row?.shoppers ?? 0,
      places: new Set(mine.map(({ shopperId }) => shopperId)),
      changed: false,
    });
  }
  return spent;
}

export async function saveCampaigns(tx: Tx, spent: readonly Spent[]): Promise<void> {
  const changed = spent.filter((each) => each.changed);
  await insertRows<Spent>(
    tx,
    'campaigns',
    [
      ['campaign_id', 'text', (each) => each.campaignId],
      ['points', 'bigint', (each) => each.points],
      ['shoppers', 'int', (each) => each.shoppers],
    ],
    changed,
    `on conflict (club_id, campaign_id) do update set points = excluded.points,
       shoppers = excluded.shoppers`,
  );
  const places = changed.flatMap(({ campaignId, places: all }) =>
    [...all].map((shopperId) => ({ campaignId, shopperId })),
  );
  await insertRows<{ campaignId: string; shopperId: string }>(
    tx,
    'campaign_shoppers',
    [
      ['campaign_id', 'text', (each) => each.campaignId],
      ['shopper_id', 'uuid', (each) => each.shopperId],
    ],
    places,
    'on conflict do nothing',
  );
}
