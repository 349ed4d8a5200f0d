/** `/proxy/*`: what the storefront asks through the shop's own address. GET changes nothing. */
import { Router } from 'express';
import type { NextFunction, Request, Response } from 'express';
import { readCursor, readShopperHistory } from '../../analytics/shopperHistory.ts';
import { readShopperState } from '../../analytics/shopperState.ts';
import type { DoorDeps } from '../deps.ts';
import { guessing } from '../limits/guessing.ts';
import type { Kind, Limits } from '../limits/limits.ts';
import { languageFor, sendRefusal } from '../refusals.ts';
import type { Refused } from '../refusals.ts';
import { jsonBody, queryValue } from '../requests.ts';
import { callerOf, whyNoWrite } from './caller.ts';
import type { Caller } from './caller.ts';
import { sendCheck, takeCode } from './friendCode.ts';
import { appeal, invite, listFriends, showOffer } from './invite.ts';
import { showPage } from './page.ts';
import { advise } from './advice.ts';
import { lookUp, putBack, redeem } from './redemptions.ts';
import { showTerms } from './terms.ts';
import { join, listWays, tellBirthday } from './ways.ts';
import { withNotes } from './notes.ts';
import { withReasons } from './reasons.ts';

type Answering = (
  caller: Caller,
  request: Request,
  response: Response,
) => Promise<Refused | null | void>;

export function shopperDoor(deps: DoorDeps): Router {
  const callers = new WeakMap<Request, Caller>();
  const router = Router();
  const answering = (answer: Answering) => async (request: Request, response: Response) => {
    const caller = callers.get(request);
    if (!caller) throw new Error('a call that nobody was named for');
    const refused = await answer(caller, request, response);
    if (refused) sendRefusal(response, refused);
  };
  const limited =
    (kind: Kind, answer: Answering): Answering =>
    (caller, request, response) =>
      guessing(deps.limits, kind, whoIs(caller), () => answer(caller, request, response));
  const guardWrite = (request: Request, response: Response, next: NextFunction) => {
    const caller = callers.get(request);
    const refused = caller ? whyNoWrite(request, caller.shop) : null;
    if (refused) sendRefusal(response, refused);
    else next();
  };
  const write = (path: string, answer: Answering) =>
    router
      .post(path, guardWrite, jsonBody(), answering(counted(deps.limits, answer)))
      .all(path, wrongMethod('POST'));
  const read = (path: string, answer: Answering) =>
    router.get(path, answering(answer)).all(path, wrongMethod('GET'));

  router.use(async (request, response, next) => {
    response.set('cache-control', 'private, no-store');
    const caller = await callerOf(deps, request);
    if ('kind' in caller) return sendRefusal(response, caller);
    callers.set(request, caller);
    next();
  });
  read('/', (...call) => showPage(deps, ...call));
  read('/state', (caller, _request, response) => sendState(deps, caller, response));
  read('/history', (...call) => sendHistory(deps, ...call));
  write('/redemptions', (...call) => redeem(deps, ...call));
  read(
    '/redemptions/:id',
    limited('redemption', (...call) => lookUp(deps, ...call)),
  );
  write(
    '/redemptions/:id/cancel',
    limited('redemption', (...call) => putBack(deps, ...call)),
  );
  read('/terms', (...call) => showTerms(deps, ...call));
  write('/advice', (...call) => advise(deps, ...call));
  read('/ways', (caller, _request, response) => listWays(deps, caller, response));
  write('/join', (caller, _request, response) => join(deps, caller, response));
  write('/birthday', (caller, request, response) => tellBirthday(deps, caller, request, response));
  write('/invite', (caller, _request, response) => invite(deps, caller, response));
  read('/friends', (caller, _request, response) => listFriends(deps, caller, response));
  read(
    '/friend',
    limited('friendCode', (...call) => showOffer(deps, ...call)),
  );
  write('/friends/:id/appeal', (...call) => appeal(deps, ...call));
  const proving = (answer: Answering): Answering => everyCall(deps.limits, 'friendCheck', answer);
  const check: Answering = (...call) => sendCheck(deps, ...call);
  write('/friend/check', proving(check));
  write(
    '/friend/code',
    proving((caller, request, response) => takeCode(deps, caller, request, response)),
  );
  router.use((_request, response) => sendRefusal(response, { kind: 'notFound' }));
  return router;
}

const whoIs = ({ shop, customerId }: Caller) => ({ club: shop.clubId, person: customerId });

/** What is granted counts. */
const counted =
  (limits: Limits, answer: Answering): Answering =>
  async (caller, request, response) => {
    const late = limits.refuse('shopperWrite', whoIs(caller));
    if (late) return late;
    const refused = await answer(caller, request, response);
    if (!refused) limits.count('shopperWrite', whoIs(caller));
    return refused;
  };

/** Each call counts, whatever comes of it: it may cost somebody a mail. */
const everyCall =
  (limits: Limits, kind: Kind, answer: Answering): Answering =>
  async (caller, request, response) => {
    const late = limits.refuse(kind, whoIs(caller));
    if (late) return late;
    limits.count(kind, whoIs(caller));
    return answer(caller, request, response);
  };

const wrongMethod = (allowed: string) => (_request: Request, response: Response) => {
  response.set('allow', allowed);
  sendRefusal(response, { kind: 'wrongMethod' });
};

async function sendState(deps: DoorDeps, caller: Caller, response: Response) {
  const { shop, customerId } = caller;
  const state = await deps.inTransaction(shop.clubId, (tx) =>
    readShopperState(tx, { shopId: shop.shopId, customerId, now: deps.now(), alone: true }),
  );
  if (!state) return { kind: 'notFound' as const };
  response.json(withNotes(state, languageFor(response)));
}

async function sendHistory(deps: DoorDeps, caller: Caller, request: Request, response: Response) {
  const { shop, customerId } = caller;
  if (customerId === null) return { kind: 'notLoggedIn' as const };
  const asked = queryValue(request.originalUrl, 'before');
  const before = asked === null ? null : readCursor(asked);
  if (asked !== null && before === null) {
    return { kind: 'invalid' as const, field: 'before', data: { problem: 'wrongShape' } };
  }
  const history = await deps.inTransaction(shop.clubId, (tx) =>
    readShopperHistory(tx, { shopId: shop.shopId, customerId, before }),
  );
  const { money, ...told } = history;
  const language = languageFor(response);
  response.json(money ? withReasons(told, { language, money }) : told);
}
