/** What the platform said about codes, written into the books. Each state moves one way only. */
import { openDraft } from '../domain/books.ts';
import type { Draft } from '../domain/books.ts';
import { postHold, returnPoints, voidHold } from '../domain/redemptionBook.ts';
import { lockAccounts, readLotMoves, writeDrafts } from '../store/books.ts';
import type { LockedShopper } from '../store/books.ts';
import { sendAsks } from '../store/deliveries.ts';
import type { Ask } from '../store/deliveries.ts';
import { waitForClub } from '../store/inbox.ts';
import { findRedemptions, saveRedemption } from '../store/redemptions.ts';
import type { StoredRedemption } from '../store/redemptions.ts';
import type { Tx } from '../store/transaction.ts';
import { bookOf, isOver, keepBook } from './closeByOrder.ts';
import type { Context } from './context.ts';
import type { CodeNews } from './driveCodes.ts';

export type Key = { shopperId: string; redemptionId: string };
type Known = { redemption: StoredRedemption; draft: Draft };

/** Applies news to redemptions of one shop, under their shoppers' locks. */
export async function finishCodes(
  tx: Tx,
  ctx: Context,
  shopId: string,
  news: readonly { key: Key; told: CodeNews }[],
): Promise<void> {
  if (news.length === 0) return;
  const keys = news.map((each) => each.key);
  const shopperIds = [...new Set(keys.map((key) => key.shopperId))].sort();
  if (shopperIds.length > 1) await waitForClub(tx);
  const expected = await findRedemptions(tx, keys);
  const moves = await readLotMoves(
    tx,
    expected.map((r) => r.holdTransferId),
  );
  const lotIds = [...moves.values()].flatMap((list) => list.map((m) => m.lotId));
  const locked = await lockAccounts(tx, shopperIds, { lotIds });
  const moved = movedNews(news, locked);
  if (moved) return finishCodes(tx, ctx, shopId, moved);
  const drafts = new Map<string, Draft>();
  for (const [id, { account }] of locked) drafts.set(id, openDraft(account, ctx.newId));
  const asks: Ask[] = shopperIds.map((key) => cardOf(shopId, key, ctx.now));
  for (const redemption of await findRedemptions(tx, keys)) {
    const told = news.find((each) => isKeyOf(each.key, redemption))?.told;
    const draft = drafts.get(redemption.shopperId);
    if (!told || !draft) continue;
    const holdMoves = moves.get(redemption.holdTransferId) ?? [];
    apply({ redemption, draft }, told, { now: ctx.now, holdMoves });
    saveRedemption(tx, redemption);
    const stray = told.kind === 'issued' && redemption.way === 'code' && isOver(redemption);
    if (stray) asks.push(strayOf(redemption, ctx.now));
  }
  writeDrafts(tx, [...drafts.values()], new Map(), ctx.now);
  sendAsks(tx, asks, ctx.now);
}

/** Their shoppers were merged since the platform was asked: the news is of those they became. */
function movedNews(
  news: readonly { key: Key; told: CodeNews }[],
  locked: ReadonlyMap<string, LockedShopper>,
): { key: Key; told: CodeNews }[] | null {
  const into = (key: Key) => locked.get(key.shopperId)?.mergedInto ?? key.shopperId;
  if (news.every(({ key }) => into(key) === key.shopperId)) return null;
  return news.map(({ key, told }) => {
    return { key: { redemptionId: key.redemptionId, shopperId: into(key) }, told };
  });
}

const cardOf = (shopId: string, key: string, dueAt: number): Ask => ({
  shopId,
  kind: 'shopperCard',
  key,
  dueAt,
});

/** A code that was made by a worker who came back too late: its points are back, so it must go. */
const strayOf = ({ shopId, shopperId, redemptionId }: StoredRedemption, dueAt: number): Ask => ({
  shopId,
  kind: 'settleCode',
  key: `${shopperId}/${redemptionId}`,
  dueAt,
});

const isKeyOf = (key: Key, redemption: StoredRedemption): boolean =>
  key.shopperId === redemption.shopperId && key.redemptionId === redemption.redemptionId;

type How = { now: number; holdMoves: Parameters<typeof bookOf>[1] };

/** Points that were put back keep their lot's end, and it is never earlier than the shopper's life. */
function apply(known: Known, told: CodeNews, how: How): void {
  const { redemption, draft } = known;
  const { now } = how;
  const floor = draft.account.keptUntil ?? 0;
  const book = bookOf(redemption, how.holdMoves);
  const settle = (status: StoredRedemption['status']) => {
    redemption.status = status;
    redemption.closedAt = status === 'open' ? null : now;
  };
  const spend = () => {
    if (redemption.holdPosted) return;
    postHold(draft, book, now);
    redemption.holdPosted = true;
  };
  if (redemption.status === 'issuing' && told.kind === 'issued') {
    spend();
    settle('open');
  } else if (redemption.status === 'issuing' && told.kind === 'done') {
    spend();
    settle('used');
  } else if (redemption.status === 'issuing' && told.kind === 'refused') {
    voidHold(draft, book, now, floor);
    redemption.reason = told.reason;
    settle('refused');
  } else if (redemption.status === 'closing' && told.kind === 'gone') {
    if (redemption.holdPosted) returnPoints(draft, book, redemption.points, now, floor);
    else voidHold(draft, book, now, floor);
    settle(redemption.reason === 'lapse' ? 'lapsed' : 'cancelled');
  } else if (redemption.status === 'closing' && told.kind === 'used') {
    spend();
    settle('used');
  }
  keepBook(redemption, book);
}
