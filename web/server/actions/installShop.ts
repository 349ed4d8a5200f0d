/** A merchant opens the app: the proof they bring is exchanged for a token, and the club is there. */
import { v5 as derivedId } from 'uuid';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import type { ShopProfile, ShopToken } from '../gateways/platform.ts';
import { askFor, retryShop } from '../store/deliveries.ts';
import { saveShop } from '../store/shops.ts';
import type { ShopRef } from '../store/shops.ts';
import type { Reach } from './context.ts';
import { keepToken, lookUp } from './shopCall.ts';

/** Ids of a club and its shop follow from the platform's shop, so two installs at once are one. */
const NAMESPACE = '5f0f7d0e-6f0a-4c5e-9d55-6d3e2a7c9b10';

/** Somebody looks at a page meanwhile: no call takes longer, however much time deliveries have. */
const DEADLINE_MS = 10_000;

/** What a connected shop needs, and what keeps its orders and what it sells whole. */
const CONNECTED = ['prepareShop', 'clubCard', 'rollUp', 'foresee'] as const;
const HEALING = [
  'importHistory',
  'reconcileOrders',
  'checkSubscriptions',
  'readCatalogue',
] as const;
/** A merchant's page asks often; whether they have granted more is asked this often. */
const LATELY_MS = 60_000;

export const idsOf = (platform: string, domain: string): { clubId: string; shopId: string } => ({
  clubId: derivedId(`club ${platform} ${domain}`, NAMESPACE),
  shopId: derivedId(`shop ${platform} ${domain}`, NAMESPACE),
});

/**
 * Makes or refreshes the club of a shop. `known` is the shop as the door found it: with a usable
 * token there is nothing to do. Refuses with shopUnreachable or forged.
 */
export async function installShop(
  reach: Reach,
  input: { shopDomain: string; sessionToken: string; known: ShopRef | null },
): Promise<{ ok: true; shop: ShopRef } | Refusal> {
  const { shopDomain, sessionToken, known } = input;
  const state = known ? await tokenState(reach, known) : 'none';
  if (known && state === 'good') return { ok: true, shop: known };
  const deadlineMs = Math.min(DEADLINE_MS, reach.deadlineMs());
  const exchanged = await reach.platform.exchangeToken(
    { shopDomain, sessionToken, deadlineMs },
    reach.now(),
  );
  if (!exchanged.ok) {
    if (known && state === 'narrow') return { ok: true, shop: known };
    return refuse(exchanged.failure.kind === 'refused' ? 'forged' : 'shopUnreachable');
  }
  if (known && state === 'narrow') {
    const { clubId, shopId } = known;
    await reach.inTransaction(clubId, (tx) => keepToken(tx, reach, shopId, exchanged.token));
    return { ok: true, shop: known };
  }
  const { accessToken } = exchanged.token;
  const call = { shopDomain, accessToken, deadlineMs, urgent: true };
  const answer = await reach.platform.shopProfile(call);
  if (!answer.ok) return refuse('shopUnreachable');
  return { ok: true, shop: await keepShop(reach, shopDomain, answer.profile, exchanged.token) };
}

/** `narrow`: it does for what was granted, and a merchant may have granted the rest by now. */
type TokenState = 'none' | 'good' | 'narrow';

async function tokenState(reach: Reach, known: ShopRef): Promise<TokenState> {
  const { shop, row } = await lookUp(reach, known.clubId, known.shopId);
  if (!shop || shop.uninstalledAt !== null) return 'none';
  if (row === null || row.refreshExpiresAt <= reach.now()) return 'none';
  const missing = reach.platform.missingScopes(row.token.scopes, null);
  const lately = reach.now() - row.updatedAt < LATELY_MS;
  return missing.length > 0 && !lately ? 'narrow' : 'good';
}

async function keepShop(
  reach: Reach,
  domain: string,
  profile: ShopProfile,
  token: ShopToken,
): Promise<ShopRef> {
  const { clubId, shopId } = idsOf(reach.platform.name, domain);
  const { storefrontOrigin, name, currency, timeZone, platformShopId } = profile;
  const shop: ShopRef = { clubId, shopId, domain, storefrontOrigin };
  const platform = reach.platform.name;
  const words = { moneyFactor: 1, moneyLabel: null };
  await reach.inTransaction(clubId, async (tx) => {
    const now = reach.now();
    const row = { ...shop, name, currency, timeZone, platformShopId, platform, ...words };
    await saveShop(tx, row, now);
    await keepToken(tx, reach, shopId, token);
    await retryShop(tx, shopId, now);
    const kinds = [...CONNECTED, ...(reach.heals ? HEALING : [])];
    await askFor(
      tx,
      kinds.map((kind) => ({ shopId, kind, key: shopId, dueAt: now })),
      now,
    );
  });
  return shop;
}
