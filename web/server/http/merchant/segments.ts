/** `/api/segments`: shoppers grouped by what is known of them. */
import type { Request, Response, Router } from 'express';
import { countSegment } from '../../actions/countSegment.ts';
import { choiceOf, offerOf } from '../../actions/segmentDesk.ts';
import {
  changeSegment,
  chooseScoring,
  makeList,
  makeSegment,
  removeSegment,
  settleSegment,
} from '../../actions/segments.ts';
import { readNames, readSegments } from '../../analytics/segments.ts';
import {
  countRequest,
  scoringRequest,
  segmentAct,
  segmentChange,
  segmentRequest,
} from '../../../contract/segments.ts';
import type { CountAnswer, ListAnswer, SegmentsAnswer } from '../../../contract/segments.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf, queryValue } from '../requests.ts';
import { readPeopleFile } from './bulkFile.ts';
import type { Answering, Merchant } from './caller.ts';
import { NOBODY, invalidField, isId } from './ids.ts';
import { sendSegmentFile } from './segmentFile.ts';

type Call = { deps: DoorDeps; merchant: Merchant; request: Request; response: Response };

export function addSegments(router: Router, deps: DoorDeps, answering: Answering): void {
  const hear = (answer: (call: Call) => Promise<Refused | null>) =>
    answering((merchant, request, response) => answer({ deps, merchant, request, response }));
  router.get('/segments', hear(sendSegments));
  router.post('/segments', hear(make));
  router.post('/segments/count', hear(count));
  router.put('/segments/scoring', hear(score));
  router.put('/segments/:id', hear(change));
  router.post('/segments/:id/settle', hear(act(settleSegment)));
  router.post('/segments/:id/remove', hear(act(removeSegment)));
  router.get('/segments/:id/file', hear(sendFile));
  router.post('/segment-lists', hear(upload));
}

const read = ({ deps, merchant }: Call): Promise<SegmentsAnswer | null> =>
  deps.inTransaction(merchant.clubId, async (tx) => {
    const now = deps.now();
    const offer = await offerOf(tx, now);
    return readSegments(tx, { shopId: merchant.shopId, now, offer, choice: await choiceOf(tx) });
  });

async function sendSegments(call: Call): Promise<Refused | null> {
  const answer = await read(call);
  if (!answer) return NOBODY;
  call.response.json(answer satisfies SegmentsAnswer);
  return null;
}

async function make(call: Call): Promise<Refused | null> {
  const { deps, merchant, request } = call;
  const asked = segmentRequest.safeParse(request.body);
  if (!asked.success) return invalidOf(asked.error);
  const { id: segmentId, ...rest } = asked.data;
  const { shopId, actor, clubId } = merchant;
  const done = await deps.inTransaction(clubId, (tx) =>
    makeSegment(tx, deps.context(), { shopId, actor, segmentId, ...rest }),
  );
  return done.ok ? sendSegments(call) : done;
}

async function change(call: Call): Promise<Refused | null> {
  const { deps, merchant, request } = call;
  const segmentId = String(request.params['id']).toLowerCase();
  if (!isId(segmentId)) return NOBODY;
  const asked = segmentChange.safeParse(request.body);
  if (!asked.success) return invalidOf(asked.error);
  const { shopId, actor, clubId } = merchant;
  const done = await deps.inTransaction(clubId, (tx) =>
    changeSegment(tx, deps.context(), { shopId, actor, segmentId, ...asked.data }),
  );
  return done.ok ? sendSegments(call) : done;
}

const act = (verb: typeof settleSegment) => async (call: Call) => {
  const { deps, merchant, request } = call;
  const segmentId = String(request.params['id']).toLowerCase();
  if (!isId(segmentId)) return NOBODY;
  const asked = segmentAct.safeParse(request.body);
  if (!asked.success) return invalidOf(asked.error);
  const { shopId, actor, clubId } = merchant;
  const done = await deps.inTransaction(clubId, (tx) =>
    verb(tx, deps.context(), { shopId, actor, segmentId }),
  );
  return done.ok ? sendSegments(call) : done;
};

async function count({ deps, merchant, request, response }: Call): Promise<Refused | null> {
  const asked = countRequest.safeParse(request.body);
  if (!asked.success) return invalidOf(asked.error);
  const { shopId, clubId } = merchant;
  const answer = await deps.inTransaction(clubId, async (tx) => {
    const done = await countSegment(tx, deps.context(), { shopId, ...asked.data });
    if (!done.ok) return done;
    const { counted } = done;
    return {
      shoppers: counted?.shoppers ?? null,
      examples: await readNames(tx, counted?.examples ?? []),
    };
  });
  if ('ok' in answer) return answer;
  response.json(answer satisfies CountAnswer);
  return null;
}

async function score(call: Call): Promise<Refused | null> {
  const { deps, merchant, request } = call;
  const asked = scoringRequest.safeParse(request.body);
  if (!asked.success) return invalidOf(asked.error);
  const { actor, clubId } = merchant;
  const done = await deps.inTransaction(clubId, (tx) =>
    chooseScoring(tx, deps.context(), { actor, choice: asked.data }),
  );
  return done.ok ? sendSegments(call) : done;
}

async function sendFile({ deps, merchant, request, response }: Call): Promise<Refused | null> {
  const segmentId = String(request.params['id']).toLowerCase();
  return isId(segmentId) ? sendSegmentFile(deps, merchant, segmentId, response) : NOBODY;
}

const LONGEST = 80;
const LONGEST_TAG = 40;

/** A list of shoppers from a file. */
async function upload(call: Call): Promise<Refused | null> {
  const { deps, merchant, request, response } = call;
  if (!Buffer.isBuffer(request.body)) return { kind: 'wrongType' };
  const asked = (key: string): string => (queryValue(request.originalUrl, key) ?? '').trim();
  const [segmentId, name, tag] = [asked('id').toLowerCase(), asked('name'), asked('tag')];
  if (!isId(segmentId)) return invalidField('id', 'wrongShape');
  if (name === '' || name.length > LONGEST || /\p{Cc}/u.test(name)) {
    return invalidField('name', 'wrongShape');
  }
  if (tag.length > LONGEST_TAG || /[,\p{Cc}]/u.test(tag)) return invalidField('tag', 'wrongShape');
  const file = readPeopleFile(request.body);
  if ('kind' in file) return file;
  const text = (cell: string): string | null => cell.trim() || null;
  const people = file.rows.map(({ cells: { id, email, phone } }) => {
    return { customerId: text(id), email: text(email), phone: text(phone) };
  });
  const { shopId, actor, clubId } = merchant;
  const input = { shopId, actor, segmentId, name, tag: text(tag), people };
  const done = await deps.inTransaction(clubId, (tx) => makeList(tx, deps.context(), input));
  if (!done.ok) return done;
  const answer = await read(call);
  if (!answer) return NOBODY;
  response.json({ ...answer, unknown: done.unknown } satisfies ListAnswer);
  return null;
}
