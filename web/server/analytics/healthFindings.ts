/** What the counted facts of a shop's health mean, and what its merchant can do about it. */
import type { HealthFacts } from './shopHealth.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A worker looks twice a second; a restart takes a minute. */
const LATE_MS = 5 * MINUTE_MS;
const VERY_LATE_MS = HOUR_MS;
/** Orders are looked for every hour. */
const LOOK_LATE_MS = 2 * HOUR_MS;
/** A message now and then gets lost anywhere; more are a sign. */
const MANY_MISSED = 10;
const LATELY_MS = 7 * DAY_MS;

type Level = 'note' | 'look' | 'act';
type Todo = 'retry' | 'approve' | 'reopen' | 'wait' | 'tellOperator' | 'nothing';
type Code =
  | 'shopLeft'
  | 'disconnected'
  | 'missingScopes'
  | 'messagesLate'
  | 'messagesSetAside'
  | 'deliveriesLate'
  | 'deliveriesFailing'
  | 'deliveriesSetAside'
  | 'ordersMissed'
  | 'looksFailing'
  | 'looksLate'
  | 'catalogueFailing'
  | 'importRunning'
  | 'importFailing'
  | 'ordersUnreadable'
  | 'checksFailing'
  | 'subscriptionsMended'
  | 'olderOrders'
  | 'personalDetails'
  | 'mailsOff'
  | 'booksWrong';

export type Finding = {
  code: Code;
  level: Level;
  todo: Todo;
  count: number | null;
  since: number | null;
  details: string[];
};

type More = Partial<Pick<Finding, 'count' | 'since' | 'details'>>;
type Say = (code: Code, level: Level, todo: Todo, more?: More) => void;

const WORST: Record<Level, number> = { act: 0, look: 1, note: 2 };

/** Worst first; among equals in the order of the questions a merchant would ask. */
export function findingsOf(facts: HealthFacts): Finding[] {
  const findings: Finding[] = [];
  const say: Say = (code, level, todo, more = {}) =>
    void findings.push({ code, level, todo, count: null, since: null, details: [], ...more });
  lookAtShop(facts, say);
  lookAtMessages(facts, say);
  lookAtDeliveries(facts, say);
  lookAtOrders(facts, say);
  lookAtChecks(facts, say);
  if (!facts.mails) say('mailsOff', 'note', 'tellOperator');
  return findings.sort((a, b) => WORST[a.level] - WORST[b.level]);
}

export function verdictOf(findings: readonly Finding[]): 'good' | 'look' | 'act' {
  if (findings.some(({ level }) => level === 'act')) return 'act';
  return findings.some(({ level }) => level === 'look') ? 'look' : 'good';
}

function lookAtShop({ shop, missingScopes, healing }: HealthFacts, say: Say): void {
  if (shop.uninstalledAt !== null) say('shopLeft', 'act', 'reopen', { since: shop.uninstalledAt });
  else if (!shop.token) say('disconnected', 'act', 'reopen');
  if (missingScopes.length > 0) {
    say('missingScopes', 'act', 'approve', {
      count: missingScopes.length,
      details: missingScopes,
    });
  }
  const unreached = healing.unreached ?? [];
  if (unreached.includes('olderOrders')) say('olderOrders', 'note', 'nothing');
  if (unreached.includes('personalDetails')) say('personalDetails', 'note', 'nothing');
}

/** How bad it is that something has waited since then: not at all, worth a look, or worth a call. */
const lateness = (now: number, since: number | null): Level | null => {
  if (since === null || now - since < LATE_MS) return null;
  return now - since < VERY_LATE_MS ? 'look' : 'act';
};

const todoOfLate = (level: Level): Todo => (level === 'act' ? 'tellOperator' : 'wait');

function lookAtMessages({ now, messages }: HealthFacts, say: Say): void {
  const { count, oldestAt: since, setAside } = messages;
  const late = lateness(now, since);
  if (late) say('messagesLate', late, todoOfLate(late), { count, since });
  if (setAside > 0) say('messagesSetAside', 'act', 'retry', { count: setAside });
}

function lookAtDeliveries({ now, deliveries }: HealthFacts, say: Say): void {
  const { count, oldestAt: since, failing, setAside } = deliveries;
  const late = lateness(now, since);
  if (late) say('deliveriesLate', late, todoOfLate(late), { count, since });
  if (failing.count > 0) {
    say('deliveriesFailing', 'look', 'wait', {
      count: failing.count,
      since: failing.oldestAt,
      details: failing.reason === null ? [] : [failing.reason],
    });
  }
  if (setAside > 0) say('deliveriesSetAside', 'act', 'retry', { count: setAside });
}

const todoOf = (reason: string): Todo => (reason === 'scopes' ? 'approve' : 'wait');

function lookAtOrders({ now, healing }: HealthFacts, say: Say): void {
  const { reconciliation, import: history, unreadable } = healing;
  const { found, reason, nextAt } = reconciliation;
  if (reason !== null) say('looksFailing', 'look', todoOf(reason), { details: [reason] });
  else if (nextAt !== null && now - Date.parse(nextAt) > LOOK_LATE_MS) {
    say('looksLate', 'look', 'tellOperator', { since: Date.parse(nextAt) });
  }
  if (found.missing > 0) {
    const level = found.missing < MANY_MISSED ? 'note' : 'look';
    const todo = level === 'note' ? 'nothing' : 'tellOperator';
    say('ordersMissed', level, todo, { count: found.missing });
  }
  if (history.reason !== null && history.state !== 'done') {
    say('importFailing', 'look', todoOf(history.reason), { details: [history.reason] });
  } else if (history.state === 'copying' || history.state === 'reading') {
    const since = history.beganAt === null ? null : Date.parse(history.beganAt);
    say('importRunning', 'note', 'wait', { count: history.read, since });
  }
  if (unreadable.length > 0) {
    say('ordersUnreadable', 'look', 'tellOperator', { count: unreadable.length });
  }
}

function lookAtChecks({ now, healing, audit }: HealthFacts, say: Say): void {
  const why = healing.catalogue.reason;
  if (why !== null) say('catalogueFailing', 'look', todoOf(why), { details: [why] });
  const { reason, mended, mendedAt } = healing.subscriptions;
  if (reason !== null) say('checksFailing', 'look', todoOf(reason), { details: [reason] });
  const since = mendedAt === null ? null : Date.parse(mendedAt);
  if (since !== null && now - since < LATELY_MS && mended.length > 0) {
    say('subscriptionsMended', 'note', 'nothing', {
      count: mended.length,
      since,
      details: mended,
    });
  }
  if (audit && audit.findings > 0) {
    say('booksWrong', 'act', 'tellOperator', { count: audit.findings, since: audit.at });
  }
}

export type Why =
  | 'unreadable'
  | 'failedHere'
  | 'unreachable'
  | 'disconnected'
  | 'notGranted'
  | 'severalAlike'
  | 'refused';

const DISCONNECTED: ReadonlySet<string> = new Set([
  'notInstalled',
  'noToken',
  'tokenRefused',
  'tokenBusy',
  'tokenNotRenewed',
  'unauthorized',
]);
const HERE = /^(failed|failedHere|ourSecret|error|[A-Za-z]*Error)$/;
const UNREACHABLE =
  /^(HTTP 5|E[A-Z]{4,}|UND_ERR|network|deadline|timeout|throttled|INTERNAL_SERVER_ERROR|TIMEOUT)/;

/** The kind of a reason: messages fail because of what they say or because of us. */
export function whyOf({ kind, reason }: { kind: 'message' | 'delivery'; reason: string }): Why {
  if (HERE.test(reason)) return 'failedHere';
  if (kind === 'message') return 'unreadable';
  if (DISCONNECTED.has(reason)) return 'disconnected';
  if (reason === 'scopes' || reason.startsWith('ACCESS_DENIED')) return 'notGranted';
  if (reason === 'walletUnclear') return 'severalAlike';
  return UNREACHABLE.test(reason) ? 'unreachable' : 'refused';
}
