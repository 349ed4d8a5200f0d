/** `/api/referrals`: rewards for friends that wait for a person's word. */
import type { Request, Response, Router } from 'express';
import { decideReferral } from '../../actions/decideReferral.ts';
import { readReferralsToDecide } from '../../analytics/referralsToDecide.ts';
import { decideRequest } from '../../../contract/merchantReferrals.ts';
import type { ReferralsAnswer } from '../../../contract/merchantReferrals.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Answering, Merchant } from './caller.ts';
import { NOBODY, isId } from './ids.ts';

export function addReferrals(router: Router, deps: DoorDeps, answering: Answering): void {
  router.get(
    '/referrals',
    answering((merchant, _request, response) => sendReferrals(deps, merchant, response)),
  );
  router.post(
    '/referrals/:id/decide',
    answering((merchant, request, response) => decide(deps, merchant, request, response)),
  );
}

async function sendReferrals(
  deps: DoorDeps,
  merchant: Merchant,
  response: Response,
): Promise<Refused | null> {
  const asked = { now: deps.now(), shopId: merchant.shopId };
  const answer = await deps.inTransaction(merchant.clubId, (tx) =>
    readReferralsToDecide(tx, asked),
  );
  if (!answer) return NOBODY;
  response.json(answer satisfies ReferralsAnswer);
  return null;
}

async function decide(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const orderId = String(request.params['id']).toLowerCase();
  if (!isId(orderId)) return NOBODY;
  const read = decideRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const { shopId, actor, clubId } = merchant;
  const done = await deps.inTransaction(clubId, (tx) =>
    decideReferral(tx, deps.context(), { shopId, actor, orderId, ...read.data }),
  );
  return done.ok ? sendReferrals(deps, merchant, response) : done;
}
