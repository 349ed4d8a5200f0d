/**
 * A shop goes. Only the body of a message is signed, and the body of `uninstalled` and `redact` is the
 * same every time: an old one could be sent again with new headers. So nobody is believed who says
 * that a shop has left while it has a token: the platform is asked, by a delivery, whether it still
 * takes that token.
 */
import { eraseBooks } from '../store/auditLog.ts';
import { askFor } from '../store/deliveries.ts';
import { waitForClub } from '../store/inbox.ts';
import { markUninstalled, readShop } from '../store/shops.ts';
import { expireAccess } from '../store/tokens.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { callShop, lookUp } from './shopCall.ts';

const HOUR_MS = 3_600_000;
/** The platform asks for the erasure 48 hours after the leaving; what asks sooner is none of it. */
const ERASE_AFTER_MS = 47 * HOUR_MS;

/** Told that the app was removed (at `when`): a shop that has come back since has not left. */
export async function retireShop(tx: Tx, ctx: Context, shopId: string, when: number) {
  const shop = await readShop(tx, shopId);
  if (!shop || shop.uninstalledAt !== null || shop.installedAt > when) return;
  await askFor(tx, [{ shopId, kind: 'confirmLeaving', key: shopId, dueAt: ctx.now }], ctx.now);
}

/** Told to erase the shop (at `when`); one that has come back since has begun anew. */
export async function eraseShop(tx: Tx, ctx: Context, shopId: string, when: number) {
  const shop = await readShop(tx, shopId);
  if (!shop || shop.installedAt > when) return;
  const dueAt = Math.max(ctx.now, (shop.uninstalledAt ?? 0) + ERASE_AFTER_MS);
  await askFor(tx, [{ shopId, kind: 'eraseShop', key: shopId, dueAt }], ctx.now);
}

/** The delivery behind `retireShop`, and behind a token that the platform no longer takes. */
export async function confirmLeaving(reach: Reach, job: Job): Promise<Outcomes> {
  const seen = await askWhether(reach, job);
  if (!seen.ok) return job.all(seen.failure);
  if (seen.left) {
    await reach.inTransaction(job.clubId, (tx) =>
      markUninstalled(tx, job.shopId, seen.version, reach.now()),
    );
  }
  return new Map();
}

/**
 * Every row of the club goes, the shop's own too, through the audited door, once the shop has left. A
 * message about it that comes later is one of a shop that we do not know; should it come back, it
 * begins anew.
 */
export async function eraseLeft(reach: Reach, job: Job): Promise<Outcomes> {
  const { clubId, shopId } = job;
  const seen = await askWhether(reach, job);
  if (!seen.ok) return job.all(seen.failure);
  if (!seen.left) return new Map();
  await reach.inTransaction(clubId, async (tx) => {
    await waitForClub(tx);
    const now = reach.now();
    await markUninstalled(tx, shopId, seen.version, now);
    // Come back between our question and now: then it is not ours to erase.
    if ((await readShop(tx, shopId))?.uninstalledAt === null) return;
    await eraseBooks(tx, 'platform', now);
  });
  return new Map();
}

type Seen = { ok: true; left: boolean; version: bigint | null } | Extract<Called, { ok: false }>;
type Called = Awaited<ReturnType<typeof callShop>>;

/** The ways a call fails that say: this token will never do again. */
const DEAD = ['notInstalled', 'noToken', 'tokenRefused'];

/**
 * Whether the shop has left: the platform takes neither its token nor a renewed one. Any doubt is
 * `later`. `version` is the pair that was asked about.
 */
async function askWhether(reach: Reach, job: Job): Promise<Seen> {
  for (const last of [false, true]) {
    const { row } = await lookUp(reach, job.clubId, job.shopId);
    const left: Seen = { ok: true, left: true, version: row?.version ?? null };
    const called = await callShop(reach, job.clubId, job.shopId, job.leftMs());
    if (!called.ok) return DEAD.includes(called.failure.reason) ? left : called;
    const answer = await reach.platform.shopProfile({ ...called.call, deadlineMs: job.leftMs() });
    if (answer.ok) return { ok: true, left: false, version: called.version };
    const { failure } = answer;
    const dead = failure.kind === 'refused' || failure.reason === 'unauthorized';
    if (!dead) return answer;
    if (last || failure.kind === 'refused') return { ...left, version: called.version };
    // The access token may have been taken back alone: a renewed one settles it.
    await reach.inTransaction(job.clubId, (tx) => expireAccess(tx, job.shopId, reach.now()));
  }
  throw new Error('not reached');
}
