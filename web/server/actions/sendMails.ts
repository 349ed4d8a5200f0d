/**
 * Mails: about points that end (`sendEnding`), of changes (`sendChange`), about friends that nobody decided
 * on (`sendUndecided`), and about what orders brought for the next one, codes and money credit. Key of a
 * delivery of those: `nextOrder/orderId` or
 * `reminder7/orderId`. What
 * is no longer of use is not sent; what was sent is marked, so that only a crash between the two
 * sends a mail again, under the id it had.
 */
import { isCode } from '../domain/nextOrder.ts';
import { moneyStyle } from '../domain/publicFacts.ts';
import type { Letter } from '../gateways/channel.ts';
import type { Failure } from '../gateways/platform.ts';
import { readRecipient } from '../store/mails.ts';
import type { Recipient } from '../store/mails.ts';
import { lockNextOrders, saveNextOrders } from '../store/nextOrders.ts';
import type { StoredNextOrder } from '../store/nextOrders.ts';
import { readShop } from '../store/shops.ts';
import type { Shop } from '../store/shops.ts';
import { readVersionsFast } from '../store/programs.ts';
import type { Tx } from '../store/transaction.ts';
import { tierOf } from '../domain/tiers.ts';
import { readCredits } from '../store/wallet.ts';
import type { StoredCredit } from '../store/wallet.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { createSpeech, languageOf } from './mails/speech.ts';
import type { Speech } from './mails/speech.ts';
import { writeCodeMail } from './mails/writeCodeMail.ts';
import { sendChange } from './sendChange.ts';
import { sendCheck } from './sendCheck.ts';
import { sendEnding } from './sendEnding.ts';
import { sendToldFriend, sendUndecided } from './sendUndecided.ts';
import { callShop } from './shopCall.ts';

/** Real time that one mail may take. */
const ENOUGH_MS = 5_000;

type Wanted = { key: string; orderId: string; reminderDays: number | null };

const wantedOf = (key: string): Wanted => {
  const [kind = '', orderId = ''] = key.split('/');
  const days = /^reminder(\d+)$/.exec(kind)?.[1];
  if (days === undefined && kind !== 'nextOrder') throw new Error(`no such mail: ${kind}`);
  return { key, orderId, reminderDays: days === undefined ? null : Number(days) };
};

/** Sends up to 25 mails of one shop, one after the other. */
export async function sendMails(reach: Reach, job: Job): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  for (const { key } of job.claimed) {
    // A mail that is cut off by the deadline may have gone out all the same.
    const late = outcomes.size > 0 && job.leftMs() < ENOUGH_MS;
    outcomes.set(key, late ? 'notReached' : await sendOne(reach, job, key));
  }
  return outcomes;
}

function sendOne(reach: Reach, job: Job, key: string): Promise<Outcome> {
  if (key.startsWith('check/')) return sendCheck(reach, job, key);
  if (key.startsWith('ending')) return sendEnding(reach, job, key);
  if (key.startsWith('change')) return sendChange(reach, job, key);
  if (key.startsWith('friendUndecided/')) return sendUndecided(reach, job, key);
  if (key.startsWith('friendTold/')) return sendToldFriend(reach, job, key);
  return sendCode(reach, job, wantedOf(key));
}

type Prepared = { letter: Letter } | null;

async function sendCode(reach: Reach, job: Job, wanted: Wanted): Promise<'done' | Failure> {
  const look = await leftOf(reach, job, wanted);
  if (!look.ok) return look.failure;
  const prepared = look.leftMinor === 0 ? null : await prepare(reach, job, wanted, look.leftMinor);
  if (!prepared || !reach.mails) return 'done';
  const sent = await reach.mails.send(prepared.letter, job.leftMs());
  if (!sent.ok && sent.failure.kind !== 'refused') return sent.failure;
  await note(reach, job, wanted, (row) => {
    if (wanted.reminderDays !== null) row.remindedDays = wanted.reminderDays;
    else if (sent.ok) row.mailedAt = reach.now();
    else row.unmailed = 'refused';
  });
  return 'done';
}

type Left = { ok: true; leftMinor: number } | { ok: false; failure: Failure };

/** Nobody is reminded of money credit that is spent: what is in the wallet is asked for first. */
async function leftOf(reach: Reach, job: Job, wanted: Wanted): Promise<Left> {
  if (wanted.reminderDays === null) return { ok: true, leftMinor: Infinity };
  const credits = await reach.inTransaction(job.clubId, (tx) =>
    readCredits(tx, 'order', [wanted.orderId]),
  );
  const credit = credits.get(wanted.orderId);
  if (!credit?.customerId) return { ok: true, leftMinor: Infinity };
  const answer = await callShop(reach, job.clubId, job.shopId, job.leftMs(), 'wallet');
  if (!answer.ok) return answer;
  const call = { ...answer.call, deadlineMs: job.leftMs() };
  const read = await reach.platform.readWallet(call, credit.customerId, credit.currency);
  return read.ok ? { ok: true, leftMinor: read.account.balanceMinor } : read;
}

/** The letter, or null when there is none to send; why not is noted on the row. */
function prepare(reach: Reach, job: Job, wanted: Wanted, leftMinor: number): Promise<Prepared> {
  return reach.inTransaction(job.clubId, async (tx) => {
    const [row] = await lockNextOrders(tx, [wanted.orderId]);
    const shop = await readShop(tx, job.shopId);
    if (!row || row.orderId !== wanted.orderId || !shop || !isWanted(row, wanted)) return null;
    const recipient = await readRecipient(tx, row);
    const unmailed = whyNot(reach, row, wanted, recipient);
    const [credit = null] = (await readCredits(tx, 'order', [row.orderId])).values();
    if (!unmailed && recipient?.email) {
      const tier = await tierNameOf(tx, row);
      const about = { tx, shop, tier, row, wanted, recipient, credit, leftMinor };
      return { letter: letterOf({ ...about, now: reach.now() }) };
    }
    if (wanted.reminderDays !== null) return null;
    row.unmailed = unmailed;
    await saveNextOrders(tx, [row]);
    return null;
  });
}

/** Only an open code is told of, once, and reminders only ever come closer to its end. */
function isWanted(row: StoredNextOrder, { reminderDays }: Wanted): boolean {
  if (row.status !== 'open') return false;
  if (reminderDays === null) return row.mailedAt === null;
  return row.remindedDays === null || reminderDays < row.remindedDays;
}

function whyNot(
  reach: Reach,
  row: StoredNextOrder,
  { reminderDays }: Wanted,
  recipient: Recipient | null,
): StoredNextOrder['unmailed'] {
  if (!reach.mails) return 'off';
  if (reach.now() >= (reminderDays === null ? row.usefulUntil : row.endsAt)) return 'late';
  return recipient?.email ? null : 'noAddress';
}

type About = {
  tx: Tx;
  shop: Shop;
  tier: string | null;
  row: StoredNextOrder;
  wanted: Wanted;
  recipient: Recipient;
  credit: StoredCredit | null;
  /** At most so much of it is still there. */
  leftMinor: number;
  now: number;
};

function letterOf(about: About): Letter {
  const { tx, shop, row, wanted, recipient, now } = about;
  const language = languageOf(recipient.locale, recipient.orderLocale);
  const money = moneyStyle(shop);
  const speech = createSpeech({ language, money, timeZone: shop.timeZone, now });
  const { code, terms } = row;
  const link = code === null ? '/' : `/discount/${encodeURIComponent(code)}?redirect=/`;
  const written = writeCodeMail(speech, {
    reminderDays: wanted.reminderDays,
    tier: about.tier,
    shopName: shop.name,
    firstName: recipient.firstName,
    gift:
      code !== null && isCode(terms)
        ? { kind: 'code', code, value: terms.value }
        : { kind: 'credit', amount: amountOf(speech, about) },
    minimumMinor: row.terms.minimumMinor,
    endsAt: row.endsAt,
    link: `${shop.storefrontOrigin}${link}`,
  });
  const to = recipient.email ?? '';
  const idempotencyKey = `${tx.clubId}/${wanted.key}`;
  return { ...written, to, fromName: shop.name, locale: language, writtenAt: now, idempotencyKey };
}

/** What the merchant calls the tier that brought a code; null: an order did. */
async function tierNameOf(tx: Tx, row: StoredNextOrder): Promise<string | null> {
  if (row.tierKey === null) return null;
  const versions = await readVersionsFast(tx);
  const tiers = versions.find((each) => each.version === row.programVersion)?.program.tiers;
  const [tierId = ''] = row.tierKey.split('/');
  return (tiers && tierOf(tiers, tierId)?.name) ?? '';
}

/** What the shopper has of it, in the currency they paid in. */
function amountOf(speech: Speech, { shop, credit, leftMinor }: About): string {
  const { currency, targetMinor } = credit ?? { currency: shop.currency, targetMinor: 0 };
  const amountMinor = Math.min(targetMinor, leftMinor);
  return currency === shop.currency
    ? speech.money(amountMinor)
    : speech.money(amountMinor, moneyStyle({ currency, moneyFactor: 1, moneyLabel: null }));
}

/** Notes on the row what became of its mail. */
function note(
  reach: Reach,
  job: Job,
  { orderId }: Wanted,
  change: (row: StoredNextOrder) => void,
): Promise<void> {
  return reach.inTransaction(job.clubId, async (tx) => {
    const rows = await lockNextOrders(tx, [orderId]);
    const row = rows.find((each) => each.orderId === orderId);
    if (!row) return;
    change(row);
    await saveNextOrders(tx, [row]);
  });
}
