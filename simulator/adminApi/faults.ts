/** Ways the Admin API can fail an operation that asks for `field` at its root. */
export type ApiFault = {
  /** A root field (discountRedeemCodeBulkAdd, orders…), 'oauth' for tokens, or '*' for any. */
  field: string;
  /**
   * timeoutBefore: no effect and never an answer; timeoutAfter: the effect happens, the answer
   * never comes; userError: a payload with one INTERNAL_ERROR user error and no effect.
   */
  mode: 'timeoutBefore' | 'timeoutAfter' | 'throttled' | '500' | 'userError';
  /** Default 1. */
  times?: number;
};

export type ApiFaults = {
  set(faults: readonly ApiFault[]): void;
  /** Uses up the first fault that concerns one of these root fields. */
  take(fields: readonly string[]): ApiFault | null;
};

export function makeApiFaults(): ApiFaults {
  let open: { fault: ApiFault; left: number }[] = [];
  return {
    set(faults) {
      open = faults.map((fault) => ({ fault, left: fault.times ?? 1 }));
    },
    take(fields) {
      const hit = open.find(
        ({ fault, left }) => left > 0 && (fault.field === '*' || fields.includes(fault.field)),
      );
      if (!hit) return null;
      hit.left--;
      return hit.fault;
    },
  };
}
