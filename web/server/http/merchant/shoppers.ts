/** `/api/shoppers`: who they are, why they have their points, and what a person may do to them. */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { adjustPoints } from '../../actions/adjustPoints.ts';
import { blockShopper } from '../../actions/blockShopper.ts';
import { identitiesOf } from '../../actions/findShoppers.ts';
import { freezeShopper } from '../../actions/freezeShopper.ts';
import type { Refusal } from '../../domain/refusals.ts';
import { readShopperPage } from '../../analytics/shopperPage.ts';
import { readShoppers } from '../../analytics/shoppers.ts';
import { adjustRequest, blockRequest, freezeRequest } from '../../../contract/merchantShoppers.ts';
import type { ShopperPage, ShoppersAnswer } from '../../../contract/merchantShoppers.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf, queryValue } from '../requests.ts';
import type { Merchant } from './caller.ts';
import { NOBODY, invalidField, isId } from './ids.ts';

const LONGEST_QUESTION = 200;

export async function sendShoppers(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const { clubId, shopId } = merchant;
  const q = (queryValue(request.originalUrl, 'q') ?? '').replaceAll('\0', '').trim();
  const after = queryValue(request.originalUrl, 'after');
  const tier = queryValue(request.originalUrl, 'tier');
  if (tier !== null && (tier.length > LONGEST_QUESTION || tier.includes('\0'))) {
    return invalidField('tier', 'wrongShape');
  }
  if (q.length > LONGEST_QUESTION) return invalidField('q', 'tooLarge');
  if (after !== null && !isId(after)) return invalidField('after', 'wrongShape');
  const now = deps.now();
  const found = await deps.inTransaction(clubId, (tx) => {
    const customerId = /^\d{1,20}$/.test(q) ? q : null;
    const buyer = { customerId, email: q, phone: q };
    const identities = identitiesOf(tx, deps.context(), shopId, buyer);
    return readShoppers(tx, { shopId, now, q, after, tier, identities });
  });
  if (!found) return NOBODY;
  response.json(found satisfies ShoppersAnswer);
  return null;
}

function shopperIdOf(request: Request): string | null {
  const id = String(request.params['id']).toLowerCase();
  return isId(id) ? id : null;
}

export async function sendShopper(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const { clubId, shopId } = merchant;
  const shopperId = shopperIdOf(request);
  if (shopperId === null) return NOBODY;
  const before = queryValue(request.originalUrl, 'before');
  const asked = { shopId, shopperId, now: deps.now(), before };
  const page = await deps.inTransaction(clubId, (tx) => readShopperPage(tx, asked));
  if (!page) return NOBODY;
  response.json(page satisfies ShopperPage);
  return null;
}

/** What a person does to a shopper; the shopper is shown as they are then. */
const doing =
  <Asked>(
    shape: z.ZodType<Asked>,
    act: (...call: [...Within, Asked & About]) => Promise<{ ok: true } | Refusal>,
  ) =>
  async (
    deps: DoorDeps,
    merchant: Merchant,
    request: Request,
    response: Response,
  ): Promise<Refused | null> => {
    const shopperId = shopperIdOf(request);
    if (shopperId === null) return NOBODY;
    const read = shape.safeParse(request.body);
    if (!read.success) return invalidOf(read.error);
    const { shopId, actor, clubId } = merchant;
    const done = await deps.inTransaction(clubId, (tx) =>
      act(tx, deps.context(), { ...read.data, shopId, actor, shopperId }),
    );
    return done.ok ? sendShopper(deps, merchant, request, response) : done;
  };

type Within = [Parameters<typeof freezeShopper>[0], Parameters<typeof freezeShopper>[1]];
type About = { shopId: string; actor: string; shopperId: string };

export const adjust = doing(adjustRequest, (tx, ctx, { key, ...told }) =>
  adjustPoints(tx, ctx, { ...told, key: key.toLowerCase() }),
);
export const freeze = doing(freezeRequest, freezeShopper);
export const block = doing(blockRequest, blockShopper);
