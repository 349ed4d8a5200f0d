/**
 * The app's doors for shoppers, under the shop's app-proxy path. Who is asking comes from the shop's
 * own signature there; nothing here says who we are. Resolves to `{ answer, later }` (later: 202, ask
 * again) or `{ refusal }`, a stable word; throws when there was no answer one can read.
 */
export async function ask({ proxy, language }, path, body) {
  const sent = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-regulars': '1' },
    body: JSON.stringify(body),
  };
  const join = path.includes('?') ? '&' : '?';
  const response = await fetch(`${proxy}/${path}${join}locale=${language}`, {
    ...sent,
    signal: AbortSignal.timeout(20_000),
  });
  if (response.status >= 500) throw new Error(`${response.status}`);
  const said = await response.json();
  return response.ok
    ? { answer: said, later: response.status === 202 }
    : { refusal: said.error.code };
}
