/** What is kept of tiers: a shopper's standing, and what was paid for entering. Shoppers are locked before. */
import type { Lot } from '../domain/books.ts';
import type { EntryBook } from '../domain/tierBook.ts';
import type { StandingKept } from '../domain/tiersKept.ts';
import { NOTICE, withNotice } from './notices.ts';
import type { NoticedLot } from './notices.ts';
import { at, insertion, sendTogether } from './rows.ts';
import type { Tx } from './transaction.ts';

export type StoredStanding = StandingKept & { shopperId: string };

export type StoredEntry = EntryBook & {
  shopperId: string;
  tierId: string;
  enteredAt: number;
  programVersion: number;
  readyAt: number;
  /** Null: not before an order was paid. */
  availableAt: number | null;
};

export type TierRows = {
  standings: readonly StoredStanding[];
  entries: readonly StoredEntry[];
  /** The lots of entries, even when they are empty. */
  lots: readonly { shopperId: string; lot: Lot }[];
};

const STANDING = `shopper_id as "shopperId", program_version as version, judged_at as "judgedAt",
  tier_id as "tierId", since, falls_at as "fallsAt", look_at as "lookAt", progress`;
const ENTRY = `entry_id as "entryId", shopper_id as "shopperId", tier_id as "tierId",
  entered_at as "enteredAt", program_version as "programVersion", points, pending,
  ready_at as "readyAt", available_at as "availableAt", next_posting as "nextPosting"`;

/** What is kept of one shopper's tier; null: nothing. */
export async function readStanding(tx: Tx, shopperId: string): Promise<StoredStanding | null> {
  const [row] = await tx.query<StoredStanding>(
    `select ${STANDING} from tier_standings where club_id = $1 and shopper_id = $2`,
    [tx.clubId, shopperId],
  );
  return row ?? null;
}

/** In one flight; of two entries of one tier, after a merge, always the same comes first. */
export async function readTierRows(tx: Tx, shopperIds: readonly string[]): Promise<TierRows> {
  const values = [tx.clubId, shopperIds];
  const [standings, entries, lots] = await Promise.all([
    tx.hot<StoredStanding>(
      `select ${STANDING} from tier_standings where club_id = $1 and shopper_id = any($2::uuid[])`,
      values,
    ),
    tx.hot<StoredEntry>(
      `select ${ENTRY} from tier_entries where club_id = $1 and shopper_id = any($2::uuid[])
       order by entry_id`,
      values,
    ),
    readEntryLots(tx, shopperIds),
  ]);
  return { standings, entries, lots };
}

/** The lots of these shoppers' entries, even when they are empty. */
export async function readEntryLots(
  tx: Tx,
  shopperIds: readonly string[],
): Promise<TierRows['lots']> {
  const rows = await tx.hot<NoticedLot & { shopperId: string }>(
    `select l.lot_id as id, l.shopper_id as "shopperId", l.order_id as "orderId",
       l.entry_id as "entryId", l.points, l.open, l.available_at as "availableAt",
       l.expires_at as "expiresAt", ${NOTICE}
     from tier_entries e join lots l on l.club_id = e.club_id and l.entry_id = e.entry_id
     where e.club_id = $1 and e.shopper_id = any($2::uuid[])`,
    [tx.clubId, shopperIds],
  );
  return rows.map(({ shopperId, ...row }) => ({ shopperId, lot: withNotice(row) }));
}

/** Writes standings and entries down, and lets go of standings of who holds none any more. */
export function saveTierRows(
  tx: Tx,
  shopId: string,
  {
    standings,
    entries,
    gone,
  }: {
    standings: readonly StoredStanding[];
    entries: readonly StoredEntry[];
    gone: readonly string[];
  },
): void {
  sendTogether(tx, [
    ...insertion<StoredStanding>(
      'tier_standings',
      [
        ['shopper_id', 'uuid', (s) => s.shopperId],
        ['program_version', 'int', (s) => s.version],
        ['judged_at', 'timestamptz', (s) => at(s.judgedAt)],
        ['tier_id', 'text', (s) => s.tierId],
        ['since', 'timestamptz', (s) => at(s.since)],
        ['falls_at', 'timestamptz', (s) => at(s.fallsAt)],
        ['look_at', 'timestamptz', (s) => at(s.lookAt)],
        ['progress', 'jsonb', (s) => JSON.stringify(s.progress)],
      ],
      standings,
      `on conflict (club_id, shopper_id) do update set program_version = excluded.program_version,
         judged_at = excluded.judged_at, tier_id = excluded.tier_id, since = excluded.since,
         falls_at = excluded.falls_at, look_at = excluded.look_at, progress = excluded.progress`,
    ),
    ...insertion<StoredEntry>(
      'tier_entries',
      [
        ['entry_id', 'uuid', (e) => e.entryId],
        ['shop_id', 'uuid', () => shopId],
        ['shopper_id', 'uuid', (e) => e.shopperId],
        ['tier_id', 'text', (e) => e.tierId],
        ['entered_at', 'timestamptz', (e) => at(e.enteredAt)],
        ['program_version', 'int', (e) => e.programVersion],
        ['points', 'bigint', (e) => e.points],
        ['pending', 'bigint', (e) => e.pending],
        ['ready_at', 'timestamptz', (e) => at(e.readyAt)],
        ['available_at', 'timestamptz', (e) => at(e.availableAt)],
        ['next_posting', 'int', (e) => e.nextPosting],
      ],
      entries,
      `on conflict (club_id, entry_id) do update set entered_at = excluded.entered_at,
         program_version = excluded.program_version, points = excluded.points,
         pending = excluded.pending, ready_at = excluded.ready_at,
         available_at = excluded.available_at, next_posting = excluded.next_posting`,
    ),
    ...(gone.length === 0
      ? []
      : [
          {
            text: 'delete from tier_standings where club_id = $1 and shopper_id = any($2::uuid[])',
            values: [gone],
          },
        ]),
  ]);
}

/** Points of entries that become available to these locked shoppers, oldest first. */
export function lockMaturingEntries(
  tx: Tx,
  shopperIds: readonly string[],
  now: number,
): Promise<StoredEntry[]> {
  return tx.query<StoredEntry>(
    `select ${ENTRY} from tier_entries where club_id = $1 and shopper_id = any($2::uuid[])
       and pending > 0 and available_at <= $3 order by available_at, entry_id for update`,
    [tx.clubId, shopperIds, at(now)],
  );
}

/** Shoppers whose standing changes by itself, by id. */
export async function standingsDue(tx: Tx, now: number, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select shopper_id as id from tier_standings where club_id = $1 and look_at <= $2
     order by shopper_id limit $3`,
    [tx.clubId, at(now), limit],
  );
  return rows.map(({ id }) => id);
}

/** How far a new version has moved everybody; null: there is nobody to move. */
export async function readTierMove(
  tx: Tx,
  shopId: string,
  now: number,
): Promise<{ from: number; after: string | null } | null> {
  const rows = await tx.query<{ from: number; after: string | null }>(
    `select move_tiers_at as from, tiers_moved_to as after from shops
     where club_id = $1 and shop_id = $2 and move_tiers_at <= $3`,
    [tx.clubId, shopId, at(now)],
  );
  return rows[0] ?? null;
}

/** `from` null: everybody is moved, until another version comes. */
export async function saveTierMove(
  tx: Tx,
  shopId: string,
  { from, after }: { from: number | null; after: string | null },
): Promise<void> {
  await tx.query(
    `update shops set move_tiers_at = $3, tiers_moved_to = $4
     where club_id = $1 and shop_id = $2`,
    [tx.clubId, shopId, at(from), after],
  );
}

/** From then on everybody is judged by another version; an earlier beginning stays. */
export async function moveTiersFrom(tx: Tx, shopId: string, from: number): Promise<void> {
  await tx.query(
    `update shops set move_tiers_at = least(move_tiers_at, $3::timestamptz)
     where club_id = $1 and shop_id = $2`,
    [tx.clubId, shopId, at(from)],
  );
}

/** The next shoppers of the club, by id. */
export async function shoppersAfter(
  tx: Tx,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select shopper_id as id from shoppers where club_id = $1 and merged_into is null
       and ($2::uuid is null or shopper_id > $2) order by shopper_id limit $3`,
    [tx.clubId, after, limit],
  );
  return rows.map(({ id }) => id);
}
