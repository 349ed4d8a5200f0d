/**
 * Codes: one parent discount for each distinct terms, then one redeem code for each redemption
 * (Built for Shopify 5.5.3). https://shopify.dev/docs/apps/build/discounts
 */
import type { Answer, CodeState, CodeTerms, ShopCall } from '../platform.ts';
import {
  ADD_CODES,
  CREATE_AMOUNT_OFF,
  CREATE_FREE_SHIPPING,
  DELETE_CODES,
  END_PARENT,
  FIND_BOUND_PARENT,
  FIND_CODE,
  FIND_PARENT,
  POLL_CREATION,
  POLL_JOB,
  READ_CREATION,
} from './codeOperations.ts';
import { failed, openLine, pause } from './graphql.ts';
import type { Line, Run } from './graphql.ts';
import { refusedBy } from './operation.ts';
import type { Clock } from './options.ts';
import { amountOffInput, boundTo, freeShippingInput, isOurs } from './terms.ts';

export const CODES_A_CALL = 250;
const FIRST_POLL_MS = 50;
const SLOWEST_POLL_MS = 1000;

const sameCode = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase();

/** Asks `isDone` again and again, ever more slowly. False when the deadline comes first. */
async function until(
  line: Line,
  isDone: () => Promise<Answer<{ done: boolean }>>,
): Promise<Answer<{ done: boolean }>> {
  for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 2, SLOWEST_POLL_MS)) {
    if (!(await pause(line, wait))) return { ok: true, done: false };
    const answer = await isDone();
    if (!answer.ok || answer.done) return answer;
  }
}

export async function ensureParent(
  run: Run,
  clock: Clock,
  call: ShopCall,
  parentCode: string,
  title: string,
  terms: CodeTerms,
): Promise<Answer<{ parentId: string }>> {
  const line = openLine(call);
  const free = terms.value.kind === 'freeShipping';
  const input = (free ? freeShippingInput : amountOffInput)(parentCode, title, terms, clock.now());
  const made = await run(line, free ? CREATE_FREE_SHIPPING : CREATE_AMOUNT_OFF, {
    discount: input,
  });
  if (!made.ok) return made;
  const node = made.data.created?.codeDiscountNode;
  if (node) return { ok: true, parentId: node.id };
  const errors = made.data.created?.userErrors ?? [];
  if (!errors.some(({ code }) => code === 'TAKEN')) return failed(refusedBy(errors));
  const bound = boundTo(terms);
  const found = bound
    ? await run(line, FIND_BOUND_PARENT, { code: parentCode, first: bound.ids.length + 1 })
    : await run(line, FIND_PARENT, { code: parentCode });
  if (!found.ok) return found;
  // TAKEN a moment ago and gone now: whoever deleted it may be followed by our next try.
  if (!found.data.node) return failed({ kind: 'later', reason: 'parent was just deleted' });
  if (!isOurs(found.data.node.codeDiscount, title, terms)) {
    return failed({ kind: 'refused', reason: 'parent code belongs to another discount' });
  }
  return { ok: true, parentId: found.data.node.id };
}

export type Outcome = 'added' | 'taken' | { refused: string };

/** A page costs what it asks for, full or not. */
const CODES_A_PAGE = 100;

/** The outcome of every code of a creation that is done. */
async function outcomesOf(
  run: Run,
  line: Line,
  id: string,
  count: number,
): Promise<Answer<{ outcomes: Map<string, Outcome> }>> {
  const outcomes = new Map<string, Outcome>();
  for (let after: string | null = null; ;) {
    const first = Math.min(count, CODES_A_PAGE);
    const variables: Record<string, unknown> = { id, first, after };
    const page = await run(line, READ_CREATION, variables);
    if (!page.ok) return page;
    const codes = page.data.creation?.codes;
    if (!codes) return failed({ kind: 'unclear', reason: 'creation is gone' });
    for (const { code, discountRedeemCode, errors } of codes.nodes) {
      const reason = errors[0]?.code ?? 'not imported';
      const notAdded = reason === 'TAKEN' ? 'taken' : { refused: reason };
      outcomes.set(code.toUpperCase(), discountRedeemCode ? 'added' : notAdded);
    }
    if (!codes.pageInfo.hasNextPage) return { ok: true, outcomes };
    after = codes.pageInfo.endCursor;
  }
}

export async function addCodes(
  run: Run,
  call: ShopCall,
  parentId: string,
  codes: readonly string[],
): Promise<Answer<{ outcomes: ReadonlyMap<string, Outcome> }>> {
  if (codes.length > CODES_A_CALL) throw new RangeError(`${codes.length} codes in one call`);
  if (codes.length === 0) return { ok: true, outcomes: new Map() };
  const line = openLine(call);
  const added = await run(line, ADD_CODES, { parentId, codes: codes.map((code) => ({ code })) });
  if (!added.ok) return added;
  const creation = added.data.added?.bulkCreation;
  if (!creation) return failed(refusedBy(added.data.added?.userErrors ?? []));
  const { id } = creation;
  // From here on codes may exist, so every failure is doubt.
  const inDoubt = (reason: string) => failed({ kind: 'unclear', reason });
  if (!creation.done) {
    const waited = await until(line, async () => {
      const polled = await run(line, POLL_CREATION, { id });
      return polled.ok ? { ok: true, done: polled.data.creation?.done ?? false } : polled;
    });
    if (!waited.ok) return inDoubt(waited.failure.reason);
    if (!waited.done) return inDoubt('still being added');
  }
  const read = await outcomesOf(run, line, id, codes.length);
  if (!read.ok) return inDoubt(read.failure.reason);
  const outcomes = new Map<string, Outcome>();
  for (const code of codes) {
    const outcome = read.outcomes.get(code.toUpperCase());
    if (!outcome) return inDoubt('a code was not reported');
    outcomes.set(code, outcome);
  }
  return { ok: true, outcomes };
}

type Found = { codeId: string; parentId: string; used: boolean };

/** Finds one redeem code; null when no discount of the shop has it. */
async function lookUp(
  run: Run,
  line: Line,
  code: string,
): Promise<Answer<{ found: Found | null }>> {
  const answer = await run(line, FIND_CODE, { code, search: code });
  if (!answer.ok) return answer;
  const { node } = answer.data;
  if (!node) return { ok: true, found: null };
  const redeem = node.codeDiscount.codes?.nodes.find((found) => sameCode(found.code, code));
  // A discount of another kind has it, or the search (an index) has not caught up with the code.
  if (!redeem) return failed({ kind: 'later', reason: 'code not listed by its discount' });
  const used = redeem.asyncUsageCount > 0;
  return { ok: true, found: { codeId: redeem.id, parentId: node.id, used } };
}

export async function findCode(
  run: Run,
  call: ShopCall,
  code: string,
): Promise<Answer<{ code: CodeState }>> {
  const answer = await lookUp(run, openLine(call), code);
  if (!answer.ok) return answer;
  if (!answer.found) return { ok: true, code: { state: 'absent' } };
  const { used, parentId } = answer.found;
  return { ok: true, code: { state: used ? 'used' : 'alive', parentId } };
}

/**
 * Deletes one code for good. `deleted` is true once Shopify no longer knows the code (also when it
 * never did), false when the code has been used, or outlived the deletion.
 */
export async function deleteCode(
  run: Run,
  call: ShopCall,
  parentId: string,
  code: string,
  how: { evenUsed: boolean } = { evenUsed: false },
): Promise<Answer<{ deleted: boolean }>> {
  const line = openLine(call);
  const before = await lookUp(run, line, code);
  if (!before.ok) return before;
  if (!before.found) return { ok: true, deleted: true };
  if (before.found.parentId !== parentId) {
    return failed({ kind: 'refused', reason: 'code belongs to another discount' });
  }
  if (before.found.used && !how.evenUsed) return { ok: true, deleted: false };
  const started = await run(line, DELETE_CODES, { parentId, ids: [before.found.codeId] });
  if (!started.ok) return started;
  const { job, userErrors } = started.data.deleted ?? { job: null, userErrors: [] };
  if (userErrors.length > 0) return failed(refusedBy(userErrors));
  if (job && !job.done) {
    const waited = await until(line, async () => {
      const polled = await run(line, POLL_JOB, { id: job.id });
      return polled.ok ? { ok: true, done: polled.data.job?.done ?? true } : polled;
    });
    if (!waited.ok) return failed({ kind: 'unclear', reason: waited.failure.reason });
    if (!waited.done) return failed({ kind: 'unclear', reason: 'still being deleted' });
  }
  const after = await run(line, FIND_PARENT, { code });
  if (!after.ok) return failed({ kind: 'unclear', reason: after.failure.reason });
  return { ok: true, deleted: after.data.node === null };
}

export async function endParent(
  run: Run,
  call: ShopCall,
  parentId: string,
): Promise<Answer<object>> {
  const ended = await run(openLine(call), END_PARENT, { id: parentId });
  if (!ended.ok) return ended;
  const errors = ended.data.ended?.userErrors ?? [];
  // The merchant has deleted it: it could not be over more than that.
  if (errors.every(({ code, field }) => code === 'INVALID' && field?.[0] === 'id')) {
    return { ok: true };
  }
  return failed(refusedBy(errors));
}
