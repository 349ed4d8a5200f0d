/** Everything that is kept of one person, as a file for them (`personalData` of the contract). */
import type { DataRequest } from '../store/dataRequests.ts';
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

/** They, whoever they have become by a merge, and whoever became them. */
const PEOPLE = `
  with named as (select coalesce(merged_into, shopper_id) as id from shoppers
    where club_id = $1 and shopper_id = any($2::uuid[]))
  select shopper_id::text as id from shoppers where club_id = $1
    and (shopper_id in (select id from named) or merged_into in (select id from named))
  order by 1`;

/** Each part reads rows of the shoppers $2 of the club $1; columns are named as the file names them. */
const PARTS = {
  shoppers: `select shopper_id as id, email, phone, first_name as "firstName",
      last_name as "lastName", locale, first_seen_at as "firstSeenAt",
      last_activity_at as "lastActivityAt", kept_until as "keptUntil", pending, available, held,
      held_out as "heldOut", birth_month as "birthMonth", birth_day as "birthDay",
      birthday_set_at as "birthdaySetAt",
      case when birth_month is not null then birth_calendar end as "birthCalendar",
      frozen_at as "frozenAt", blocked::text as blocked, merged_into as "mergedInto"
    from shoppers where club_id = $1 and shopper_id = any($2::uuid[]) order by 1`,
  identities: `select kind, case when kind = 'customer' then 'plain' else 'hash' end as "keptAs",
      value, alias as "givenUp"
    from identities where club_id = $1 and shopper_id = any($2::uuid[]) order by kind, value`,
  orders: `select order_id as id, platform_order_id as "platformOrderId", name,
      placed_at as "placedAt", recorded_at as "recordedAt", program_version as "programVersion",
      points, pending, available_at as "availableAt", checkout_token as "checkoutToken", locale,
      home_key as "homeHash", mailbox_key as "mailboxHash", facts,
      coalesce(seen #> '{shopper,tags}', '[]') as tags
    from orders where club_id = $1 and shopper_id = any($2::uuid[]) order by placed_at, order_id`,
  points: `select transfer_id as id, occurred_at as "occurredAt", recorded_at as "recordedAt",
      reason, points, from_account as "from", to_account as "to", order_id as "orderId",
      redemption_id as "redemptionId", action_id as "actionId", entry_id as "entryId", explain
    from transfers where club_id = $1
      and (from_shopper_id = any($2::uuid[]) or to_shopper_id = any($2::uuid[]))
    order by recorded_at, transfer_id`,
  lots: `select lot_id as id, order_id as "orderId", action_id as "actionId", points, open, available_at as "availableAt",
      expires_at as "expiresAt", told_at as "toldAt"
    from lots where club_id = $1 and shopper_id = any($2::uuid[]) order by available_at, lot_id`,
  debts: `select debt_id as id, points, open, occurred_at as "occurredAt",
      write_off_at as "writeOffAt"
    from debts where club_id = $1 and shopper_id = any($2::uuid[]) order by occurred_at, debt_id`,
  tiers: `select tier_id as tier, since, falls_at as "fallsAt", progress from tier_standings
    where club_id = $1 and shopper_id = any($2::uuid[])`,
  tiersEntered: `select entry_id as id, tier_id as tier, entered_at as "enteredAt",
      program_version as "programVersion", points, pending, available_at as "availableAt"
    from tier_entries where club_id = $1 and shopper_id = any($2::uuid[]) order by entered_at, 1`,
  actions: `select action_id as id, source as "toldBy", key, action, about,
      occurred_at as "occurredAt", recorded_at as "recordedAt", program_version as "programVersion",
      outcome, parts, points, pending, available_at as "availableAt"
    from actions where club_id = $1 and shopper_id = any($2::uuid[]) order by occurred_at, action_id`,
  redemptions: `select redemption_id as id, reward_id as "rewardId", points, terms, code, status,
      reason, order_id as "orderId", created_at as "createdAt", expires_at as "expiresAt",
      closed_at as "closedAt"
    from redemptions where club_id = $1 and shopper_id = any($2::uuid[]) order by created_at, 1`,
  tags: `select tag, source, source_key as "sourceId", created_at as "createdAt",
      ended_at as "endedAt", sent_at is not null as "putByUs"
    from tag_grants where club_id = $1 and shopper_id = any($2::uuid[]) order by created_at, grant_id`,
  segments: `select g.name, m.since_day as "sinceDay" from segment_members m
      join segments g on g.club_id = $1 and g.segment_id = m.segment_id
    where m.club_id = $1 and m.shopper_id = any($2::uuid[]) order by g.created_at, g.segment_id`,
  segmentMoves: `select g.name, m.day, m.moved_at as "movedAt", m.entered from segment_moves m
      join segments g on g.club_id = $1 and g.segment_id = m.segment_id
    where m.club_id = $1 and m.shopper_id = any($2::uuid[]) order by m.moved_at, m.move_id`,
  tasks: `select text, source, source_key as "sourceId", state, created_at as "createdAt",
      due_at as "dueAt", closed_at as "closedAt", closed_by as "closedBy", note
    from tasks where club_id = $1 and shopper_id = any($2::uuid[]) order by created_at, task_id`,
  nextOrderCodes: `select order_id as "orderId", tier_key as "ofTier", code, terms, status, reason,
      created_at as "createdAt", ends_at as "endsAt", mailed_at as "mailedAt",
      unmailed as "notMailedBecause", reminded_days as "remindedDaysBefore",
      used_order_id as "usedOrderId", used_at as "usedAt", available_at as "availableAt", why
    from next_order_codes where club_id = $1 and shopper_id = any($2::uuid[])
    order by created_at, order_id`,
  walletCredits: `select cause, key, currency, target_minor as "targetMinor",
      posted_minor as "postedMinor", unrecovered_minor as "unrecoveredMinor",
      available_at as "availableAt", expires_at as "expiresAt", refusal, created_at as "createdAt",
      (select coalesce(json_agg(json_build_object('amountMinor', m.amount_minor,
          'unrecoveredMinor', m.unrecovered_minor, 'state', m.state,
          'transactionId', m.transaction_id, 'sentAt', m.sent_at, 'endedAt', m.ended_at)
          order by m.movement), '[]') from wallet_movements m
        where m.club_id = $1 and m.cause = c.cause and m.key = c.key) as movements
    from wallet_credits c where club_id = $1 and shopper_id = any($2::uuid[])
    order by created_at, cause, key`,
  // What is thought of them, from what they bought.
  predictions: `select model, as_of_day as "asOfDay", p_alive as "pAlive", churn_risk as "churnRisk",
      churn_basis as "churnBasis", expected_orders as "expectedOrders",
      next_order_day as "nextOrderDay", expected_spend_minor as "expectedSpendMinor",
      clv_minor as "clvMinor", (select stage from stages s where s.club_id = $1
        and s.shopper_id = p.shopper_id) as stage
    from predictions p where club_id = $1 and shopper_id = any($2::uuid[]) order by shopper_id`,
  givenCodes: `select code, terms, status, created_at as "createdAt", ends_at as "endsAt"
    from given_codes where club_id = $1 and case why when 'advocate' then advocate_id = any($2::uuid[])
      else about in (select value from identities where club_id = $1
        and shopper_id = any($2::uuid[]) and kind in ('email', 'typedEmail')) end
    order by created_at, code`,
  personalCodes: `select code, created_at as "createdAt" from referral_codes
    where club_id = $1 and shopper_id = any($2::uuid[]) order by code`,
  // Nothing about the friend: that is the friend's.
  referralsAsAdvocate: `select placed_at as "placedAt", via, verdict, points, pending,
      available_at as "availableAt", worth, step_points as "stepPoints",
      hold_reasons as "heldBecause", held_at as "heldAt", signals, remembered, decided,
      decided_at as "decidedAt", decided_note as "decidedBecause", appealed_at as "appealedAt",
      told_at as "toldAt"
    from referrals where club_id = $1 and advocate_id = any($2::uuid[]) order by placed_at, order_id`,
  referralsAsFriend: `select r.order_id as "orderId", r.placed_at as "placedAt", r.via, r.verdict,
      r.discount_minor as "discountMinor", r.eligible_minor as "eligibleMinor"
    from referrals r where r.club_id = $1 and (r.friend_id = any($2::uuid[]) or exists (
      select from referral_friends f where f.club_id = $1 and f.order_id = r.order_id
        and f.shopper_id = any($2::uuid[]))) order by r.placed_at, r.order_id`,
  notes: `select at, actor as by, action, details from audit_log
    where club_id = $1 and (details ->> 'shopperId' = any($2::text[])
      or details ->> 'mergedId' = any($2::text[])) order by at, entry_id`,
  requests: `select platform_request_id as "platformRequestId", asked_at as "askedAt",
      answered_at as "answeredAt"
    from data_requests where club_id = $1 and shopper_ids && $2::uuid[] order by asked_at, 1`,
} as const;

type Part = keyof typeof PARTS;
type Rows = Record<string, unknown>[];

export type Kept = 'something' | 'nothing' | 'erased';

export function keptOf({ shopperIds, erasedAt }: DataRequest): Kept {
  if (erasedAt !== null) return 'erased';
  return shopperIds.length > 0 ? 'something' : 'nothing';
}

export async function readPersonalData(tx: Tx, request: DataRequest, now: number) {
  const people = await tx.query<{ id: string }>(PEOPLE, [tx.clubId, request.shopperIds]);
  const ids = people.map(({ id }) => id);
  const read = async (part: Part): Promise<Rows> => {
    const rows = await tx.query<{ row: Record<string, unknown> }>(
      `select to_json(t) as row from (${PARTS[part]}) t`,
      [tx.clubId, ids],
    );
    return rows.map(({ row }) => row);
  };
  const parts = {} as Record<Part, Rows>;
  for (const part of Object.keys(PARTS) as Part[]) parts[part] = await read(part);
  return {
    format: 'regulars/personal-data' as const,
    version: 1 as const,
    madeAt: isoOf(now),
    requestedAt: isoOf(request.askedAt),
    kept: keptOf(request),
    ...parts,
  };
}

export const requestShown = (request: DataRequest) => ({
  id: request.requestId,
  platformRequestId: request.platformRequestId,
  askedAt: isoOf(request.askedAt),
  dueAt: isoOf(request.dueAt),
  answeredAt: request.answeredAt === null ? null : isoOf(request.answeredAt),
  answeredBy: request.answeredBy,
  kept: keptOf(request),
});
