/** Tells a member that nobody at the shop decided about a friend's reward in time, and how to go on. */
import { moneyStyle } from '../domain/publicFacts.ts';
import type { Failure } from '../gateways/platform.ts';
import type { Letter } from '../gateways/channel.ts';
import { readUndecided, saveTold } from '../store/undecided.ts';
import { readShop } from '../store/shops.ts';
import type { Reach } from './context.ts';
import type { Job } from './deliver.ts';
import { createSpeech, languageOf } from './mails/speech.ts';
import { writeUndecidedMail } from './mails/writeUndecidedMail.ts';

/** Sends nothing where it was decided since, was told before, or nobody can be written to. */
export async function sendUndecided(
  reach: Reach,
  { clubId, shopId, leftMs }: Job,
  key: string,
): Promise<'done' | Failure> {
  const orderId = key.slice(key.indexOf('/') + 1);
  const letter = await reach.inTransaction(clubId, async (tx): Promise<Letter | null> => {
    const about = await readUndecided(tx, orderId);
    const shop = await readShop(tx, shopId);
    if (!about?.email || !shop) return null;
    const now = reach.now();
    const language = languageOf(about.locale);
    const { timeZone } = shop;
    const speech = createSpeech({ language, money: moneyStyle(shop), timeZone, now });
    const written = writeUndecidedMail(speech, {
      shopName: shop.name,
      points: about.points,
      link: shop.storefrontOrigin,
    });
    const to = about.email;
    const idempotencyKey = `${clubId}/${key}/${about.heldAt}`;
    return {
      ...written,
      to,
      fromName: shop.name,
      locale: language,
      writtenAt: now,
      idempotencyKey,
    };
  });
  if (!letter || !reach.mails) return 'done';
  const sent = await reach.mails.send(letter, leftMs());
  if (!sent.ok && sent.failure.kind !== 'refused') return sent.failure;
  await reach.inTransaction(clubId, (tx) => saveTold(tx, orderId, reach.now()));
  return 'done';
}
