/** What a draft would take from points that shoppers hold, in words, and when it may begin. */
import { moneyStyle } from '../domain/publicFacts.ts';
import type { Program } from '../domain/program.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { readVersionsFast } from '../store/programs.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { sayChange } from './mails/sayChanges.ts';
import { createSpeech } from './mails/speech.ts';
import type { Language } from './mails/speech.ts';
import { takenFromHolders } from './publishProgram.ts';

/** `from` null: at once. Nothing is published. */
export async function previewFairness(
  tx: Tx,
  ctx: Pick<Context, 'now'>,
  input: { shopId: string; program: Program; language: Language },
): Promise<{ ok: true; changes: string[]; from: number | null } | Refusal> {
  const shop = await readShop(tx, input.shopId);
  if (!shop) return refuse('notFound');
  const taken = await takenFromHolders(tx, ctx, await readVersionsFast(tx), input.program);
  if (!taken) return { ok: true, changes: [], from: null };
  const { language } = input;
  const { timeZone } = shop;
  const speech = createSpeech({ language, money: moneyStyle(shop), timeZone, now: ctx.now });
  return {
    ok: true,
    changes: taken.changes.map((change) => sayChange(speech, change)),
    from: taken.earliest > ctx.now ? taken.earliest : null,
  };
}
