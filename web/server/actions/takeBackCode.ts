/** Drives one code to a state that is certain: gone and unused, or used. */
import type { Answer, Platform, ShopCall } from '../gateways/platform.ts';
import type { Parent } from '../store/redemptions.ts';
import type { CodeRow } from './driveCodes.ts';

type Told = Answer<{ told: { kind: 'gone' } | { kind: 'used' } }>;

const GONE: Told = { ok: true, told: { kind: 'gone' } };
const USED: Told = { ok: true, told: { kind: 'used' } };

/**
 * Deletes the code and asks again until the platform says that it is not there. A code whose adding
 * was asked for and never confirmed may still be on its way in: while closing, it is added once more
 * first, so that there is something certain to delete. One that was never asked for is not there.
 */
export async function takeBackCode(
  platform: Platform,
  call: ShopCall,
  parent: Parent,
  row: Pick<CodeRow, 'code' | 'stage' | 'confirmed' | 'sent'>,
): Promise<Told> {
  const { parentId } = parent;
  if (parentId === null || !row.sent) return GONE;
  if (row.stage === 'closing' && !row.confirmed) {
    const added = await platform.addCodes(call, parentId, [row.code]);
    if (!added.ok && added.failure.kind !== 'refused') return added;
  }
  const found = await platform.findCode(call, row.code);
  if (!found.ok) return found;
  if (found.code.state === 'used') return USED;
  if (found.code.state === 'absent' || found.code.parentId !== parentId) return GONE;
  const deleted = await platform.deleteCode(call, parentId, row.code);
  if (!deleted.ok) return deleted;
  const after = await platform.findCode(call, row.code);
  if (!after.ok) return after;
  if (after.code.state === 'used') return USED;
  if (after.code.state === 'absent') return GONE;
  return { ok: false, failure: { kind: 'later', reason: 'deletionNotSeenYet' } };
}
