/** Ways to misbehave that Shopify allows itself: at least once, unordered, not guaranteed. */
export type WebhookFault = {
  mode: 'duplicate' | 'delay' | 'drop' | 'shuffle';
  /** All topics when left out. */
  topic?: string;
  /** 0…1, default 1. */
  probability?: number;
  /** 'delay': up to this much simulator time; default 60 000. */
  delayMs?: number;
  /** 'duplicate': how many more copies; default 1. */
  copies?: number;
  /** Stops after it has struck this often. */
  times?: number;
};

/** Seeded generator (mulberry32): the same seed misbehaves in the same way. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Mischief = {
  set(faults: readonly WebhookFault[], seed?: number): void;
  /** What happens to one new delivery. */
  judge(topic: string): { drop: boolean; copies: number; delayMs: number };
  /** The order in which due deliveries go out. */
  arrange<T extends { topic: string }>(rows: readonly T[]): T[];
};

export function makeMischief(): Mischief {
  let faults: { fault: WebhookFault; left: number }[] = [];
  let random = seededRandom(1);
  const strikes = (mode: WebhookFault['mode'], topic: string): WebhookFault | null => {
    for (const each of faults) {
      const { fault } = each;
      if (fault.mode !== mode || each.left === 0) continue;
      if (fault.topic !== undefined && fault.topic !== topic) continue;
      if (random() >= (fault.probability ?? 1)) continue;
      each.left--;
      return fault;
    }
    return null;
  };
  return {
    set(next, seed = 1) {
      faults = next.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
      random = seededRandom(seed);
    },
    judge(topic) {
      const delay = strikes('delay', topic);
      return {
        drop: strikes('drop', topic) !== null,
        copies: strikes('duplicate', topic) ? 1 + (faultCopies(faults, topic) ?? 1) : 1,
        delayMs: delay ? Math.ceil(random() * (delay.delayMs ?? 60_000)) : 0,
      };
    },
    arrange(rows) {
      const arranged = [...rows];
      for (let i = arranged.length - 1; i > 0; i--) {
        const row = arranged[i];
        if (!row || !strikes('shuffle', row.topic)) continue;
        const j = Math.floor(random() * (i + 1));
        const other = arranged[j];
        if (other) [arranged[i], arranged[j]] = [other, row];
      }
      return arranged;
    },
  };
}

function faultCopies(
  faults: readonly { fault: WebhookFault }[],
  topic: string,
): number | undefined {
  return faults.find(
    ({ fault }) =>
      fault.mode === 'duplicate' && (fault.topic === undefined || fault.topic === topic),
  )?.fault.copies;
}
