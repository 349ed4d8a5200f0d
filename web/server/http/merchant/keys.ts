/** `/api/keys`: keys for a merchant's own systems. One is shown when it is made, and never again. */
import type { Request, Response, Router } from 'express';
import { createApiKey, endApiKey } from '../../actions/apiKeys.ts';
import { readApiKeys } from '../../analytics/apiKeys.ts';
import { apiKeyRequest } from '../../../contract/merchantKeys.ts';
import type { ApiKeyMade, ApiKeysAnswer } from '../../../contract/merchantKeys.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Answering, Merchant } from './caller.ts';
import { NOBODY, isId } from './ids.ts';

export function addKeys(router: Router, deps: DoorDeps, answering: Answering): void {
  router.get(
    '/keys',
    answering((merchant, _request, response) => sendKeys(deps, merchant, response)),
  );
  router.post(
    '/keys',
    answering((merchant, request, response) => makeKey(deps, merchant, request, response)),
  );
  router.post(
    '/keys/:id/revoke',
    answering((merchant, request, response) => revoke(deps, merchant, request, response)),
  );
}

const keysOf = (deps: DoorDeps, { clubId, shopId }: Merchant) =>
  deps.inTransaction(clubId, (tx) => readApiKeys(tx, { shopId, now: deps.now() }));

async function sendKeys(
  deps: DoorDeps,
  merchant: Merchant,
  response: Response,
): Promise<Refused | null> {
  const keys = await keysOf(deps, merchant);
  if (!keys) return NOBODY;
  response.json(keys satisfies ApiKeysAnswer);
  return null;
}

async function makeKey(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = apiKeyRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const { clubId, shopId, actor } = merchant;
  const scopes = [...new Set(read.data.scopes)];
  const made = await deps.inTransaction(clubId, (tx) =>
    createApiKey(tx, deps.context(), { shopId, actor, name: read.data.name, scopes }),
  );
  if (!made.ok) return made;
  const keys = await keysOf(deps, merchant);
  if (!keys) return NOBODY;
  const { key, keyId } = made;
  response.json({ ...keys, key, keyId } satisfies ApiKeyMade);
  return null;
}

async function revoke(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const keyId = String(request.params['id']).toLowerCase();
  if (!isId(keyId)) return NOBODY;
  const { clubId, shopId, actor } = merchant;
  const done = await deps.inTransaction(clubId, (tx) =>
    endApiKey(tx, deps.context(), { shopId, actor, keyId }),
  );
  return done.ok ? sendKeys(deps, merchant, response) : done;
}
