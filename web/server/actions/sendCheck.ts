/**
 * The mail that proves a friend's address. Key: `check/mark`. The address goes as soon as its mail is
 * out, or too late to be of use; the row behind it goes an hour after its digits ended.
 */
import { FORGET_MS } from '../domain/friendCheck.ts';
import { moneyStyle } from '../domain/publicFacts.ts';
import type { Letter } from '../gateways/channel.ts';
import { forgetAddress, lockCheck, pruneCheck } from '../store/friendChecks.ts';
import type { StoredCheck } from '../store/friendChecks.ts';
import { readShop } from '../store/shops.ts';
import { codeOfCheck } from './checkAddress.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome } from './deliver.ts';
import { createSpeech, languageOf } from './mails/speech.ts';
import { writeCheckMail } from './mails/writeCheckMail.ts';

type Prepared = { check: StoredCheck; letter: Letter | null };

export async function sendCheck(reach: Reach, job: Job, key: string): Promise<Outcome> {
  const mark = key.slice('check/'.length);
  const prepared = await prepare(reach, job, mark);
  if (!prepared) return 'done';
  const { check, letter } = prepared;
  if (letter && reach.mails) {
    const sent = await reach.mails.send(letter, job.leftMs());
    if (!sent.ok && sent.failure.kind !== 'refused') return sent.failure;
  }
  await reach.inTransaction(job.clubId, (tx) => forgetAddress(tx, mark, check.sent));
  return { kind: 'again', dueAt: check.endsAt + FORGET_MS };
}

/** Null: the row has had its time, and is gone. */
function prepare(reach: Reach, job: Job, mark: string): Promise<Prepared | null> {
  const now = reach.now();
  return reach.inTransaction(job.clubId, async (tx) => {
    const check = await lockCheck(tx, mark);
    if (!check || now >= check.endsAt + FORGET_MS) {
      await pruneCheck(tx, mark);
      return null;
    }
    const shop = await readShop(tx, job.shopId);
    const { email: to, locale, sent } = check;
    if (!shop || to === null || !reach.mails || now >= check.endsAt) return { check, letter: null };
    const { timeZone, name: shopName, storefrontOrigin: link } = shop;
    const language = languageOf(locale);
    const speech = createSpeech({ language, money: moneyStyle(shop), timeZone, now });
    const written = writeCheckMail(speech, { code: codeOfCheck(tx, reach, check), shopName, link });
    const idempotencyKey = `${tx.clubId}/check/${mark}/${sent}`;
    const from = { fromName: shopName, locale: language, writtenAt: now };
    return { check, letter: { ...written, ...from, to, idempotencyKey } };
  });
}
