/**
 * The mail before points end. Key: `ending45/shopperId/end` or `ending7/…`. Only the last one counts,
 * and only when the mail server took it in time: what was not told does not end.
 */
import { moneyStyle } from '../domain/publicFacts.ts';
import { LAST_NOTICE_DAYS, isInTime } from '../domain/notices.ts';
import { programInForce } from '../domain/programs.ts';
import type { Letter } from '../gateways/channel.ts';
import type { Failure } from '../gateways/platform.ts';
import { noteTold, readEnding, readHolder } from '../store/notices.ts';
import type { Ending } from '../store/notices.ts';
import { readVersionsFast } from '../store/programs.ts';
import { readShop } from '../store/shops.ts';
import type { Reach } from './context.ts';
import type { Job } from './deliver.ts';
import { createSpeech, languageOf } from './mails/speech.ts';
import { writeEndingMail } from './mails/writeEndingMail.ts';

type Wanted = { key: string; days: number; shopperId: string; end: number };

function wantedOf(key: string): Wanted {
  const [kind = '', shopperId = '', end = ''] = key.split('/');
  return { key, days: Number(kind.slice('ending'.length)), shopperId, end: Number(end) };
}

export async function sendEnding(reach: Reach, job: Job, key: string): Promise<'done' | Failure> {
  const wanted = wantedOf(key);
  const prepared = await prepare(reach, job, wanted);
  if (!prepared || !reach.mails) return 'done';
  const sent = await reach.mails.send(prepared.letter, job.leftMs());
  if (!sent.ok) return sent.failure.kind === 'refused' ? 'done' : sent.failure;
  const toldAt = reach.now();
  const { days, shopperId, end } = wanted;
  if (days === LAST_NOTICE_DAYS && isInTime(end, toldAt)) {
    await reach.inTransaction(job.clubId, (tx) =>
      noteTold(tx, { shopperId, end, lots: prepared.lots, toldAt }),
    );
  }
  return 'done';
}

/** Null: there is nothing to tell any more, nobody to tell it to, or it would not be true in time. */
function prepare(
  reach: Reach,
  job: Job,
  { key, days, shopperId, end }: Wanted,
): Promise<{ letter: Letter; lots: Ending[] } | null> {
  const now = reach.now();
  if (!reach.mails || (days === LAST_NOTICE_DAYS && !isInTime(end, now)) || end <= now) {
    return Promise.resolve(null);
  }
  return reach.inTransaction(job.clubId, async (tx) => {
    const lots = await readEnding(tx, shopperId, end);
    const shop = await readShop(tx, job.shopId);
    const holder = await readHolder(tx, shopperId);
    if (lots.length === 0 || !shop || !holder?.email) return null;
    const program = programInForce(await readVersionsFast(tx), now)?.program;
    const language = languageOf(holder.locale);
    const { timeZone, name: shopName, storefrontOrigin: link } = shop;
    const speech = createSpeech({ language, money: moneyStyle(shop), timeZone, now });
    const written = writeEndingMail(speech, {
      points: Number(lots.reduce((sum, { open }) => sum + open, 0n)),
      end,
      orderKeeps: program?.expiry.kind === 'inactivity',
      shopName,
      firstName: holder.firstName,
      link,
    });
    const idempotencyKey = `${tx.clubId}/${key}`;
    const to = holder.email;
    const from = { fromName: shopName, locale: language, writtenAt: now };
    return { letter: { ...written, ...from, to, idempotencyKey }, lots };
  });
}
