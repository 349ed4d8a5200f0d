/** What a draft takes from points that shoppers hold, before it is published. */
import type { Request, Response } from 'express';
import { previewFairness } from '../../actions/previewFairness.ts';
import { fairnessRequest } from '../../../contract/merchant.ts';
import type { FairnessAnswer } from '../../../contract/merchant.ts';
import type { DoorDeps } from '../deps.ts';
import { languageFor } from '../refusals.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Merchant } from './caller.ts';

export async function sendFairness(
  deps: DoorDeps,
  { clubId, shopId }: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = fairnessRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error, 'program.');
  const { program } = read.data;
  const language = languageFor(response);
  const told = await deps.inTransaction(clubId, (tx) =>
    previewFairness(tx, deps.context(), { shopId, program, language }),
  );
  if (!told.ok) return told;
  const { changes, from } = told;
  const answer = { changes, from: from === null ? null : new Date(from).toISOString() };
  response.json(answer satisfies FairnessAnswer);
  return null;
}
