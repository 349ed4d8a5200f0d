/** How whole the mirror of what a shop sells is (`catalogue` of the healing contract). */
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

const DAY_MS = 86_400_000;
const FOUND_DAYS = 7;

type Newest = {
  beganAt: number;
  endedAt: number | null;
  read: number;
  total: number | null;
  problem: string | null;
};
type Sums = { missing: number; stale: number; gone: number };

const NEWEST = `
  select began_at as "beganAt", ended_at as "endedAt", read, total, problem from catalogue_readings
  where club_id = $1 and shop_id = $2 order by began_at desc, reading_id desc limit 1`;

/** What the first reading brought was not missed by anybody. */
const SUMS = `
  with first as (select min(began_at) as at from catalogue_readings
    where club_id = $1 and shop_id = $2)
  select coalesce(sum(missing), 0)::int as missing, coalesce(sum(stale), 0)::int as stale,
    coalesce(sum(gone), 0)::int as gone
  from catalogue_readings r, first
  where r.club_id = $1 and r.shop_id = $2 and r.began_at > first.at
    and coalesce(r.ended_at, r.began_at) >= $3`;

const LAST = `
  select max(ended_at) as at from catalogue_readings
  where club_id = $1 and shop_id = $2 and state = 'done'`;

export async function readCatalogueState(tx: Tx, { shopId, now }: { shopId: string; now: number }) {
  const shop = [tx.clubId, shopId];
  const [newest = null] = await tx.query<Newest>(NEWEST, shop);
  const [sums] = await tx.query<Sums>(SUMS, [...shop, isoOf(now - FOUND_DAYS * DAY_MS)]);
  const [last] = await tx.query<{ at: number | null }>(LAST, shop);
  if (!sums) throw new Error('a sum without a row');
  const { missing, stale, gone } = sums;
  const open = newest !== null && newest.endedAt === null;
  return {
    state: newest === null ? ('waiting' as const) : open ? ('reading' as const) : ('done' as const),
    read: newest?.read ?? 0,
    total: newest?.total ?? null,
    beganAt: newest ? isoOf(newest.beganAt) : null,
    lastAt: last?.at == null ? null : isoOf(last.at),
    reason: newest?.problem ?? null,
    found: { missing, stale, gone },
  };
}
