/** How to earn besides buying: the list, joining, and the shopper's birthday. */
import type { Request, Response } from 'express';
import { joinClub } from '../../actions/joinClub.ts';
import { setBirthday } from '../../actions/setBirthday.ts';
import { readWays } from '../../analytics/ways.ts';
import { birthday } from '../../../contract/api.ts';
import type { WaysToEarn } from '../../../contract/shopper.ts';
import type { DoorDeps } from '../deps.ts';
import { languageFor } from '../refusals.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Caller } from './caller.ts';
import { textOf } from '../words.ts';
import { tryNow } from './tryNow.ts';

export async function listWays(
  deps: DoorDeps,
  { shop, customerId }: Caller,
  response: Response,
): Promise<null> {
  const { shopId } = shop;
  const read = await deps.inTransaction(shop.clubId, (tx) =>
    readWays(tx, { shopId, customerId, now: deps.now() }),
  );
  const disclosure = textOf(languageFor(response), 'terms', 'review');
  const ways: WaysToEarn = {
    ...read,
    ways: read.ways.map((way) => (way.rule === 'review' ? { ...way, disclosure } : way)),
  };
  response.json(ways);
  return null;
}

export async function join(
  deps: DoorDeps,
  caller: Caller,
  response: Response,
): Promise<Refused | null> {
  const { shop, customerId } = caller;
  if (customerId === null) return { kind: 'notLoggedIn' };
  const joined = await deps.inTransaction(shop.clubId, (tx) =>
    joinClub(tx, deps.context(), { shopId: shop.shopId, customerId }),
  );
  if (!joined.ok) return joined;
  if (joined.deliveryId !== null) await tryNow(deps, shop.clubId, joined.deliveryId);
  return listWays(deps, caller, response);
}

export async function tellBirthday(
  deps: DoorDeps,
  caller: Caller,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const { shop, customerId } = caller;
  if (customerId === null) return { kind: 'notLoggedIn' };
  const read = birthday.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const shopper = { customerId, email: null, phone: null };
  const told = await deps.inTransaction(shop.clubId, (tx) =>
    setBirthday(tx, deps.context(), { shopId: shop.shopId, shopper, birthday: read.data }),
  );
  return told.ok ? listWays(deps, caller, response) : told;
}
