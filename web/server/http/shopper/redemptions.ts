/** Taking a reward, asking about it, and putting it back. */
import type { Request, Response } from 'express';
import { cancelRedemption, lookUpRedemption } from '../../actions/cancelRedemption.ts';
import { redeemReward } from '../../actions/redeemReward.ts';
import type { Redeemed } from '../../actions/redeemReward.ts';
import { redemptionShown } from '../../analytics/shown.ts';
import { redeemRequest } from '../../../contract/shopper.ts';
import type { RedeemAnswer } from '../../../contract/shopper.ts';
import type { DoorDeps } from '../deps.ts';
import { errorName } from '../errorName.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Caller } from './caller.ts';
import { DEADLINE_MS } from './tryNow.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The redemption that the address names; null when it cannot be one, which is `notFound`. */
function idOf(request: Request): string | null {
  const id = request.params['id'];
  return typeof id === 'string' && UUID.test(id) ? id.toLowerCase() : null;
}

/** 200: it works, is on the shop's list, or was refused. 202: being made, ask again. Same id, same answer. */
export async function redeem(
  deps: DoorDeps,
  caller: Caller,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const { shop, customerId } = caller;
  if (customerId === null) return { kind: 'notLoggedIn' };
  const read = redeemRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const { rewardId, points, amountMinor } = read.data;
  const redemptionId = read.data.id.toLowerCase();
  const input = { shop, customerId, redemptionId, rewardId, points, amountMinor };
  const agreed = await deps.inTransaction(shop.clubId, (tx) =>
    redeemReward(tx, deps.context(), input),
  );
  if (!agreed.ok) return agreed;
  const now = await settled(deps, { shop, customerId, redemptionId }, agreed);
  const { status, way } = now.redemption;
  // A person at the shop takes their time: asking again soon would tell nothing new.
  const later = status === 'issuing' && way !== 'hand';
  response.status(later ? 202 : 200).json(answerOf(now));
  return null;
}

/** 200: put back (or it was over already). 202: the code is being closed, ask again. */
export async function putBack(
  deps: DoorDeps,
  caller: Caller,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const { shop, customerId } = caller;
  if (customerId === null) return { kind: 'notLoggedIn' };
  const redemptionId = idOf(request);
  if (redemptionId === null) return { kind: 'notFound' };
  const input = { shop, customerId, redemptionId };
  const agreed = await deps.inTransaction(shop.clubId, (tx) =>
    cancelRedemption(tx, deps.context(), input),
  );
  if (!agreed.ok) return agreed;
  const now = await settled(deps, input, agreed);
  response.status(now.redemption.status === 'closing' ? 202 : 200).json(answerOf(now));
  return null;
}

export async function lookUp(
  deps: DoorDeps,
  caller: Caller,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const { shop, customerId } = caller;
  if (customerId === null) return { kind: 'notLoggedIn' };
  const redemptionId = idOf(request);
  if (redemptionId === null) return { kind: 'notFound' };
  const found = await deps.inTransaction(shop.clubId, (tx) =>
    lookUpRedemption(tx, { shop, customerId, redemptionId }),
  );
  if (!found.ok) return found;
  response.json(answerOf(found));
  return null;
}

type Mine = Parameters<typeof lookUpRedemption>[1];

/**
 * Tries the delivery once under a short deadline, and looks again. Points are set aside and the
 * delivery stands, so whatever goes wrong here is only "not yet".
 */
async function settled(deps: DoorDeps, mine: Mine, agreed: Redeemed): Promise<Redeemed> {
  const { deliveryId, leased } = agreed;
  const { clubId } = mine.shop;
  try {
    if (leased) await deps.deliverLeased(clubId, leased, DEADLINE_MS);
    else if (deliveryId !== null) await deps.deliverNow(clubId, deliveryId, DEADLINE_MS);
    else return agreed;
  } catch (error) {
    deps.log.error({ door: 'shopper', error: errorName(error) }, 'delivery failed');
  }
  const now = await deps.inTransaction(clubId, (tx) => lookUpRedemption(tx, mine));
  return now.ok ? now : agreed;
}

/** Below zero is debt, which is told apart from what can be spent. */
const answerOf = ({ redemption, available }: Redeemed): RedeemAnswer => ({
  redemption: redemptionShown(redemption),
  available: Math.max(0, Number(available)),
});
