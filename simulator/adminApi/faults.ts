/**
 * Ways in which a call of the Admin API goes wrong. Some are Shopify's own words
 * (https://shopify.dev/docs/api/usage/response-codes, https://shopify.dev/docs/api/usage/limits),
 * the others are what a network does to any call. `…Before`: no effect; `…After`: the effect happens.
 */
export const FAULT_MODES = [
  // Never an answer.
  'timeoutBefore',
  'timeoutAfter',
  // The connection is reset.
  'resetBefore',
  'resetAfter',
  // Half an answer, then the connection ends.
  'cutOffBefore',
  'cutOffAfter',
  // HTTP 200 without data, code THROTTLED; HTTP 429 with Retry-After. Neither has an effect.
  'throttled',
  '429',
  // HTTP errors without an effect; `502After` comes from a gateway that lost the answer.
  '500',
  '502',
  '502After',
  '503',
  // A payload with one INTERNAL_ERROR user error and no effect (mutations only).
  'userError',
  // HTTP 200 with data (a root field is null) and an INTERNAL_SERVER_ERROR beside it, without effect.
  'dataAndErrors',
  // One code of the call is not imported: its entry has an INTERNAL_ERROR, the others succeed.
  'bulkCodeFails',
  // The asynchronous job has its effect, or never gets it, and never says that it is done.
  'jobStalls',
  'jobStallsBefore',
] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

export type ApiFault = {
  /** A root field (discountRedeemCodeBulkAdd, orders…), 'oauth' for tokens, or '*' for any. */
  field: string;
  /** Strikes only operations of this name. */
  operation?: string;
  mode: FaultMode;
  /** How often it strikes; default 1, or for ever where `every` is given. */
  times?: number;
  /** Strikes every nth call that it concerns, the nth first. */
  every?: number;
};

export type Call = { fields: readonly string[]; operation: string | null };

export type ApiFaults = {
  set(faults: readonly ApiFault[]): void;
  /** The first fault that strikes this call, used up once; others that concern it count it. */
  take(call: Call): ApiFault | null;
  /** How often faults have struck since they were set. */
  struck(): number;
};

type Open = { fault: ApiFault; left: number; seen: number };

const concerns = ({ fault, left }: Open, { fields, operation }: Call): boolean =>
  left > 0 &&
  (fault.field === '*' || fields.includes(fault.field)) &&
  (fault.operation === undefined || fault.operation === operation);

export function makeApiFaults(): ApiFaults {
  let open: Open[] = [];
  let strikes = 0;
  return {
    set(faults) {
      strikes = 0;
      open = faults.map((fault) => ({
        fault,
        left: fault.times ?? (fault.every === undefined ? 1 : Number.POSITIVE_INFINITY),
        seen: 0,
      }));
    },
    take(call) {
      let hit: Open | null = null;
      for (const each of open.filter((one) => concerns(one, call))) {
        each.seen++;
        if (hit === null && each.seen % (each.fault.every ?? 1) === 0) hit = each;
      }
      if (!hit) return null;
      hit.left--;
      strikes++;
      return hit.fault;
    },
    struck: () => strikes,
  };
}
