/** A way to speak to a shop: its token, refreshed in time. */
import type { Answer, Platform, ShopCall, ShopToken } from '../gateways/platform.ts';
import { endRefresh, readShop, readToken, saveToken } from '../store/shops.ts';
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
 * The shop's call with a fresh token. `later` when the app is not installed there (any more), when its
 * token is no longer renewed, or the platform does not answer: the delivery waits for the merchant's
 * next visit and is parked in the end.
 */
export async function callShop(
  reach: Reach,
  clubId: string,
  shopId: string,
  deadlineMs: number,
): Promise<Answer<{ call: ShopCall }>> {
  const found = await lookUp(reach, clubId, shopId);
  if (!found.shop || found.shop.uninstalledAt !== null) return gone('notInstalled');
  if (!found.row) return gone('noToken');
  const shopDomain = found.shop.domain;
  const callWith = ({ accessToken }: ShopToken): Answer<{ call: ShopCall }> => ({
    ok: true,
    call: { shopDomain, accessToken, deadlineMs },
  });
  if (found.row.accessExpiresAt - reach.now() > FRESH_MS) return callWith(found.row.token);
  const { refreshToken } = found.row.token;
  const answer = await renew(reach, { shopDomain, refreshToken, deadlineMs });
  if (answer.ok) {
    await reach.inTransaction(clubId, (tx) => keepToken(tx, reach, shopId, answer.token));
    return callWith(answer.token);
  }
  if (answer.failure.kind !== 'refused') return answer;
  // Somebody else may have renewed it meanwhile, with the same refresh token.
  const { row } = await lookUp(reach, clubId, shopId);
  if (row && row.token.refreshToken !== refreshToken) return callWith(row.token);
  await reach.inTransaction(clubId, (tx) => endRefresh(tx, shopId, reach.now()));
  return gone('tokenRefused');
}

const lookUp = (reach: Reach, clubId: string, shopId: string) =>
  reach.inTransaction(clubId, async (tx) => ({
    shop: await readShop(tx, shopId),
    row: await readToken<ShopToken>(tx, reach.keys.token, shopId),
  }));

type Renewal = ReturnType<Platform['refreshToken']>;
type Asked = Parameters<Platform['refreshToken']>[0];

/** Renewals that are on their way, so that many calls at once make one. */
const onTheWay = new WeakMap<Platform, Map<string, Renewal>>();

function renew({ platform, now }: Reach, asked: Asked): Renewal {
  const renewals = onTheWay.get(platform) ?? new Map<string, Renewal>();
  onTheWay.set(platform, renewals);
  const key = `${asked.shopDomain} ${asked.refreshToken}`;
  const known = renewals.get(key);
  if (known) return known;
  const renewal = platform.refreshToken(asked, now()).finally(() => renewals.delete(key));
  renewals.set(key, renewal);
  return renewal;
}
