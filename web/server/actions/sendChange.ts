/**
 * Shoppers who hold points are told of what a planned version takes. `tellChange` (key: the version and
 * the last shopper that was asked for) goes through them; each has a mail `change2/shopperId`.
 */
import { toldChange } from '../domain/fairStart.ts';
import { moneyStyle } from '../domain/publicFacts.ts';
import type { Failure } from '../gateways/platform.ts';
import type { Letter } from '../gateways/channel.ts';
import { askFor, askOnce } from '../store/deliveries.ts';
import { findHolders, readHolder } from '../store/notices.ts';
import { readVersionsFast } from '../store/programs.ts';
import { readShop } from '../store/shops.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { createSpeech, languageOf } from './mails/speech.ts';
import { writeChangeMail } from './mails/writeChangeMail.ts';

const PAGE = 500;

export async function tellChange(reach: Reach, job: Job): Promise<Outcomes> {
  for (const { key } of job.claimed) {
    const [version = '', after = ''] = key.split('/');
    await reach.inTransaction(job.clubId, async (tx) => {
      const now = reach.now();
      if (!toldChange(await readVersionsFast(tx), Number(version), now)) return;
      const holders = await findHolders(tx, after, PAGE);
      const { shopId } = job;
      const mails = holders.map((shopperId) => ({
        shopId,
        kind: 'mail' as const,
        key: `change${version}/${shopperId}`,
        dueAt: now,
      }));
      await askOnce(tx, mails, now);
      const last = holders.length === PAGE ? holders.at(-1) : undefined;
      if (last === undefined) return;
      const next = { shopId, kind: 'tellChange' as const, key: `${version}/${last}`, dueAt: now };
      await askFor(tx, [next], now);
    });
  }
  return new Map();
}

export async function sendChange(reach: Reach, job: Job, key: string): Promise<'done' | Failure> {
  const letter = await prepare(reach, job, key);
  if (!letter || !reach.mails) return 'done';
  const sent = await reach.mails.send(letter, job.leftMs());
  return sent.ok || sent.failure.kind === 'refused' ? 'done' : sent.failure;
}

/** Null: the version was replaced or has begun, or nobody is left to tell. */
function prepare(reach: Reach, job: Job, key: string): Promise<Letter | null> {
  const [kind = '', shopperId = ''] = key.split('/');
  const version = Number(kind.slice('change'.length));
  const now = reach.now();
  return reach.inTransaction(job.clubId, async (tx) => {
    const told = toldChange(await readVersionsFast(tx), version, now);
    const shop = await readShop(tx, job.shopId);
    const holder = await readHolder(tx, shopperId);
    if (!told || !shop || !holder?.email) return null;
    const language = languageOf(holder.locale);
    const { timeZone, name: shopName, storefrontOrigin: link } = shop;
    const speech = createSpeech({ language, money: moneyStyle(shop), timeZone, now });
    const { firstName } = holder;
    const written = writeChangeMail(speech, { ...told, shopName, firstName, link });
    const from = { fromName: shopName, locale: language, writtenAt: now };
    return { ...written, ...from, to: holder.email, idempotencyKey: `${tx.clubId}/${key}` };
  });
}
