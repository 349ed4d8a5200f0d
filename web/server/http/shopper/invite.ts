/** Inviting friends: the code, who came of it, and what a friend who follows the link is offered. */
import type { Request, Response } from 'express';
import { appealReferral } from '../../actions/decideReferral.ts';
import { inviteFriends } from '../../actions/inviteFriends.ts';
import { readFriendOffer, readFriendsOf } from '../../analytics/friends.ts';
import { readShopperState } from '../../analytics/shopperState.ts';
import type { FriendOffer, Friends, InviteAnswer } from '../../../contract/shopper.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { queryValue } from '../requests.ts';
import type { Caller } from './caller.ts';
import { tryNow } from './tryNow.ts';

const A_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What can be a personal code at all; nothing else is even looked for. */
const A_CODE = /^[\p{L}\p{N}-]{3,40}$/u;

/** 200: the code works. 202: it is on its way, ask again (or see `state`). */
export async function invite(
  deps: DoorDeps,
  caller: Caller,
  response: Response,
): Promise<Refused | null> {
  const { shop, customerId } = caller;
  if (customerId === null) return { kind: 'notLoggedIn' };
  const agreed = await deps.inTransaction(shop.clubId, (tx) =>
    inviteFriends(tx, deps.context(), { shop, customerId }),
  );
  if (!agreed.ok) return agreed;
  if (agreed.deliveryId !== null) await tryNow(deps, shop.clubId, agreed.deliveryId);
  const { shopId } = shop;
  const now = deps.now();
  const state = await deps.inTransaction(shop.clubId, (tx) =>
    readShopperState(tx, { shopId, customerId, now }),
  );
  if (!state?.invite) return { kind: 'programOff' };
  const answer: InviteAnswer = { invite: state.invite };
  response.status(state.invite.ready ? 200 : 202).json(answer);
  return null;
}

export async function listFriends(
  deps: DoorDeps,
  caller: Caller,
  response: Response,
): Promise<Refused | null> {
  const { shop, customerId } = caller;
  if (customerId === null) return { kind: 'notLoggedIn' };
  const friends: Friends = await deps.inTransaction(shop.clubId, (tx) =>
    readFriendsOf(tx, { shopId: shop.shopId, customerId }),
  );
  response.json(friends);
  return null;
}

/** Another look at a friend that was not counted is asked for. Answers with all friends. */
export async function appeal(
  deps: DoorDeps,
  caller: Caller,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const { shop, customerId } = caller;
  if (customerId === null) return { kind: 'notLoggedIn' };
  const orderId = String(request.params['id']).toLowerCase();
  if (!A_UUID.test(orderId)) return { kind: 'notFound' };
  const done = await deps.inTransaction(shop.clubId, (tx) =>
    appealReferral(tx, deps.context(), { shopId: shop.shopId, orderId, customerId }),
  );
  return done.ok ? listFriends(deps, caller, response) : done;
}

/**
 * Anybody may ask: a first name and what the friend gets. A code that nobody has, one that is resting
 * and no code at all are refused alike. The answer is the same for everybody and may be kept a moment.
 */
export async function showOffer(
  deps: DoorDeps,
  { shop }: Caller,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  response.set('cache-control', 'private, max-age=60');
  const code = (queryValue(request.originalUrl, 'code') ?? '').trim().toUpperCase();
  if (!A_CODE.test(code)) return { kind: 'notFound' };
  const offer: FriendOffer | null = await deps.inTransaction(shop.clubId, (tx) =>
    readFriendOffer(tx, { code, now: deps.now() }),
  );
  if (!offer) return { kind: 'notFound' };
  response.json(offer);
  return null;
}
