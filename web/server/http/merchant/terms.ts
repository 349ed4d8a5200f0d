/** `POST /api/program/terms`: what shoppers will read of a program, before it is published. */
import type { Request, Response } from 'express';
import { readTerms } from '../../analytics/terms.ts';
import { termsRequest } from '../../../contract/terms.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import { sayTerms } from '../shopper/terms.ts';
import type { Merchant } from './caller.ts';

export async function sendTerms(
  deps: DoorDeps,
  { clubId, shopId }: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = termsRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error, 'program.');
  const { program, language } = read.data;
  const now = deps.now();
  const told = await deps.inTransaction(clubId, (tx) =>
    readTerms(tx, { shopId, now, draft: program }),
  );
  if (!told) return { kind: 'notFound' };
  response.json(sayTerms(told, language, now));
  return null;
}
