/** A friend of a strict shop: proves an address by a mail, and gets a code of their own for it. */
import type { Request, Response } from 'express';
import { checkAddress, claimCode } from '../../actions/checkAddress.ts';
import type { Claimed } from '../../actions/checkAddress.ts';
import { readGivenCode } from '../../analytics/givenCodeShown.ts';
import { friendCheckRequest, friendCodeRequest } from '../../../contract/shopper.ts';
import type { FriendCheckAnswer, FriendCodeAnswer } from '../../../contract/shopper.ts';
import type { DoorDeps } from '../deps.ts';
import { languageFor } from '../refusals.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Caller } from './caller.ts';
import { tryNow } from './tryNow.ts';

/** 202 for every address, known to the shop or not, mailed or not. The mail goes out by itself. */
export async function sendCheck(
  deps: DoorDeps,
  { shop }: Caller,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = friendCheckRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const locale = languageFor(response);
  const asked = await deps.inTransaction(shop.clubId, (tx) =>
    checkAddress(tx, deps.context(), { shop, locale, ...read.data }),
  );
  if (!asked.ok) return asked;
  const answer: FriendCheckAnswer = { sent: true };
  response.status(202).json(answer);
  return null;
}

/** 200: the code works. 202: it is on its way, ask the same again. */
export async function takeCode(
  deps: DoorDeps,
  { shop }: Caller,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = friendCodeRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const claimed: Claimed | Refused = await deps.inTransaction(shop.clubId, (tx) =>
    claimCode(tx, deps.context(), { shop, ...read.data }),
  );
  if ('kind' in claimed) return claimed;
  if (claimed.deliveryId !== null) await tryNow(deps, shop.clubId, claimed.deliveryId);
  const shown = await deps.inTransaction(shop.clubId, (tx) =>
    readGivenCode(tx, { givenId: claimed.given.givenId, shopId: shop.shopId }),
  );
  if (!shown || shown.refused) return { kind: 'shopUnreachable' };
  const answer: FriendCodeAnswer = shown.code;
  response.status(answer.ready ? 200 : 202).json(answer);
  return null;
}
