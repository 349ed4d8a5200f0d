/** `/api/retention`: who comes back. */
import type { Request, Response, Router } from 'express';
import { setRetention } from '../../actions/setRetention.ts';
import { readRetention } from '../../analytics/retention/retention.ts';
import { retentionQuery, retentionSettings } from '../../../contract/retention.ts';
import type { RetentionAnswer } from '../../../contract/retention.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Answering, Merchant } from './caller.ts';

export function addRetention(router: Router, deps: DoorDeps, answering: Answering): void {
  router.get(
    '/retention',
    answering((merchant, request, response) => send(deps, merchant, request, response)),
  );
  router.put(
    '/retention/settings',
    answering((merchant, request, response) => set(deps, merchant, request, response)),
  );
}

async function send(
  deps: DoorDeps,
  { clubId, shopId }: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = retentionQuery.safeParse(request.query);
  if (!read.success) return invalidOf(read.error);
  const { days = null, who = null, calendar } = read.data;
  const told = await deps.inTransaction(clubId, (tx) =>
    readRetention(tx, { shopId, now: deps.now(), days, who, calendar }),
  );
  if (!told) return { kind: 'notFound' };
  response.json(told satisfies RetentionAnswer);
  return null;
}

async function set(
  deps: DoorDeps,
  { clubId, actor }: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = retentionSettings.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  await deps.inTransaction(clubId, (tx) =>
    setRetention(tx, deps.context(), { ...read.data, actor }),
  );
  response.status(204).end();
  return null;
}
