/** The merchant publishes a version: numbered, dated, never changed again. */
import type { Program, ProgramVersion } from '../domain/program.ts';
import { celebrates } from '../domain/celebrations.ts';
import { endOfLocalDay } from '../domain/days.ts';
import { WARNING_DAYS, endsTooSoon, fairStart, takenBy } from '../domain/fairStart.ts';
import { checkProgram } from '../domain/programs.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import type { WorthLess } from '../domain/worthLess.ts';
import { celebrateFrom } from '../store/celebrations.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { askFor } from '../store/deliveries.ts';
import { anyoneHolds } from '../store/notices.ts';
import { addVersion, readVersions } from '../store/programs.ts';
import type { PublishedVersion } from '../store/programs.ts';
import { askForAllCodes } from '../store/referralCodes.ts';
import { readShop } from '../store/shops.ts';
import { moveTiersFrom } from '../store/tierRows.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { askAfterPublishing } from './endParents.ts';

export type PublishInput = {
  shopId: string;
  program: Program;
  /** The version the editor started from; 0 for the first. */
  baseVersion: number;
  /** Null: now. */
  effectiveFrom: number | null;
  actor: string;
  /**
   * What a repeat order costs at worst, where the merchant has told a margin, and what of it they have
   * typed; null: nobody has told one, or an operator publishes.
   */
  guard?: { shareBasisPoints: number; aboveHalfMargin: boolean; typed: number | null } | null;
  /** Only an import or the demo may date version 1 back. */
  mayBackdate?: boolean;
};

/** What a program takes from points that shoppers hold, and when that may begin; null: nobody holds any. */
export async function takenFromHolders(
  tx: Tx,
  ctx: Pick<Context, 'now'>,
  versions: readonly ProgramVersion[],
  program: Program,
): Promise<{ changes: WorthLess[]; earliest: number; endsTooSoon: boolean } | null> {
  if (!(await anyoneHolds(tx))) return null;
  return {
    changes: takenBy(versions, program, ctx.now),
    earliest: fairStart(versions, program, ctx.now),
    endsTooSoon: endsTooSoon(versions, program, ctx.now),
  };
}

/** How late "now" may arrive and still be now. */
const LATE_MS = 60_000;

/**
 * Refuses with conflict, invalid (field, data.problem), inThePast or unconfirmed (what is given at worst
 * is above half the margin, and was not typed; data.limit: that share, in basis points), or tooSoon
 * (shoppers hold points that would be worth less, of which they are told 30 days before).
 */
export async function publishProgram(
  tx: Tx,
  ctx: Context,
  input: PublishInput,
): Promise<{ ok: true; version: PublishedVersion } | Refusal> {
  const versions = await readVersions(tx);
  const latest = versions.at(-1)?.version ?? 0;
  if (latest !== input.baseVersion) return refuse('conflict', { version: latest });
  const shop = await readShop(tx, input.shopId);
  if (!shop) return refuse('notFound');
  if (input.program.currency !== shop.currency) {
    return refuse('invalid', { problem: 'otherCurrency', currency: shop.currency }, 'currency');
  }
  const [problem] = checkProgram(input.program);
  if (problem) return refuse('invalid', { problem: problem.problem }, problem.field);
  const from = input.effectiveFrom ?? ctx.now;
  const mayBackdate = input.mayBackdate === true && latest === 0;
  if (from < ctx.now - LATE_MS && !mayBackdate) return refuse('inThePast', {}, 'effectiveFrom');
  const { guard } = input;
  if (guard?.aboveHalfMargin && guard.typed !== guard.shareBasisPoints) {
    return refuse('unconfirmed', { limit: guard.shareBasisPoints }, 'confirmedBasisPoints');
  }
  const taken = await takenFromHolders(tx, ctx, versions, input.program);
  if (taken && !mayBackdate) {
    if (from < taken.earliest - LATE_MS) {
      return refuse('tooSoon', { limit: WARNING_DAYS }, 'effectiveFrom');
    }
    if (taken.endsTooSoon) return refuse('tooSoon', { limit: WARNING_DAYS }, 'phase.spendUntil');
  }
  const version: PublishedVersion = {
    version: latest + 1,
    effectiveFrom: mayBackdate ? from : Math.max(from, ctx.now),
    program: input.program,
    publishedAt: ctx.now,
    publishedBy: input.actor,
  };
  if (!(await addVersion(tx, version))) return refuse('conflict', { version: latest + 1 });
  await writeAuditEntry(tx, {
    at: ctx.now,
    actor: input.actor,
    action: 'publishProgram',
    details: { version: version.version, effectiveFrom: version.effectiveFrom },
  });
  if (celebrates(input.program)) {
    const nextDay = endOfLocalDay(version.effectiveFrom, shop.timeZone);
    await celebrateFrom(tx, shop.shopId, nextDay);
  }
  if (taken && taken.changes.length > 0) {
    const tell = { kind: 'tellChange' as const, key: `${version.version}/`, dueAt: ctx.now };
    await askFor(tx, [{ ...tell, shopId: input.shopId }], ctx.now);
  }
  if ([...versions, version].some(({ program }) => program.tiers)) {
    await moveTiersFrom(tx, shop.shopId, version.effectiveFrom);
  }
  const dueAt = Math.max(ctx.now, version.effectiveFrom);
  await askFor(tx, [{ shopId: input.shopId, kind: 'clubCard', key: input.shopId, dueAt }], ctx.now);
  await askForAllCodes(tx, dueAt, ctx.now);
  await askAfterPublishing(tx, input.shopId, dueAt, ctx.now);
  return { ok: true, version };
}
