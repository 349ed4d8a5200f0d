/** Which tier a locked shopper holds at this very moment, before something hangs on it. */
import type { ProgramVersion } from '../domain/program.ts';
import { standingKept } from '../domain/tiersKept.ts';
import { readVersionsFast } from '../store/programs.ts';
import { readStanding } from '../store/tierRows.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { countedNow, readTierPasts } from './seeTiers.ts';

type Member = { shopperId: string; inForce: ProgramVersion; timeZone: string };

/**
 * What is kept, as long as it is of the version in force and nothing of it has changed by itself since;
 * else worked out, as the clock will when it comes to this shopper.
 */
export async function tierHeld(tx: Tx, ctx: Context, member: Member): Promise<string | null> {
  const { shopperId, inForce, timeZone } = member;
  const kept = await readStanding(tx, shopperId);
  const holds = kept?.version === inForce.version && (kept.lookAt ?? Infinity) > ctx.now;
  if (kept && holds) return kept.tierId;
  const versions = await readVersionsFast(tx);
  const pasts = await readTierPasts(tx, versions, [shopperId], null);
  const counted = countedNow(pasts, [], versions).get(shopperId) ?? { orders: [], others: [] };
  return standingKept(inForce, versions, counted, ctx.now + 1, timeZone)?.tierId ?? null;
}
