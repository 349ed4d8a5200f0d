/** How the app is doing at this shop, for the merchant's health page. */
import type { Response } from 'express';
import { readHealth } from '../../analytics/shopHealth.ts';
import type { Health } from '../../../contract/health.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import type { Merchant } from './caller.ts';

type Told = Omit<Health, 'healing'> & { healing: object };

export async function sendHealth(
  deps: DoorDeps,
  { clubId, shopId }: Merchant,
  response: Response,
): Promise<Refused | null> {
  const { platform, reach } = deps;
  const told = await deps.inTransaction(clubId, (tx) =>
    readHealth(tx, {
      shopId,
      now: deps.now(),
      realNow: Date.now(),
      mails: reach.mails !== null,
      missingOf: (scopes) => platform.missingScopes(scopes, null),
    }),
  );
  if (!told) return { kind: 'notFound' };
  response.json(told satisfies Told);
  return null;
}
