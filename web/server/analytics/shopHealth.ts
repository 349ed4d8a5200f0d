/** How the app is doing at one shop (`health` of the contract): counted facts, and what they mean. */
import type { Tx } from '../store/transaction.ts';
import { readHealing } from './healingState.ts';
import { findingsOf, verdictOf, whyOf } from './healthFindings.ts';
import { isoOf } from './shown.ts';

/** As `COUNTED_TO` of the contract: however much waits, so many rows are looked at. */
const COUNTED_TO = 1000;
const SHOWN = 50;
/** As often in vain, and a person may want to know. */
const FAILING_ATTEMPTS = 3;

type Waiting = { count: number; oldestAt: number | null };

const MESSAGES = `
  with due as (select due_at from inbox where club_id = $1 and state = 'new' and due_at <= $2
    and payload is not null order by due_at, seq limit ${COUNTED_TO})
  select count(*)::int as count, min(due_at) as "oldestAt" from due`;

/** What somebody has in their hands just now does not wait. */
const DELIVERIES = `
  with due as (select due_at from deliveries where club_id = $1 and state = 'due'
    and due_at <= $2 and attempts < ${FAILING_ATTEMPTS}
    and (lease_until is null or lease_until < $3) limit ${COUNTED_TO})
  select count(*)::int as count, min(due_at) as "oldestAt" from due`;

/** What waits for a grant is told by the scopes that are missing. */
const FAILING = `
  with failing as (select reason, created_at from deliveries where club_id = $1 and state = 'due'
    and attempts >= ${FAILING_ATTEMPTS} and reason <> 'scopes' limit ${COUNTED_TO})
  select count(*)::int as count, min(created_at) as "oldestAt",
    mode() within group (order by reason) as reason from failing`;

const SET_ASIDE = `
  (select webhook_id as id, 'message' as kind, topic, coalesce(reason, '') as reason,
     received_at as "receivedAt", attempts from inbox
   where club_id = $1 and state = 'parked' order by seq desc limit ${COUNTED_TO})
  union all
  (select delivery_id::text, 'delivery', kind, coalesce(reason, ''), created_at, attempts
   from deliveries where club_id = $1 and state = 'parked'
   order by created_at desc limit ${COUNTED_TO})`;

/** The newest message: among those that wait, or the newest that was read. */
const HEARD = `
  select greatest(
    (select heard_at from shop_contacts where club_id = $1 and shop_id = $2),
    (select max(received_at) from (select received_at from inbox
      where club_id = $1 and shop_id = $2 and state = 'new'
      order by due_at desc, seq desc limit ${COUNTED_TO}) newest)) as "heardAt"`;

const SHOP = `
  select s.installed_at as "installedAt", s.uninstalled_at as "uninstalledAt", s.scopes,
    coalesce(t.refresh_expires_at > $3, false) as token
  from shops s left join shop_tokens t on t.club_id = s.club_id and t.shop_id = s.shop_id
  where s.club_id = $1 and s.shop_id = $2`;

const AUDIT = `
  select at, (details->>'findings')::int as findings from audit_log
  where club_id = $1 and action = 'audit' order by entry_id desc limit 1`;

type Aside = {
  id: string;
  kind: 'message' | 'delivery';
  topic: string;
  reason: string;
  receivedAt: number;
  attempts: number;
};

type ShopFacts = {
  installedAt: number;
  uninstalledAt: number | null;
  scopes: string | null;
  token: boolean;
};

export type HealthFacts = {
  now: number;
  messages: Waiting & { heardAt: number | null; setAside: number };
  deliveries: Waiting & { setAside: number; failing: Waiting & { reason: string | null } };
  shop: ShopFacts;
  missingScopes: string[];
  mails: boolean;
  audit: { at: number; findings: number } | null;
  healing: Awaited<ReturnType<typeof readHealing>>;
};

export type HealthAsked = {
  shopId: string;
  now: number;
  /** Real time, for leases. */
  realNow: number;
  mails: boolean;
  /** What is missing of a list of scopes, which the platform knows. */
  missingOf: (scopes: string) => string[];
};

/** Null when the club has no such shop. Costs as much as what waits, and never as much as was. */
export async function readHealth(tx: Tx, asked: HealthAsked) {
  const { shopId, now } = asked;
  const [club, at] = [tx.clubId, isoOf(now)];
  const [shop] = await tx.query<ShopFacts>(SHOP, [club, shopId, at]);
  if (!shop) return null;
  const [messages] = await tx.query<Waiting>(MESSAGES, [club, at]);
  const [due] = await tx.query<Waiting>(DELIVERIES, [club, at, isoOf(asked.realNow)]);
  const [failing] = await tx.query<Waiting & { reason: string | null }>(FAILING, [club]);
  const [heard] = await tx.query<{ heardAt: number | null }>(HEARD, [club, shopId]);
  const [audit = null] = await tx.query<{ at: number; findings: number }>(AUDIT, [club]);
  const aside = await tx.query<Aside>(SET_ASIDE, [club]);
  if (!messages || !due || !failing || !heard) throw new Error('a count without a row');
  const asideOf = (kind: Aside['kind']) => aside.filter((each) => each.kind === kind);
  return shapeHealth(
    {
      now,
      messages: { ...messages, ...heard, setAside: asideOf('message').length },
      deliveries: { ...due, failing, setAside: asideOf('delivery').length },
      shop,
      missingScopes: shop.scopes === null ? [] : asked.missingOf(shop.scopes),
      mails: asked.mails,
      audit,
      healing: await readHealing(tx, { shopId, now }),
    },
    (['message', 'delivery'] as const).flatMap((kind) => asideOf(kind).slice(0, SHOWN)),
  );
}

const momentOf = (ms: number | null): string | null => (ms === null ? null : isoOf(ms));

function shapeHealth(facts: HealthFacts, aside: readonly Aside[]) {
  const { messages, deliveries, shop, audit, healing } = facts;
  const findings = findingsOf(facts);
  return {
    verdict: verdictOf(findings),
    at: isoOf(facts.now),
    findings: findings.map((each) => ({ ...each, since: momentOf(each.since) })),
    messages: {
      lastReceivedAt: momentOf(messages.heardAt),
      waiting: { count: messages.count, oldestAt: momentOf(messages.oldestAt) },
      setAside: messages.setAside,
    },
    deliveries: {
      waiting: { count: deliveries.count, oldestAt: momentOf(deliveries.oldestAt) },
      failing: deliveries.failing.count,
      setAside: deliveries.setAside,
    },
    setAside: aside.map((each) => ({
      ...each,
      why: whyOf(each),
      receivedAt: isoOf(each.receivedAt),
    })),
    shop: {
      connected: shop.uninstalledAt === null && shop.token,
      installedAt: isoOf(shop.installedAt),
      uninstalledAt: momentOf(shop.uninstalledAt),
      missingScopes: facts.missingScopes,
    },
    mails: facts.mails ? ('on' as const) : ('off' as const),
    audit: audit && { at: isoOf(audit.at), findings: audit.findings },
    healing,
  };
}
