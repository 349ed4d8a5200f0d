/** `/api/data-requests`: who asked what is kept of them, the file that says so, and the answer given. */
import type { Request, Response } from 'express';
import { answerDataRequest, openDataFile } from '../../actions/answerDataRequest.ts';
import { readPersonalData } from '../../analytics/dataFile.ts';
import { readDataRequests } from '../../analytics/dataRequests.ts';
import { dataRequestAct } from '../../../contract/dataRequests.ts';
import type { DataRequestsAnswer, PersonalData } from '../../../contract/dataRequests.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Merchant } from './caller.ts';
import { NOBODY, isId } from './ids.ts';

const idOf = (request: Request): string | null => {
  const id = String(request.params['id']).toLowerCase();
  return isId(id) ? id : null;
};

export async function sendDataRequests(
  deps: DoorDeps,
  { clubId, shopId }: Merchant,
  response: Response,
): Promise<null> {
  const now = deps.now();
  const answer = await deps.inTransaction(clubId, (tx) => readDataRequests(tx, { shopId, now }));
  response.json(answer satisfies DataRequestsAnswer);
  return null;
}

/** A download; that it was taken is put down in the same commit. */
export async function sendDataFile(
  deps: DoorDeps,
  { clubId, shopId, actor }: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const requestId = idOf(request);
  if (requestId === null) return NOBODY;
  const read = dataRequestAct.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const file = await deps.inTransaction(clubId, async (tx) => {
    const opened = await openDataFile(tx, deps.context(), { shopId, requestId, actor });
    return opened.ok ? readPersonalData(tx, opened.request, deps.now()) : opened;
  });
  if ('ok' in file) return file;
  response.set('content-disposition', `attachment; filename="personal-data-${requestId}.json"`);
  response.type('json').send(`${JSON.stringify(file satisfies PersonalData, null, 2)}\n`);
  return null;
}

export async function markDataRequest(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const requestId = idOf(request);
  if (requestId === null) return NOBODY;
  const read = dataRequestAct.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const { clubId, shopId, actor } = merchant;
  const done = await deps.inTransaction(clubId, (tx) =>
    answerDataRequest(tx, deps.context(), { shopId, requestId, actor }),
  );
  return done.ok ? sendDataRequests(deps, merchant, response) : done;
}
