/** A way to speak to a shop: its token, refreshed in time. */
import type { Answer, ShopCall, ShopToken } from '../gateways/platform.ts';
import { readShop, readToken, saveToken } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach } from './context.ts';

/** A token is refreshed when it would end within this time. */
const FRESH_MS = 120_000;

const gone = (reason: string): Answer<{ call: ShopCall }> => ({
  ok: false,
  failure: { kind: 'later', reason },
});

export async function keepToken(
  tx: Tx,
  reach: Reach,
  shopId: string,
  token: ShopToken,
): Promise<void> {
  const { accessExpiresAt, refreshExpiresAt } = token;
  await saveToken(
    tx,
    reach.keys.token,
    shopId,
    { token, accessExpiresAt, refreshExpiresAt },
    reach.now(),
  );
}

/**
 * The shop's call with a fresh token. `later` when the app is not installed there (any more) or the
 * platform does not answer: the delivery waits for a reinstallation and is parked in the end.
 */
export async function callShop(
  reach: Reach,
  clubId: string,
  shopId: string,
  deadlineMs: number,
): Promise<Answer<{ call: ShopCall }>> {
  const found = await reach.inTransaction(clubId, async (tx) => ({
    shop: await readShop(tx, shopId),
    row: await readToken<ShopToken>(tx, reach.keys.token, shopId),
  }));
  if (!found.shop || found.shop.uninstalledAt !== null) return gone('notInstalled');
  if (!found.row) return gone('noToken');
  const shopDomain = found.shop.domain;
  const { accessToken, refreshToken } = found.row.token;
  if (found.row.accessExpiresAt - reach.now() > FRESH_MS) {
    return { ok: true, call: { shopDomain, accessToken, deadlineMs } };
  }
  const asked = { shopDomain, refreshToken, deadlineMs };
  const answer = await reach.platform.refreshToken(asked, reach.now());
  if (!answer.ok) return answer;
  const { token } = answer;
  await reach.inTransaction(clubId, (tx) => keepToken(tx, reach, shopId, token));
  return { ok: true, call: { shopDomain, accessToken: token.accessToken, deadlineMs } };
}
