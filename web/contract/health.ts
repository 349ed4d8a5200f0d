/** How the app is doing at a shop, in plain facts (`GET /api/health`). Words are the reader's own. */
import { z } from 'zod';
import { healing } from './healing.ts';

const count = z.int().nonnegative();
const moment = z.iso.datetime();

/** Lists and counts of what waits end here: 1000 means as many or more. */
export const COUNTED_TO = 1000;

/** `note`: good to know. `look`: it may mend itself. `act`: it will not. */
export const findingLevel = z.enum(['note', 'look', 'act']);

export const findingCode = z.enum([
  /** The shop has uninstalled the app, or there is no way to speak to it. */
  'shopLeft',
  'disconnected',
  /** The merchant has granted less than the app asks for: `details` names the scopes. */
  'missingScopes',
  /** Messages wait, and since when; nobody works on them. */
  'messagesLate',
  /** Messages that were set aside. */
  'messagesSetAside',
  /** What the shop must be told waits, and nobody works on it. */
  'deliveriesLate',
  /** What the shop must be told failed several times, and is tried again. */
  'deliveriesFailing',
  'deliveriesSetAside',
  /** Orders that no message had told of were found by asking, in the last 7 days. */
  'ordersMissed',
  /** Orders are not looked for: the shop cannot be asked, or nobody asks. */
  'looksFailing',
  'looksLate',
  /** What the shop sells cannot be read. */
  'catalogueFailing',
  /** The order history is being read, or cannot be. */
  'importRunning',
  'importFailing',
  /** Orders whose content is not what the platform promises. */
  'ordersUnreadable',
  /** The app's subscriptions to messages cannot be checked; or had to be mended in the last 7 days. */
  'checksFailing',
  'subscriptionsMended',
  /** What the shop does not let us reach. */
  'olderOrders',
  'personalDetails',
  /** No mails leave: codes are shown on pages only. */
  'mailsOff',
  /** The last proof of the books found rows that are wrong. */
  'booksWrong',
]);

/**
 * What the merchant can do: `retry` what was set aside, `approve` what the app asks for, open the app
 * again (`reopen`), `wait`, tell whoever runs the app (`tellOperator`), or `nothing`.
 */
export const findingTodo = z.enum([
  'retry',
  'approve',
  'reopen',
  'wait',
  'tellOperator',
  'nothing',
]);

export const finding = z.object({
  code: findingCode,
  level: findingLevel,
  todo: findingTodo,
  /** How many it is about; null where that says nothing. */
  count: count.nullable(),
  /** Since when; null where that is not known. */
  since: moment.nullable(),
  /** Short words to go with it: scopes, topics, or the platform's own reason. */
  details: z.array(z.string()),
});

/** Why something was set aside: kinds that a person understands, beside the short word itself. */
export const whySetAside = z.enum([
  /** The message's content is not what the platform promises. */
  'unreadable',
  /** Something is wrong in the app. */
  'failedHere',
  /** The shop did not answer, every time. */
  'unreachable',
  /** The app was not connected to the shop. */
  'disconnected',
  /** The merchant has not granted it. */
  'notGranted',
  'severalAlike',
  /** The shop said no. */
  'refused',
]);

export const setAside = z.object({
  /** For `POST /api/parked/:id/retry`. */
  id: z.string(),
  kind: z.enum(['message', 'delivery']),
  /** The message's topic or the delivery's kind. */
  topic: z.string(),
  why: whySetAside,
  reason: z.string(),
  receivedAt: moment,
  attempts: count,
});

/** Something that waits: how many of it are due, and since when the oldest is. */
const waiting = z.object({ count, oldestAt: moment.nullable() });

export const health = z.object({
  /** The worst level of the findings; `good` where there are only notes. */
  verdict: z.enum(['good', 'look', 'act']),
  /** The app's own clock: ages are counted from here. */
  at: moment,
  /** Worst first. */
  findings: z.array(finding),
  messages: z.object({
    /** When the shop was last heard; null: not yet. */
    lastReceivedAt: moment.nullable(),
    waiting,
    setAside: count,
  }),
  /** What the shop must be told: codes, cards, mails. */
  deliveries: z.object({
    waiting,
    /** Tried several times in vain, and tried again. */
    failing: count,
    setAside: count,
  }),
  /** Newest first, 50 of each kind at most. */
  setAside: z.array(setAside),
  shop: z.object({
    connected: z.boolean(),
    installedAt: moment,
    uninstalledAt: moment.nullable(),
    missingScopes: z.array(z.string()),
  }),
  mails: z.enum(['on', 'off']),
  /** The newest proof of the books (`audit`); null: there was none. */
  audit: z.object({ at: moment, findings: count }).nullable(),
  /** How whole the shop's orders are: the same as `GET /api/healing`. */
  healing,
});

export type Finding = z.infer<typeof finding>;
export type FindingCode = z.infer<typeof findingCode>;
export type FindingTodo = z.infer<typeof findingTodo>;
export type SetAside = z.infer<typeof setAside>;
export type Health = z.infer<typeof health>;
