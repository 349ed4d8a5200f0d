/** Small cards at the platform, so that a page shows a balance without asking us. Latest wins. */
import type { Card } from '../gateways/platform.ts';
import { moneyStyle, publicProgram } from '../domain/publicFacts.ts';
import { tierOf } from '../domain/tiers.ts';
import { programInForce } from '../domain/programs.ts';
import { readBalances } from '../store/balances.ts';
import { readVersionsFast } from '../store/programs.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import { readShop } from '../store/shops.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { callShop } from './shopCall.ts';

async function send(reach: Reach, job: Job, cards: readonly Card[]): Promise<Outcomes> {
  if (cards.length === 0) return new Map();
  const answer = await callShop(reach, job.clubId, job.shopId, job.leftMs(), 'cards');
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
    const tiers = programInForce(await readVersionsFast(tx), reach.now())?.program.tiers ?? null;
    return balances.map(({ shopperId, available, pending, tierId }): Card => {
      const tier = tiers && tierOf(tiers, tierId)?.name;
      const card = {
        available: Math.max(0, Number(available)),
        pending: Number(pending),
        ...(tier ? { tier } : {}),
      };
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
    const program = programInForce(await readVersionsFast(tx), reach.now())?.program;
    if (!shop || !program) return [];
    const { rewards, ...told } = publicProgram(program);
    // A share with an end is named in the reader's language, which a card has none of.
    const named = rewards.filter(({ value }) => value.kind !== 'percentUpTo');
    const json = JSON.stringify({ ...told, rewards: named, money: moneyStyle(shop) });
    return [{ owner: 'club', json }];
  });
  return send(reach, job, cards);
}
