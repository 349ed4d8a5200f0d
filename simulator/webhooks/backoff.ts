/**
 * Shopify retries a failed delivery 8 times over 4 hours with exponential backoff and does not
 * publish the intervals (https://shopify.dev/docs/apps/build/webhooks/troubleshoot). Doubling
 * intervals that sum to exactly 4 h: retry n is due at 4 h × (2^n − 1) / 255 after the first try.
 */
export const MAX_RETRIES = 8;
export const RETRY_SPAN_MS = 4 * 60 * 60 * 1000;

/** When retry `n` (1…8) is due; null after the last. */
export function retryDueAt(firstTriedAt: number, n: number): number | null {
  if (n > MAX_RETRIES) return null;
  return firstTriedAt + Math.round((RETRY_SPAN_MS * (2 ** n - 1)) / (2 ** MAX_RETRIES - 1));
}
