/** `/api/*`: what the embedded admin asks. */
import { Router } from 'express';
import type { NextFunction, Request, Response } from 'express';
import { retryParked } from '../../actions/retryParked.ts';
import { setMoney } from '../../actions/setMoney.ts';
import { readHome } from '../../analytics/home.ts';
import { readRules } from '../../analytics/rules.ts';
import { moneyRequest } from '../../../contract/merchant.ts';
import type { RulesAnswer } from '../../../contract/rules.ts';
import type { DoorDeps } from '../deps.ts';
import { guessing } from '../limits/guessing.ts';
import { sendRefusal } from '../refusals.ts';
import { invalidOf, isJson, jsonBody } from '../requests.ts';
import { addBulk, csvBody } from './bulk.ts';
import { merchantOf } from './caller.ts';
import type { Answer, Answering, Merchant } from './caller.ts';
import { sendCatalogue } from './catalogue.ts';
import { markDataRequest, sendDataFile, sendDataRequests } from './dataRequests.ts';
import { previewHistory, rewardHistory, sendHealing } from './healing.ts';
import { sendHealth } from './health.ts';
import { addKeys } from './keys.ts';
import { addProgram } from './program.ts';
import { addReferrals } from './referrals.ts';
import { addRetention } from './retention.ts';
import { adjust, block, freeze, sendShopper, sendShoppers } from './shoppers.ts';
import { addSegments } from './segments.ts';
import { addTasks } from './tasks.ts';

/**
 * App Bridge's fetch repeats a call that is answered with this header, with a new token:
 * https://shopify.dev/docs/api/app-home/apis/user-interface-and-interactivity/resource-fetching-api
 */
const RETRY = 'x-shopify-retry-invalid-session-request';

/** Where what is posted must be JSON. */
const JSON_ROOMS = ['program', 'bulk', 'history', 'shoppers', 'data-requests', 'tasks', 'referrals']
  .map((room) => `/${room}/{*rest}`)
  .concat('/keys{/*rest}', '/segments{/*rest}');

export function merchantDoor(deps: DoorDeps): Router {
  const merchants = new WeakMap<Request, Merchant>();
  const router = Router();
  const answering = (answer: Answer) => async (request: Request, response: Response) => {
    const merchant = merchants.get(request);
    if (!merchant) throw new Error('a call that nobody was named for');
    const who = { club: merchant.clubId, person: merchant.actor };
    const named = Object.keys(request.params).length > 0;
    const ask = () => answer(merchant, request, response);
    const refused = await (named ? guessing(deps.limits, 'merchantId', who, ask) : ask());
    if (refused) sendRefusal(response, refused);
  };
  router.use(async (request, response, next) => {
    response.set('cache-control', 'private, no-store');
    const merchant = await merchantOf(deps, request);
    if ('kind' in merchant) {
      if (merchant.kind === 'forged') response.set(RETRY, '1');
      return sendRefusal(response, merchant);
    }
    merchants.set(request, merchant);
    next();
  });
  router.put('/{*rest}', onlyJson);
  for (const room of JSON_ROOMS) router.post(room, onlyJson);
  for (const file of ['/bulk', '/segment-lists']) router.post(file, csvBody());
  router.use(jsonBody());
  router.get(
    '/home',
    answering((merchant, _request, response) => sendHome(deps, merchant, response)),
  );
  router.get(
    '/catalogue',
    answering((merchant, request, response) => sendCatalogue(deps, merchant, request, response)),
  );
  router.get('/rules', (_request, response) => {
    response.json(readRules() satisfies RulesAnswer);
  });
  addProgram(router, deps, answering);
  addShoppers(router, deps, answering);
  addHealing(router, deps, answering);
  addDataRequests(router, deps, answering);
  addKeys(router, deps, answering);
  addBulk(router, deps, answering);
  addTasks(router, deps, answering);
  addReferrals(router, deps, answering);
  addSegments(router, deps, answering);
  addRetention(router, deps, answering);
  router.put(
    '/shop/money',
    answering((merchant, request, response) => writeMoney(deps, merchant, request, response)),
  );
  router.post(
    '/parked/:id/retry',
    answering((merchant, request, response) => retry(deps, merchant, request, response)),
  );
  router.use((_request, response) => sendRefusal(response, { kind: 'notFound' }));
  return router;
}

function addHealing(router: Router, deps: DoorDeps, answering: Answering): void {
  router.get(
    '/healing',
    answering((merchant, _request, response) => sendHealing(deps, merchant, response)),
  );
  router.get(
    '/health',
    answering((merchant, _request, response) => sendHealth(deps, merchant, response)),
  );
  router.post(
    '/history/preview',
    answering((merchant, request, response) => previewHistory(deps, merchant, request, response)),
  );
  router.post(
    '/history/reward',
    answering((merchant, request, response) => rewardHistory(deps, merchant, request, response)),
  );
}

function addDataRequests(router: Router, deps: DoorDeps, answering: Answering): void {
  router.get(
    '/data-requests',
    answering((merchant, _request, response) => sendDataRequests(deps, merchant, response)),
  );
  router.post(
    '/data-requests/:id/file',
    answering((merchant, request, response) => sendDataFile(deps, merchant, request, response)),
  );
  router.post(
    '/data-requests/:id/answer',
    answering((merchant, request, response) => markDataRequest(deps, merchant, request, response)),
  );
}

function addShoppers(router: Router, deps: DoorDeps, answering: Answering): void {
  router.get(
    '/shoppers',
    answering((merchant, request, response) => sendShoppers(deps, merchant, request, response)),
  );
  router.get(
    '/shoppers/:id',
    answering((merchant, request, response) => sendShopper(deps, merchant, request, response)),
  );
  router.post(
    '/shoppers/:id/adjust',
    answering((merchant, request, response) => adjust(deps, merchant, request, response)),
  );
  router.post(
    '/shoppers/:id/freeze',
    answering((merchant, request, response) => freeze(deps, merchant, request, response)),
  );
  router.post(
    '/shoppers/:id/block',
    answering((merchant, request, response) => block(deps, merchant, request, response)),
  );
}

function onlyJson(request: Request, response: Response, next: NextFunction): void {
  if (isJson(request)) next();
  else sendRefusal(response, { kind: 'wrongType' });
}

async function sendHome(deps: DoorDeps, merchant: Merchant, response: Response) {
  const { clubId, shopId } = merchant;
  const home = await deps.inTransaction(clubId, (tx) => readHome(tx, { shopId, now: deps.now() }));
  if (!home) return { kind: 'notFound' as const };
  response.json(home);
  return null;
}

async function writeMoney(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
) {
  const read = moneyRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const { clubId, shopId, actor } = merchant;
  const done = await deps.inTransaction(clubId, (tx) =>
    setMoney(tx, deps.context(), { shopId, actor, ...read.data }),
  );
  return done.ok ? sendHome(deps, merchant, response) : done;
}

async function retry(deps: DoorDeps, merchant: Merchant, request: Request, response: Response) {
  const id = String(request.params['id']);
  // PostgreSQL has no text with a NUL in it, so neither has anything that is parked.
  if (id.includes('\0')) return { kind: 'notFound' as const };
  const done = await deps.inTransaction(merchant.clubId, (tx) => retryParked(tx, id, deps.now()));
  return done.ok ? sendHome(deps, merchant, response) : done;
}
