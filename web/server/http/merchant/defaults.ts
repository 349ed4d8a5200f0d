/** A first program and its price, asked for before anything is published. */
import type { Request, Response } from 'express';
import { readDefaults, readWorstCase } from '../../analytics/defaults.ts';
import { readSuggestedTiers } from '../../analytics/suggestedTiers.ts';
import { readTierMoves } from '../../analytics/tierMoves.ts';
import { defaultsRequest, worstCaseRequest } from '../../../contract/worstCase.ts';
import type { WorstCaseAnswer } from '../../../contract/worstCase.ts';
import { tierMovesRequest } from '../../../contract/tierMoves.ts';
import type { SuggestedTiersAnswer, TierMovesAnswer } from '../../../contract/tierMoves.ts';
import type { Tiers } from '../../domain/program.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Merchant } from './caller.ts';

export async function sendDefaults(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = defaultsRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const { clubId, shopId } = merchant;
  const told = await deps.inTransaction(clubId, (tx) =>
    readDefaults(tx, { shopId, now: deps.now(), ...read.data }),
  );
  if (!told.ok) return told;
  const { program, worstCase, aovMinor, orders } = told;
  response.json({ program, worstCase, aovMinor, orders });
  return null;
}

export async function sendWorstCase(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = worstCaseRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error, 'program.');
  const { clubId, shopId } = merchant;
  const told = await deps.inTransaction(clubId, (tx) =>
    readWorstCase(tx, { shopId, now: deps.now(), ...read.data }),
  );
  if (!told.ok) return told;
  const { worstCase, aovMinor, orders, bonus } = told;
  response.json({ worstCase, aovMinor, orders, bonus } satisfies WorstCaseAnswer);
  return null;
}

export async function sendTierMoves(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = tierMovesRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error, 'program.');
  const { clubId, shopId } = merchant;
  const { program } = read.data;
  const told = await deps.inTransaction(clubId, (tx) =>
    readTierMoves(tx, { shopId, now: deps.now(), program }),
  );
  if (!told.ok) return told;
  const { up, down, same, entryPoints } = told.moves;
  const answer = { up, down, same, entryPoints: Number(entryPoints) } satisfies TierMovesAnswer;
  response.json(answer);
  return null;
}

type Suggested = Pick<SuggestedTiersAnswer, 'buyers'> & { tiers: Tiers | null };

export async function sendSuggestedTiers(
  deps: DoorDeps,
  { clubId, shopId }: Merchant,
  response: Response,
): Promise<null> {
  const told = await deps.inTransaction(clubId, (tx) =>
    readSuggestedTiers(tx, { shopId, now: deps.now() }),
  );
  response.json(told satisfies Suggested);
  return null;
}
