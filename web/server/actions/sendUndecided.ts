/**
 * Tells both sides that nobody at the shop decided about a friend's reward in time: the member
 * (`friendUndecided/orderId`), with how to go on, and the friend (`friendTold/orderId`).
 */
import { moneyStyle } from '../domain/publicFacts.ts';
import type { Letter } from '../gateways/channel.ts';
import type { Failure } from '../gateways/platform.ts';
import { readShop } from '../store/shops.ts';
import type { Shop } from '../store/shops.ts';
import { readToldFriend, readUndecided, saveTold } from '../store/undecided.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach } from './context.ts';
import type { Job } from './deliver.ts';
import type { WrittenMail } from './mails/mailPage.ts';
import { createSpeech, languageOf } from './mails/speech.ts';
import type { Speech } from './mails/speech.ts';
import { writeToldFriendMail, writeUndecidedMail } from './mails/writeUndecidedMail.ts';

type About = { email: string | null; locale: string | null; heldAt: number };

/** Sends nothing where it was decided since, was told before, or nobody can be written to. */
export async function sendUndecided(
  reach: Reach,
  job: Job,
  key: string,
): Promise<'done' | Failure> {
  const orderId = key.slice(key.indexOf('/') + 1);
  const letter = await letterTo(reach, job, key, {
    read: (tx) => readUndecided(tx, orderId),
    write: (speech, shop, { points }) =>
      writeUndecidedMail(speech, {
        shopName: shop.name,
        points,
        link: shop.storefrontOrigin,
      }),
  });
  if (!letter || !reach.mails) return 'done';
  const sent = await reach.mails.send(letter, job.leftMs());
  if (!sent.ok && sent.failure.kind !== 'refused') return sent.failure;
  await reach.inTransaction(job.clubId, (tx) => saveTold(tx, orderId, reach.now()));
  return 'done';
}

/** The delivery is asked for once for each time that nobody decided, and is done once. */
export async function sendToldFriend(
  reach: Reach,
  job: Job,
  key: string,
): Promise<'done' | Failure> {
  const orderId = key.slice(key.indexOf('/') + 1);
  const letter = await letterTo(reach, job, key, {
    read: (tx) => readToldFriend(tx, orderId),
    write: (speech, shop, { who }) =>
      writeToldFriendMail(speech, { shopName: shop.name, who, link: shop.storefrontOrigin }),
  });
  if (!letter || !reach.mails) return 'done';
  const sent = await reach.mails.send(letter, job.leftMs());
  return sent.ok || sent.failure.kind === 'refused' ? 'done' : sent.failure;
}

function letterTo<Known extends About>(
  reach: Reach,
  { clubId, shopId }: Job,
  key: string,
  of: {
    read: (tx: Tx) => Promise<Known | null>;
    write: (speech: Speech, shop: Shop, about: Known) => WrittenMail;
  },
): Promise<Letter | null> {
  return reach.inTransaction(clubId, async (tx): Promise<Letter | null> => {
    const about = await of.read(tx);
    const shop = await readShop(tx, shopId);
    if (!about?.email || !shop) return null;
    const now = reach.now();
    const language = languageOf(about.locale);
    const { timeZone } = shop;
    const speech = createSpeech({ language, money: moneyStyle(shop), timeZone, now });
    return {
      ...of.write(speech, shop, about),
      to: about.email,
      fromName: shop.name,
      locale: language,
      writtenAt: now,
      idempotencyKey: `${clubId}/${key}/${about.heldAt}`,
    };
  });
}
