/** Takes a personal code off the parent it hangs on, used or not, and clears up whose a taken one is. */
import { PERSONAL_LENGTHS, personalCode } from '../domain/personalCode.ts';
import type { Failure } from '../gateways/platform.ts';
import { isOurParent, replaceReferralCode } from '../store/referralCodes.ts';
import type { CodeToSettle } from '../store/referralCodes.ts';
import type { CodeDesk } from './settleReferralCodes.ts';

const AT_ONCE = 0;

/**
 * Done when the platform no longer knows the code on our parent. A code whose adding was never
 * confirmed may still be on its way in: it is added once more first, so that there is something
 * certain to delete.
 */
export async function takeOff(desk: CodeDesk, row: CodeToSettle): Promise<'done' | Failure> {
  const { parentId, code, confirmed } = row;
  const { platform } = desk.reach;
  if (parentId === null) return 'done';
  const call = () => ({ ...desk.call, deadlineMs: desk.job.leftMs() });
  if (!confirmed) {
    const added = await platform.addCodes(call(), parentId, [code]);
    if (!added.ok && added.failure.kind !== 'refused') return added.failure;
  }
  const found = await platform.findCode(call(), code);
  if (!found.ok) return found.failure;
  if (found.code.state === 'absent') return 'done';
  const hangsOn = found.code.parentId;
  if (hangsOn !== parentId && !(await isOurs(desk, hangsOn))) return 'done';
  const gone = await platform.deleteCode(call(), hangsOn, code, { evenUsed: true });
  if (!gone.ok) return gone.failure;
  return gone.deleted ? 'done' : { kind: 'later', reason: 'deletionNotSeenYet' };
}

/**
 * A code that is taken already: ours where it hangs on this parent; taken off first where it hangs on
 * another of ours; where it is somebody else's discount, the shopper gets a longer one.
 */
export async function settleTaken(
  desk: CodeDesk,
  parentId: string,
  row: CodeToSettle,
): Promise<'done' | Failure> {
  const call = { ...desk.call, deadlineMs: desk.job.leftMs() };
  const found = await desk.reach.platform.findCode(call, row.code);
  if (!found.ok) return found.failure;
  if (found.code.state === 'absent') return { kind: 'unclear', reason: 'takenButAbsent' };
  if (found.code.parentId === parentId) return 'done';
  if (!(await isOurs(desk, found.code.parentId))) return lengthen(desk, row);
  const off = await takeOff(desk, { ...row, parentId: found.code.parentId, confirmed: true });
  return off === 'done' ? { kind: 'later', reason: 'moved', retryAfterMs: AT_ONCE } : off;
}

const isOurs = ({ reach, job }: CodeDesk, parentId: string): Promise<boolean> =>
  reach.inTransaction(job.clubId, (tx) => isOurParent(tx, job.shopId, parentId));

async function lengthen({ reach, job }: CodeDesk, row: CodeToSettle): Promise<Failure> {
  const { shopperId, firstName, code } = row;
  const used = code.length - code.lastIndexOf('-') - 1;
  for (const length of PERSONAL_LENGTHS.filter((each) => each > used)) {
    const who = { clubId: job.clubId, shopperId, firstName };
    const longer = personalCode(reach.keys.code, who, length);
    const replaced = await reach.inTransaction(job.clubId, (tx) =>
      replaceReferralCode(tx, shopperId, longer),
    );
    if (replaced) return { kind: 'later', reason: 'codeTaken', retryAfterMs: AT_ONCE };
  }
  return { kind: 'refused', reason: 'codeTaken' };
}
