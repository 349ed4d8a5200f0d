const deadlineMs = 15_000;

/**
 * Waits for Ctrl-C (or SIGTERM), then stops what was started, last first. Further signals change
 * nothing: a terminal, npm and the bootstrap may each pass on the same one.
 */
export async function untilStopped(stops: readonly (() => Promise<void>)[]): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve());
  });
  console.log('\nStopping …');
  const tooLate = setTimeout(() => {
    console.error('Something did not stop in time; ending all the same. Nothing is lost.');
    process.exit(1);
  }, deadlineMs);
  for (const stop of stops.toReversed()) await stop();
  clearTimeout(tooLate);
  console.log('Stopped. Your data is kept for the next start.');
}
