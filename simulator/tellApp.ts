/** The app drains its due work before it answers, so this may take a while. Real time. */
const PATIENCE_MS = 120_000;

/**
 * Tells the app what time it is; resolves when it has moved too. The door exists only in the app's
 * demo mode. Throws when the app cannot be reached or refuses.
 */
export async function tellApp(appUrl: string, now: number): Promise<void> {
  const response = await fetch(`${appUrl}/__demo/clock`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ now: new Date(now).toISOString() }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`the app did not take the time: ${response.status}`);
}
