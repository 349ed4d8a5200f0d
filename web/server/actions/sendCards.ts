/** Small cards at the platform, so that a page shows a balance without asking us. Latest wins. */
import type { Card } from '../gateways/platform.ts';
import { decimalsOf } from '../domain/money.ts';
import { programInForce } from '../domain/programs.ts';
import { readBalances } from '../store/balances.ts';
import { readVersionsFast } from '../store/programs.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import { readShop } from '../store/shops.ts';
import type { Shop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { callShop } from './shopCall.ts';

async function send(reach: Reach, job: Job, cards: readonly Card[]): Promise<Outcomes> {
  if (cards.length === 0) return new Map();
  const answer = await callShop(reach, job.clubId, job.shopId, job.leftMs());
  if (!answer.ok) return job.all(answer.failure);
  const written = await reach.platform.writeCards(
    { ...answer.call, deadlineMs: job.leftMs() },
    cards,
  );
  return written.ok ? new Map() : job.all(written.failure);
}

/** What each shopper has and what is on the way, as of now. */
export async function sendShopperCards(reach: Reach, job: Job): Promise<Outcomes> {
  const shopperIds = job.claimed.map((row) => row.key);
  const cards = await reach.inTransaction(job.clubId, async (tx) => {
    const customers = await customerIdsOf(tx, job.shopId, shopperIds);
    const balances = await readBalances(tx, [...customers.keys()]);
    return balances.map(({ shopperId, available, pending }): Card => {
      const card = { available: Math.max(0, Number(available)), pending: Number(pending) };
      const customerId = customers.get(shopperId) ?? '';
      return { owner: 'shopper', customerId, json: JSON.stringify(card) };
    });
  });
  return send(reach, job, cards);
}

/** The program's public summary and how this shop writes money. */
export async function sendClubCards(reach: Reach, job: Job): Promise<Outcomes> {
  const cards = await reach.inTransaction(job.clubId, async (tx): Promise<Card[]> => {
    const shop = await readShop(tx, job.shopId);
    const program = await publicProgram(tx, reach.now());
    if (!shop || !program) return [];
    const json = JSON.stringify({ ...program, money: moneyStyleOf(shop) });
    return [{ owner: 'club', json }];
  });
  return send(reach, job, cards);
}

/** How a shop writes money (`moneyStyle` of the contract). */
export const moneyStyleOf = (shop: Shop) => ({
  currency: shop.currency,
  decimals: decimalsOf(shop.currency) ?? 2,
  factor: shop.moneyFactor,
  label: shop.moneyLabel,
});

/** What everybody may know of the program in force (`publicProgram` of the contract). */
export async function publicProgram(tx: Tx, now: number) {
  const program = programInForce(await readVersionsFast(tx), now)?.program;
  if (!program) return null;
  const { points, perMinor } = program.earning;
  const rewards = program.rewards
    .map(({ id, points: price, value, minimumMinor, codeDays }) => ({
      id,
      points: price,
      value,
      minimumMinor,
      codeDays,
    }))
    .sort((a, b) => a.points - b.points);
  return { points, perMinor, pendingDays: program.pendingDays, rewards };
}
