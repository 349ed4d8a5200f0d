/**
 * Mails: about points that end (`sendEnding`), of changes (`sendChange`), about friends that nobody decided
 * on (`sendUndecided`), and about next-order codes. Key of a delivery of those: `nextOrder/orderId` or
 * `reminder7/orderId`. What
 * is no longer of use is not sent; what was sent is marked, so that only a crash between the two
 * sends a mail again, under the id it had.
 */
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
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { createSpeech, languageOf } from './mails/speech.ts';
import { writeCodeMail } from './mails/writeCodeMail.ts';
import { sendChange } from './sendChange.ts';
import { sendCheck } from './sendCheck.ts';
import { sendEnding } from './sendEnding.ts';
import { sendUndecided } from './sendUndecided.ts';

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
  return sendCode(reach, job, wantedOf(key));
}

type Prepared = { letter: Letter } | null;

async function sendCode(reach: Reach, job: Job, wanted: Wanted): Promise<'done' | Failure> {
  const prepared = await prepare(reach, job, wanted);
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

/** The letter, or null when there is none to send; why not is noted on the row. */
function prepare(reach: Reach, job: Job, wanted: Wanted): Promise<Prepared> {
  return reach.inTransaction(job.clubId, async (tx) => {
    const [row] = await lockNextOrders(tx, [wanted.orderId]);
    const shop = await readShop(tx, job.shopId);
    if (!row || row.orderId !== wanted.orderId || !shop || !isWanted(row, wanted)) return null;
    const recipient = await readRecipient(tx, row);
    const unmailed = whyNot(reach, row, wanted, recipient);
    if (!unmailed && recipient?.email) {
      const tier = await tierNameOf(tx, row);
      return { letter: letterOf(tx.clubId, { shop, tier }, row, wanted, recipient, reach.now()) };
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

function letterOf(
  clubId: string,
  { shop, tier }: { shop: Shop; tier: string | null },
  row: StoredNextOrder,
  { key, reminderDays }: Wanted,
  recipient: Recipient,
  now: number,
): Letter {
  const language = languageOf(recipient.locale, recipient.orderLocale);
  const speech = createSpeech({ language, money: moneyStyle(shop), timeZone: shop.timeZone, now });
  const written = writeCodeMail(speech, {
    reminderDays,
    tier,
    shopName: shop.name,
    firstName: recipient.firstName,
    code: row.code,
    value: row.terms.value,
    minimumMinor: row.terms.minimumMinor,
    endsAt: row.endsAt,
    link: `${shop.storefrontOrigin}/discount/${encodeURIComponent(row.code)}?redirect=/`,
  });
  const to = recipient.email ?? '';
  const idempotencyKey = `${clubId}/${key}`;
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
