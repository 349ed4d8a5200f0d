/**
 * Which tier shoppers hold now, and what entering tiers is worth to them now: worked out from all that
 * counts, and posted as the difference to what was posted. One path for orders, actions and the clock.
 */
import type { Draft } from '../domain/books.ts';
import { availableAt } from '../domain/days.ts';
import { lotEnd } from '../domain/lotEnds.ts';
import type { ProgramVersion } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import { matureEntry, postEntry } from '../domain/tierBook.ts';
import { entriesAt } from '../domain/tiersEntries.ts';
import type { Entry } from '../domain/tiersEntries.ts';
import { standingKept } from '../domain/tiersKept.ts';
import { countedBy } from '../domain/tiersOfOrders.ts';
import type { CountedOfShopper } from '../domain/tiersOfOrders.ts';
import { expireLots, writeOffDebts } from '../domain/upkeepBook.ts';
import { sendAsks } from '../store/deliveries.ts';
import { readTierRows, saveTierRows } from '../store/tierRows.ts';
import type { StoredEntry, StoredStanding, TierRows } from '../store/tierRows.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, ShopOfOrders } from './context.ts';
import { settlePerks } from './tierPerks.ts';
import type { Holding } from './tierPerks.ts';

export type TierDesk = {
  ctx: Context;
  shop: ShopOfOrders;
  versions: readonly ProgramVersion[];
  drafts: ReadonlyMap<string, Draft>;
};

export type OpenTiers = {
  /** In memory: nothing is written yet. Who has nothing that counts is left out of `counted`. */
  settle(shopperIds: Iterable<string>, counted: ReadonlyMap<string, CountedOfShopper>): void;
  /** Writes it down; the caller writes the drafts. Answers whose tier or progress is another one. */
  save(): Promise<string[]>;
};

const NOTHING: CountedOfShopper = { orders: [], others: [] };

export const haveTiers = (versions: readonly ProgramVersion[]): boolean =>
  versions.some(({ program }) => program.tiers);

/** Empty lots join the accounts: what comes to their source later goes into them. */
export function addLots(drafts: TierDesk['drafts'], found: TierRows['lots']): void {
  for (const { shopperId, lot } of found) {
    const lots = drafts.get(shopperId)?.account.lots;
    if (lots && !lots.some(({ id }) => id === lot.id)) lots.push(lot);
  }
}

/** Reads what is kept of these locked shoppers. */
export async function openTiers(
  tx: Tx,
  desk: TierDesk,
  shopperIds: readonly string[],
): Promise<OpenTiers> {
  const rows = await readTierRows(tx, shopperIds);
  addLots(desk.drafts, rows.lots);
  const standings: StoredStanding[] = [];
  const entries: StoredEntry[] = [];
  const gone: string[] = [];
  const other: string[] = [];
  const holdings: Holding[] = [];
  return {
    settle: (ids, counted) => {
      for (const shopperId of ids) {
        const mine = counted.get(shopperId) ?? NOTHING;
        const entered = enteredBy(desk, mine);
        entries.push(...settleEntries(desk, rows, shopperId, { counted: mine, entered }));
        const before = rows.standings.find((row) => row.shopperId === shopperId);
        const now = standingNow(desk, mine);
        holdings.push({ shopperId, tierId: now?.tierId ?? null, entered });
        if (now) standings.push({ ...now, shopperId });
        else if (before) gone.push(shopperId);
        if (isOther(before, now)) other.push(shopperId);
      }
    },
    save: async () => {
      saveTierRows(tx, desk.shop.shopId, { standings, entries, gone });
      sendAsks(tx, await settlePerks(tx, desk, holdings), desk.ctx.now);
      return other;
    },
  };
}

/** As of the end of this moment: what happened in it counts. */
const asOf = ({ ctx }: TierDesk): number => ctx.now + 1;

function standingNow(desk: TierDesk, counted: CountedOfShopper) {
  const { ctx, versions, shop } = desk;
  const version = programInForce(versions, ctx.now);
  return version && standingKept(version, versions, counted, asOf(desk), shop.timeZone);
}

type Shown = Pick<StoredStanding, 'tierId' | 'progress'>;

const isOther = (before: Shown | undefined, now: Shown | null): boolean =>
  JSON.stringify([before?.tierId, before?.progress]) !==
  JSON.stringify([now?.tierId, now?.progress]);

/** Every tier that was entered by now. */
const enteredBy = (desk: TierDesk, counted: CountedOfShopper): Entry[] =>
  entriesAt(
    desk.versions,
    (version) => countedBy(version, desk.versions, counted),
    asOf(desk),
    desk.shop.timeZone,
  );

/** Posts what each entry is worth now; answers the rows that changed. */
function settleEntries(
  desk: TierDesk,
  rows: TierRows,
  shopperId: string,
  { counted, entered: targets }: { counted: CountedOfShopper; entered: readonly Entry[] },
): StoredEntry[] {
  const { drafts } = desk;
  const draft = drafts.get(shopperId);
  if (!draft) throw new Error('tiers of a shopper who is not locked');
  const stored = rows.entries.filter((row) => row.shopperId === shopperId);
  const paidAt = firstPaidAt(counted);
  const changed: StoredEntry[] = [];
  const taken = new Set<StoredEntry>();
  for (const target of targets) {
    const row = stored.find(({ tierId }) => tierId === target.tierId);
    if (row) taken.add(row);
    if (!row && target.points === 0n) continue;
    const entry = row ?? newEntry(desk, shopperId, target);
    if (postTarget(desk, draft, entry, { target, paidAt }) || !row) changed.push(entry);
  }
  for (const row of stored) {
    if (taken.has(row) || row.points === 0n) continue;
    postTarget(desk, draft, row, { target: null, paidAt });
    changed.push(row);
  }
  return changed;
}

const firstPaidAt = ({ orders }: CountedOfShopper): number | null =>
  orders.reduce<number | null>(
    (first, { paid, placedAt }) => (paid ? Math.min(first ?? placedAt, placedAt) : first),
    null,
  );

const newEntry = ({ ctx }: TierDesk, shopperId: string, target: Entry): StoredEntry => ({
  entryId: ctx.newId(),
  shopperId,
  tierId: target.tierId,
  enteredAt: target.at,
  programVersion: target.version,
  points: 0n,
  pending: 0n,
  readyAt: target.at,
  availableAt: null,
  nextPosting: 1,
});

/** True when the row is another one afterwards. Without a target the entry was undone. */
function postTarget(
  { ctx, versions, shop }: TierDesk,
  draft: Draft,
  entry: StoredEntry,
  { target, paidAt }: { target: Entry | null; paidAt: number | null },
): boolean {
  const before = JSON.stringify([entry.enteredAt, entry.programVersion, entry.availableAt]);
  const posted = entry.nextPosting;
  if (target) Object.assign(entry, { enteredAt: target.at, programVersion: target.version });
  const { program } = versions.find(({ version }) => version === entry.programVersion) ?? {};
  if (!program) throw new Error('a tier was entered without a version');
  const worth = target?.points ?? 0n;
  const tier = program.tiers?.levels.find(({ id }) => id === entry.tierId);
  const explain = {
    tier: entry.tierId,
    name: tier?.name ?? entry.tierId,
    version: entry.programVersion,
    before: Number(entry.points),
    now: Number(worth),
  };
  const occurredAt = posted === 1 ? Math.min(entry.enteredAt, ctx.now) : ctx.now;
  postEntry(draft, entry, worth, { occurredAt, shortage: program.debt, explain });
  entry.readyAt = availableAt(entry.enteredAt, program.pendingDays);
  entry.availableAt = paidAt === null ? null : Math.max(entry.readyAt, paidAt);
  if (entry.availableAt !== null && entry.availableAt <= ctx.now && entry.pending > 0n) {
    writeOffDebts(draft, entry.availableAt);
    const when = { from: entry.availableAt, timeZone: shop.timeZone, heardAt: ctx.now };
    const end = lotEnd(draft.account, program.expiry, when);
    matureEntry(draft, entry, { availableAt: entry.availableAt, ...end });
    expireLots(draft, ctx.now);
  }
  const after = JSON.stringify([entry.enteredAt, entry.programVersion, entry.availableAt]);
  return before !== after || entry.nextPosting !== posted;
}
