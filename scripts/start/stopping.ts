const usuallyMs = 15_000;
/** The same signal passed on by a terminal, npm and the bootstrap arrives within this. */
const echoMs = 500;

/**
 * Waits for Ctrl-C (or SIGTERM), then stops what was started, last first; after `withinMs` it ends all
 * the same. A second signal ends at once, but not the echo of the first: a terminal, npm and the
 * bootstrap may each pass on the same one.
 */
export async function untilStopped(
  stops: readonly (() => Promise<void>)[],
  withinMs = usuallyMs,
): Promise<void> {
  const toldAt = await new Promise<number>((resolve) => {
    let first: number | null = null;
    const told = () => {
      first ??= performance.now();
      if (performance.now() - first > echoMs) endNow('Told twice; ending at once.');
      resolve(first);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, told);
  });
  console.log('\nStopping …');
  const left = toldAt + withinMs - performance.now();
  const tooLate = setTimeout(() => endNow('Something did not stop in time; ending.'), left);
  for (const stop of stops.toReversed()) await stop();
  clearTimeout(tooLate);
  console.log('Stopped. Your data is kept for the next start.');
}

function endNow(why: string): never {
  console.error(`${why} Nothing is lost.`);
  process.exit(1);
}
