/** `/api/program`: its versions, a new one, and what the merchant told of the shop. */
import type { Request, Response, Router } from 'express';
import { publishProgram } from '../../actions/publishProgram.ts';
import { tellAnswers } from '../../actions/tellAnswers.ts';
import { readWorstCase } from '../../analytics/defaults.ts';
import { readPrograms } from '../../analytics/programs.ts';
import { answersRequest, publishRequest } from '../../../contract/merchant.ts';
import type { PublishRequest } from '../../../contract/merchant.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Answering, Merchant } from './caller.ts';
import { sendDefaults, sendSuggestedTiers, sendTierMoves, sendWorstCase } from './defaults.ts';
import { sendTerms } from './terms.ts';
import { sendFairness } from './fairness.ts';

type Tx = Parameters<typeof readPrograms>[0];
export function addProgram(router: Router, deps: DoorDeps, answering: Answering): void {
  router.get(
    '/program',
    answering((merchant, _request, response) => sendPrograms(deps, merchant, response)),
  );
  router.put(
    '/program',
    answering((merchant, request, response) => publish(deps, merchant, request, response)),
  );
  router.post(
    '/program/defaults',
    answering((merchant, request, response) => sendDefaults(deps, merchant, request, response)),
  );
  router.post(
    '/program/worst-case',
    answering((merchant, request, response) => sendWorstCase(deps, merchant, request, response)),
  );
  router.post(
    '/program/fairness',
    answering((merchant, request, response) => sendFairness(deps, merchant, request, response)),
  );
  router.post(
    '/program/terms',
    answering((merchant, request, response) => sendTerms(deps, merchant, request, response)),
  );
  router.post(
    '/program/tier-moves',
    answering((merchant, request, response) => sendTierMoves(deps, merchant, request, response)),
  );
  router.get(
    '/program/suggested-tiers',
    answering((merchant, _request, response) => sendSuggestedTiers(deps, merchant, response)),
  );
  router.put(
    '/shop/answers',
    answering((merchant, request, response) => writeAnswers(deps, merchant, request, response)),
  );
}

async function sendPrograms(
  deps: DoorDeps,
  { clubId, shopId }: Merchant,
  response: Response,
): Promise<Refused | null> {
  const programs = await deps.inTransaction(clubId, (tx) =>
    readPrograms(tx, { shopId, now: deps.now() }),
  );
  if (!programs) return { kind: 'notFound' };
  response.json(programs);
  return null;
}

async function publish(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = publishRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error, 'program.');
  const { clubId, shopId, actor } = merchant;
  const { program, baseVersion, effectiveFrom } = read.data;
  const published = await deps.inTransaction(clubId, async (tx) =>
    publishProgram(tx, deps.context(), {
      shopId,
      program,
      baseVersion,
      effectiveFrom: effectiveFrom === undefined ? null : Date.parse(effectiveFrom),
      actor,
      guard: await guardOf(tx, deps, shopId, read.data),
      // The demo's history begins before its program was typed in; nobody else may date back.
      mayBackdate: deps.moveClock !== null,
    }),
  );
  return published.ok ? sendPrograms(deps, merchant, response) : published;
}

/** Null where nobody has told a margin, and where a program is refused for something else anyway. */
async function guardOf(tx: Tx, deps: DoorDeps, shopId: string, asked: PublishRequest) {
  const now = deps.now();
  const answers = (await readPrograms(tx, { shopId, now }))?.answers;
  if (!answers) return null;
  const { marginBasisPoints, aovMinor } = answers;
  const average = aovMinor === null ? {} : { aovMinor };
  const { program } = asked;
  const told = await readWorstCase(tx, { shopId, now, marginBasisPoints, program, ...average });
  if (!told.ok) return null;
  return { ...told.worstCase, typed: asked.confirmedBasisPoints ?? null };
}

async function writeAnswers(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const read = answersRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const { clubId, shopId, actor } = merchant;
  const done = await deps.inTransaction(clubId, (tx) =>
    tellAnswers(tx, deps.context(), { shopId, actor, ...read.data }),
  );
  return done.ok ? sendPrograms(deps, merchant, response) : done;
}
