/** `/api/bulk` and `/api/staff`: many adjustments from a file, and who may do how much alone. */
import express from 'express';
import type { Request, RequestHandler, Response, Router } from 'express';
import { approveBulk, draftBulk, dropBulk, startBulk, undoBulk } from '../../actions/bulkAdjust.ts';
import { nameStaff, standingOf } from '../../actions/staff.ts';
import { readBulk, readBulks } from '../../analytics/bulk.ts';
import { readPeople } from '../../analytics/people.ts';
import { staffRequest } from '../../../contract/bulk.ts';
import type { BulkAnswer, BulkListAnswer, StaffAnswer } from '../../../contract/bulk.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf, queryValue } from '../requests.ts';
import { readBulkFile } from './bulkFile.ts';
import type { Answering, Merchant } from './caller.ts';
import { NOBODY, invalidField, isId } from './ids.ts';

/** A line is some 60 bytes, and 20,000 are the most. */
const MOST_BYTES = '4mb';
const LONGEST = 120;

/** Before bodies are read as JSON. Packed ones are refused, as everywhere. */
export const csvBody = (): RequestHandler =>
  express.raw({ type: 'text/csv', limit: MOST_BYTES, inflate: false });

export function addBulk(router: Router, deps: DoorDeps, answering: Answering): void {
  router.get(
    '/bulk',
    answering((merchant, _request, response) => sendBulks(deps, merchant, response)),
  );
  router.post(
    '/bulk',
    answering((merchant, request, response) => upload(deps, merchant, request, response)),
  );
  router.get(
    '/bulk/:id',
    answering((merchant, request, response) => sendBulk(deps, merchant, request, response)),
  );
  for (const [verb, act] of Object.entries(VERBS)) {
    router.post(
      `/bulk/:id/${verb}`,
      answering((merchant, request, response) => decide(deps, merchant, request, response, act)),
    );
  }
  router.get(
    '/staff',
    answering((merchant, _request, response) => sendStaff(deps, merchant, response)),
  );
  router.put(
    '/staff',
    answering((merchant, request, response) => name(deps, merchant, request, response)),
  );
}

const VERBS = { start: startBulk, approve: approveBulk, drop: dropBulk, undo: undoBulk };

async function sendBulks(
  deps: DoorDeps,
  { clubId, shopId, actor }: Merchant,
  response: Response,
): Promise<null> {
  const answer = await deps.inTransaction(clubId, async (tx) => ({
    bulks: await readBulks(tx, shopId),
    now: new Date(deps.now()).toISOString(),
    you: await standingOf(tx, deps.context(), actor),
  }));
  response.json(answer satisfies BulkListAnswer);
  return null;
}

/** Reads a file and answers what it would do. Nothing is posted. */
async function upload(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  if (!Buffer.isBuffer(request.body)) return { kind: 'wrongType' };
  const asked = (key: string): string => (queryValue(request.originalUrl, key) ?? '').trim();
  const bulkId = asked('id').toLowerCase();
  const [name, note] = [asked('name'), asked('note')];
  if (!isId(bulkId)) return invalidField('id', 'wrongShape');
  if (name === '' || name.length > LONGEST || /\p{Cc}/u.test(name)) {
    return invalidField('name', 'wrongShape');
  }
  const read = readBulkFile(request.body);
  if ('kind' in read) return read;
  const { shopId, actor, clubId } = merchant;
  const done = await deps.inTransaction(clubId, (tx) =>
    draftBulk(tx, deps.context(), { shopId, actor, bulkId, name, note, rows: read.rows }),
  );
  return done.ok ? answerWith(deps, merchant, bulkId, request, response) : done;
}

async function sendBulk(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const bulkId = String(request.params['id']).toLowerCase();
  return isId(bulkId) ? answerWith(deps, merchant, bulkId, request, response) : NOBODY;
}

async function decide(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
  act: typeof startBulk,
): Promise<Refused | null> {
  const bulkId = String(request.params['id']).toLowerCase();
  if (!isId(bulkId)) return NOBODY;
  const { clubId, actor } = merchant;
  const done = await deps.inTransaction(clubId, (tx) => act(tx, deps.context(), { bulkId, actor }));
  return done.ok ? answerWith(deps, merchant, bulkId, request, response) : done;
}

async function answerWith(
  deps: DoorDeps,
  merchant: Merchant,
  bulkId: string,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const after = queryValue(request.originalUrl, 'after') ?? '0';
  if (!/^\d{1,9}$/.test(after)) return invalidField('after', 'wrongShape');
  const onlyWrong = queryValue(request.originalUrl, 'wrong') === '1';
  const { clubId, shopId, actor } = merchant;
  const asked = { shopId, bulkId, after: Number(after), onlyWrong };
  const answer = await deps.inTransaction(clubId, async (tx) => {
    const found = await readBulk(tx, asked);
    return found && { ...found, you: await standingOf(tx, deps.context(), actor) };
  });
  if (!answer) return NOBODY;
  response.json(answer satisfies BulkAnswer);
  return null;
}

async function sendStaff(
  deps: DoorDeps,
  { clubId, actor }: Merchant,
  response: Response,
): Promise<null> {
  const answer = await deps.inTransaction(clubId, async (tx) => ({
    you: await standingOf(tx, deps.context(), actor),
    staff: await readPeople(tx),
  }));
  response.json(answer satisfies StaffAnswer);
  return null;
}

async function name(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = staffRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const named = { ...read.data, by: merchant.actor };
  const done = await deps.inTransaction(merchant.clubId, (tx) =>
    nameStaff(tx, deps.context(), named),
  );
  return done.ok ? sendStaff(deps, merchant, response) : done;
}
