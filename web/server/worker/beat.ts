/** A beat looks for work again and again while there is some, and rests when there is none. */
export type Beat = {
  start(): void;
  /** There may be work: look now. */
  wake(): void;
  /** Looks until there is nothing to do; true if there was anything. */
  drain(): Promise<boolean>;
  stop(): Promise<void>;
};

const REST_MS = 500;

/** `look` does what is due and answers whether there was anything. Only one look runs at a time. */
export function openBeat(look: () => Promise<boolean>, onError: (error: unknown) => void): Beat {
  let stopped = false;
  let awake = false;
  let wakeUp: (() => void) | null = null;
  let running: Promise<void> = Promise.resolve();
  let current: Promise<boolean> | null = null;

  const lookOnce = () => {
    current ??= look().finally(() => (current = null));
    return current;
  };
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, REST_MS);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!stopped) {
      awake = false;
      const busy = await lookOnce().catch((error: unknown) => {
        onError(error);
        return false;
      });
      if (busy || awake || stopped) continue;
      await rest();
      wakeUp = null;
    }
  };
  return {
    start: () => void (running = run()),
    wake: () => {
      awake = true;
      wakeUp?.();
    },
    drain: async () => {
      // A look that is under way may have begun before what the caller waits for was there.
      let busy = current ? await current : false;
      while (await lookOnce()) busy = true;
      return busy;
    },
    stop: async () => {
      stopped = true;
      wakeUp?.();
      await running;
      await current;
    },
  };
}
