/** Gathers, for some advocates, what their referrals are judged by (`domain/fraud`). */
import { PUBLIC_FROM } from '../domain/fraud.ts';
import type { OtherSent, Person, Ruling, Suspect } from '../domain/fraud.ts';
import { isThrowAway, mailboxOf, telephoneOf } from '../domain/fraudPeople.ts';
import type { ProgramVersion } from '../domain/program.ts';
import { eligibleAsOrdered } from '../domain/referrals.ts';
import { findOldMailboxes, readKnownAs, readPublicHomes, readSent } from '../store/suspects.ts';
import type { KnownAs, SentRow } from '../store/suspects.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { mailboxKeysOf } from './fraudKeys.ts';

export type Suspected = { row: SentRow; suspect: Suspect; rulings: readonly Ruling[] };

const present = <T>(values: readonly (T | null)[]): T[] => [
  ...new Set(values.filter((value) => value !== null)),
];

export async function readSuspects(
  tx: Tx,
  ctx: Context,
  advocateIds: readonly string[],
  versions: readonly ProgramVersion[],
): Promise<{ suspects: Suspected[]; sent: SentRow[] }> {
  const sent = await readSent(tx, advocateIds);
  const mine = sent.filter((row) => row.judged && advocateIds.includes(row.advocateId));
  if (mine.length === 0) return { suspects: [], sent };
  const known = await readKnownAs(tx, advocateIds);
  const friends = new Map(sent.map((row) => [row.orderId, friendOf(row)]));
  const homes = present(mine.map(({ homeKey }) => homeKey));
  const publicPlaces = await readPublicHomes(tx, homes, PUBLIC_FROM);
  const asked = mine.flatMap(({ orderId }) =>
    (friends.get(orderId)?.mailboxes ?? []).map((mailbox) => ({
      orderId,
      ...mailboxKeysOf(tx, ctx, mailbox),
    })),
  );
  const old = await findOldMailboxes(tx, asked);
  const others = sent.map((row): OtherSent => {
    const { orderId, advocateId, placedAt } = row;
    const friend = friends.get(orderId) ?? friendOf(row);
    return { orderId, advocateId, placedAt, friend, returnedAt: returnedAt(row) };
  });
  const suspects = mine.flatMap((row): Suspected[] => {
    const program = versions.find((v) => v.version === row.programVersion)?.program;
    const { scalars } = row.facts;
    const friend = friends.get(row.orderId);
    if (!program?.referral || !scalars || !friend) return [];
    const suspect: Suspect = {
      orderId: row.orderId,
      advocateId: row.advocateId,
      placedAt: row.placedAt,
      availableAt: row.availableAt,
      friend,
      advocate: advocateOf(row, known),
      throwAwayMail: isThrowAway(scalars.buyer.email),
      boughtAsOther: old.has(row.orderId),
      eligibleMinor: eligibleAsOrdered(scalars, program),
      minimumMinor: program.referral.friend.minimumMinor,
      others,
      publicPlaces,
    };
    return [{ row, suspect, rulings: rulingsFor(row, sent, friends) }];
  });
  return { suspects, sent };
}

function friendOf({ friendIds, facts, homeKey }: SentRow): Person {
  const buyer = facts.scalars?.buyer;
  return {
    ids: friendIds,
    mailboxes: present([mailboxOf(buyer?.email)]),
    phones: present([telephoneOf(buyer?.phone)]),
    places: present([homeKey]),
  };
}

/** The advocate as they were known until the referral's points became available. */
function advocateOf({ advocateId, availableAt }: SentRow, known: readonly KnownAs[]): Person {
  const mine = known.filter(
    ({ shopperId, since }) => shopperId === advocateId && (since === null || since <= availableAt),
  );
  return {
    ids: [advocateId],
    mailboxes: present(mine.map(({ email }) => mailboxOf(email))),
    phones: present(mine.map(({ phone }) => telephoneOf(phone))),
    places: present(mine.map(({ homeKey }) => homeKey)),
  };
}

/** When the last of it came back; null: some of it is still worth something, or it never was. */
function returnedAt({ worth, facts, availableAt }: SentRow): number | null {
  if (worth > 0n) return null;
  const moments = facts.refunds.map(({ createdAt }) => createdAt);
  const cancelled = facts.scalars?.cancelledAt;
  const last = Math.max(0, ...moments, ...(cancelled ? [cancelled] : []));
  return last > availableAt ? last : null;
}

/** What people said of other friends of the same advocate. The clock's word is nobody's. */
const rulingsFor = (
  row: SentRow,
  sent: readonly SentRow[],
  friends: ReadonlyMap<string, Person>,
): Ruling[] =>
  sent.flatMap((each): Ruling[] => {
    const { decided, decidedAt, decidedBy, signals } = each;
    const friend = friends.get(each.orderId);
    if (each.advocateId !== row.advocateId || each.orderId === row.orderId || !friend) return [];
    if (decided === null || decidedAt === null || decidedBy === 'clock' || !signals) return [];
    const kinds = signals.map(({ kind }) => kind);
    return [{ decidedAt, pays: decided === 'allowed', kinds, friend }];
  });
