/** How whole the shop's orders are, and what its past may bring. */
import type { Request, Response } from 'express';
import { previewPast } from '../../actions/previewPast.ts';
import { decidePast } from '../../actions/rewardPast.ts';
import type { PastChoice } from '../../actions/rewardPast.ts';
import { readHealing, shapeDecision } from '../../analytics/healingState.ts';
import { previewRequest, rewardRequest } from '../../../contract/healing.ts';
import type {
  Healing,
  PastRewardAnswer,
  PreviewAnswer,
  PreviewRequest,
} from '../../../contract/healing.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Merchant } from './caller.ts';

export async function sendHealing(
  deps: DoorDeps,
  merchant: Merchant,
  response: Response,
): Promise<null> {
  const { clubId, shopId } = merchant;
  const state = await deps.inTransaction(clubId, (tx) =>
    readHealing(tx, { shopId, now: deps.now() }),
  );
  response.json(state satisfies Omit<Healing, 'unreached'> & { unreached: string[] | null });
  return null;
}

const choiceOf = (asked: PreviewRequest): PastChoice => ({
  choice: asked.choice,
  sinceDay: asked.choice === 'since' ? asked.since : null,
});

export async function previewHistory(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = previewRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const told = await previewPast(deps.reach, merchant, choiceOf(read.data));
  if (!told.ok) return told;
  const { version: programVersion, orders, shoppers } = told;
  response.json({
    programVersion,
    orders,
    shoppers,
    points: Number(told.points),
    expired: Number(told.expired),
    onTheWay: Number(told.onTheWay),
  } satisfies PreviewAnswer);
  return null;
}

/** 202: decided, and carried out from now on. */
export async function rewardHistory(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = rewardRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const { clubId, shopId, actor } = merchant;
  const { id } = read.data;
  const decided = await deps.inTransaction(clubId, (tx) =>
    decidePast(tx, deps.context(), { shopId, pastRewardId: id, actor, ...choiceOf(read.data) }),
  );
  if (!decided.ok) return decided;
  const answer: PastRewardAnswer = shapeDecision(decided.reward);
  response.status(202).json(answer);
  return null;
}
