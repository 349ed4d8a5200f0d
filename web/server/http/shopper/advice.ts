/** Which reward is best with what is in the cart, asked before any points are spent. */
import type { Request, Response } from 'express';
import { readAdvice } from '../../analytics/advice.ts';
import { adviceRequest } from '../../../contract/advice.ts';
import type { AdviceAnswer } from '../../../contract/advice.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Caller } from './caller.ts';

export async function advise(
  deps: DoorDeps,
  { shop, customerId }: Caller,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  if (customerId === null) return { kind: 'notLoggedIn' };
  const read = adviceRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const asked = { shopId: shop.shopId, customerId, now: deps.now(), ...read.data };
  const advice = await deps.inTransaction(shop.clubId, (tx) => readAdvice(tx, asked));
  response.json(advice satisfies AdviceAnswer);
  return null;
}
