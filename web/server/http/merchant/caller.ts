/** Which merchant is asking: the session token of the embedded admin, on every call. */
import type { Request, RequestHandler, Response } from 'express';
import { installShop } from '../../actions/installShop.ts';
import { nameFirstManager } from '../../actions/staff.ts';
import type { DoorDeps } from '../deps.ts';
import { forged } from '../limits/forged.ts';
import type { Refused } from '../refusals.ts';

export type Merchant = { clubId: string; shopId: string; actor: string };

/** What a merchant's call is answered with; null: the answer is sent. */
export type Answer = (
  merchant: Merchant,
  request: Request,
  response: Response,
) => Promise<Refused | null>;

/** Names the merchant to an answer, and sends what it refuses. */
export type Answering = (answer: Answer) => RequestHandler;

/** The first call of a shop installs it. Refuses with forged, tooOften or shopUnreachable. */
export async function merchantOf(deps: DoorDeps, request: Request): Promise<Merchant | Refused> {
  const token = /^Bearer ([\w.-]{1,4096})$/.exec(request.get('authorization') ?? '')?.[1] ?? '';
  const call = deps.platform.verifyMerchantToken(token, deps.now());
  if (!call.ok) {
    deps.log.warn({ door: 'merchant', reason: call.reason }, 'call refused');
    return forged(deps, request);
  }
  const { shopDomain, staffId } = call;
  const known = await deps.findShop(shopDomain);
  const installed = await installShop(deps.reach, { shopDomain, sessionToken: token, known });
  if (!installed.ok) return installed;
  const { clubId, shopId } = installed.shop;
  const actor = `staff ${staffId}`;
  if (known === null) {
    await deps.inTransaction(clubId, (tx) => nameFirstManager(tx, deps.context(), actor));
  }
  const who = { club: clubId, person: staffId };
  const late = deps.limits.refuse('merchantCall', who);
  if (late) return late;
  deps.limits.count('merchantCall', who);
  return { clubId, shopId, actor };
}
