/** What the people of a shop may do alone: the first one is a manager, and managers name others. */
import { localDay, startOfLocalDay } from '../domain/days.ts';
import { mostNow } from '../domain/staff.ts';
import type { Role } from '../domain/staff.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { adjustedBy } from '../store/adjustments.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { readOnlyShop } from '../store/shops.ts';
import { lockManagers, readRole, saveStaff } from '../store/staff.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

export type Standing = { actor: string; role: Role; left: number };

/** Who is asking, and how many points they may still move alone today, in one adjustment. */
export async function standingOf(tx: Tx, ctx: Context, actor: string): Promise<Standing> {
  const role = await readRole(tx, actor);
  return { actor, role, left: mostNow(role, await movedToday(tx, ctx, actor)) };
}

/** Points that somebody gave and took alone this local day, both counted up. */
export async function movedToday(tx: Tx, ctx: Context, actor: string): Promise<number> {
  const shop = await readOnlyShop(tx);
  if (!shop) return 0;
  const today = startOfLocalDay(localDay(ctx.now, shop.timeZone), shop.timeZone);
  return adjustedBy(tx, actor, today);
}

/** Whoever connected the shop is its first manager. Nothing happens where there is one already. */
export async function nameFirstManager(tx: Tx, ctx: Context, actor: string): Promise<void> {
  if ((await lockManagers(tx)).length > 0) return;
  await name(tx, ctx, { actor, role: 'manager', name: null, by: actor });
}

export type NameInput = { actor: string; role: Role; name: string | null; by: string };

/** Refuses with notAllowed (only managers name), or lastManager. */
export async function nameStaff(
  tx: Tx,
  ctx: Context,
  input: NameInput,
): Promise<{ ok: true } | Refusal> {
  const managers = await lockManagers(tx);
  if (!managers.includes(input.by)) return refuse('notAllowed');
  const goes = input.role !== 'manager' && managers.includes(input.actor);
  if (goes && managers.length === 1) return refuse('lastManager');
  await name(tx, ctx, input);
  return { ok: true };
}

async function name(tx: Tx, ctx: Context, { actor, role, name, by }: NameInput): Promise<void> {
  const before = await readRole(tx, actor);
  await saveStaff(tx, { actor, role, name, setBy: by, setAt: ctx.now });
  if (before === role) return;
  await writeAuditEntry(tx, {
    at: ctx.now,
    actor: by,
    action: 'nameStaff',
    details: { actor, role },
  });
}
