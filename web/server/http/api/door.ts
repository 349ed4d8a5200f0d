/**
 * `/api/actions` and `/api/birthdays`: what a merchant's own systems tell, each call with a key that the merchant made in the
 * admin. A key opens nothing but what its scopes name, and the admin's own token opens nothing here.
 */
import { Router } from 'express';
import type { NextFunction, Request, Response } from 'express';
import { hashOfKey, looksLikeKey, useApiKey } from '../../actions/apiKeys.ts';
import type { ApiScope } from '../../actions/apiKeys.ts';
import { setBirthday } from '../../actions/setBirthday.ts';
import { tellAction } from '../../actions/tellAction.ts';
import { actionRequest, birthdayRequest } from '../../../contract/api.ts';
import type { ActionAnswer, BirthdayAnswer } from '../../../contract/api.ts';
import type { DoorDeps } from '../deps.ts';
import { forged } from '../limits/forged.ts';
import { sendRefusal } from '../refusals.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf, isJson, jsonBody } from '../requests.ts';
import { LANGUAGES, textOf } from '../words.ts';

type Holder = { clubId: string; shopId: string; keyId: string };
type Answering = (holder: Holder, request: Request, response: Response) => Promise<Refused | null>;

export function apiKeyDoor(deps: DoorDeps): Router {
  const router = Router();
  const write = (path: string, scope: ApiScope, answer: Answering) =>
    router
      .post(path, onlyJson, jsonBody(), async (request, response) => {
        response.set('cache-control', 'private, no-store');
        const holder = await holderOf(deps, request, scope);
        const refused = 'kind' in holder ? holder : await answer(holder, request, response);
        if (refused) sendRefusal(response, refused);
      })
      .all(path, (_request, response) => {
        response.set('allow', 'POST');
        sendRefusal(response, { kind: 'wrongMethod' });
      });
  write('/actions', 'actions:write', (holder, request, response) =>
    tell(deps, holder, request, response),
  );
  write('/birthdays', 'birthdays:write', (holder, request, response) =>
    tellBirthday(deps, holder, request, response),
  );
  return router;
}

function onlyJson(request: Request, response: Response, next: NextFunction): void {
  if (isJson(request)) next();
  else sendRefusal(response, { kind: 'wrongType' });
}

/** Refuses with forged (or tooOften), or noScope for a key without the scope. */
async function holderOf(
  deps: DoorDeps,
  request: Request,
  scope: ApiScope,
): Promise<Holder | Refused> {
  const token = /^Bearer ([\w-]{1,128})$/.exec(request.get('authorization') ?? '')?.[1] ?? '';
  const key = looksLikeKey(token) ? await deps.findApiKey(hashOfKey(token)) : null;
  if (!key) {
    deps.log.warn({ door: 'api', reason: 'key' }, 'call refused');
    return forged(deps, request);
  }
  const who = { club: key.clubId, person: key.keyId };
  const late = deps.limits.refuse('apiCall', who);
  if (late) return late;
  deps.limits.count('apiCall', who);
  return key.scopes.includes(scope) ? key : { kind: 'noScope' };
}

/**
 * What readers of a review that brought points are to be told, whoever shows it:
 * https://www.ecfr.gov/current/title-16/chapter-I/subchapter-B/part-255
 */
const DISCLOSURE = Object.fromEntries(
  LANGUAGES.map((language) => [language, textOf(language, 'terms', 'reviewShown')]),
);

const NOBODY = { customerId: null, email: null, phone: null };

async function tell(
  deps: DoorDeps,
  { clubId, shopId, keyId }: Holder,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = actionRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const { key, action, about = null, occurredAt } = read.data;
  const input = {
    shopId,
    key,
    action,
    about,
    occurredAt: occurredAt === undefined ? null : Date.parse(occurredAt),
    shopper: { ...NOBODY, ...read.data.shopper },
  };
  const told = await deps.inTransaction(clubId, async (tx) => {
    const ctx = deps.context();
    const held = await useApiKey(tx, ctx, keyId);
    return held.ok ? tellAction(tx, ctx, input) : held;
  });
  if (!told.ok) return told;
  const { outcome, points, occurredAt: at } = told.action;
  const shown = action === 'review' && points > 0n ? { disclosure: DISCLOSURE } : {};
  const answer: ActionAnswer = {
    action: {
      key,
      action,
      occurredAt: new Date(at).toISOString(),
      outcome,
      points: Number(points),
    },
    ...shown,
  };
  response.json(answer);
  return null;
}

async function tellBirthday(
  deps: DoorDeps,
  { clubId, shopId, keyId }: Holder,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = birthdayRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const { calendar, month, day } = read.data;
  const told = { calendar, month, day };
  const input = { shopId, birthday: told, shopper: { ...NOBODY, ...read.data.shopper } };
  const done = await deps.inTransaction(clubId, async (tx) => {
    const ctx = deps.context();
    const held = await useApiKey(tx, ctx, keyId);
    return held.ok ? setBirthday(tx, ctx, input) : held;
  });
  if (!done.ok) return done;
  response.json({ birthday: told } satisfies BirthdayAnswer);
  return null;
}
