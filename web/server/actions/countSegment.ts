/** How many shoppers a filter would find, while somebody is still writing it. */
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { problemOfFilter } from '../domain/segments/checkFilter.ts';
import type { Filter } from '../domain/segments/filter.ts';
import { rollUpSome } from '../store/rollups.ts';
import { countFilter, limitTime, tookTooLong } from '../store/segments.ts';
import type { Counted } from '../store/segments.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { offerOf, placeOf } from './segmentDesk.ts';

const PATIENCE_MS = 1500;
const EXAMPLES = 5;
const ROLLED = 100;

/** `counted` null: it would take too long to say. */
export async function countSegment(
  tx: Tx,
  ctx: Context,
  { shopId, filter }: { shopId: string; filter: Filter },
): Promise<{ ok: true; counted: Counted | null } | Refusal> {
  const shop = await readShop(tx, shopId);
  if (!shop) return refuse('notFound');
  const problem = problemOfFilter(filter, await offerOf(tx, ctx.now));
  if (problem) return refuse('invalid', { problem: problem.problem }, `filter.${problem.field}`);
  await tx.query('savepoint counting');
  try {
    await limitTime(tx, PATIENCE_MS);
    // What was bought a moment ago counts, unless there is much of it.
    await rollUpSome(tx, ctx.now, ROLLED);
    const place = await placeOf(tx, ctx, shop, filter);
    return { ok: true, counted: await countFilter(tx, filter, place, EXAMPLES) };
  } catch (error) {
    if (!tookTooLong(error)) throw error;
    await tx.query('rollback to savepoint counting');
    return { ok: true, counted: null };
  }
}
