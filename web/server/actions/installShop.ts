/** A merchant opens the app: the proof they bring is exchanged for a token, and the club is there. */
import { v5 as derivedId } from 'uuid';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import type { ShopProfile, ShopToken } from '../gateways/platform.ts';
import { askFor, retryShop } from '../store/deliveries.ts';
import { readShop, readToken, saveShop } from '../store/shops.ts';
import type { ShopRef } from '../store/shops.ts';
import type { Reach } from './context.ts';
import { keepToken } from './shopCall.ts';

/** Ids of a club and its shop follow from the platform's shop, so two installs at once are one. */
const NAMESPACE = '5f0f7d0e-6f0a-4c5e-9d55-6d3e2a7c9b10';

const DEADLINE_MS = 10_000;

/** What a connected shop needs, and what keeps its orders whole. */
const CONNECTED = ['prepareShop', 'clubCard'] as const;
const HEALING = ['importHistory', 'reconcileOrders', 'checkSubscriptions'] as const;

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
  if (input.known && (await hasToken(reach, input.known))) return { ok: true, shop: input.known };
  const { shopDomain, sessionToken } = input;
  const exchanged = await reach.platform.exchangeToken(
    { shopDomain, sessionToken, deadlineMs: DEADLINE_MS },
    reach.now(),
  );
  if (!exchanged.ok) {
    return refuse(exchanged.failure.kind === 'refused' ? 'forged' : 'shopUnreachable');
  }
  const { accessToken } = exchanged.token;
  const call = { shopDomain, accessToken, deadlineMs: DEADLINE_MS };
  const answer = await reach.platform.shopProfile(call);
  if (!answer.ok) return refuse('shopUnreachable');
  return { ok: true, shop: await keepShop(reach, shopDomain, answer.profile, exchanged.token) };
}

async function hasToken(reach: Reach, { clubId, shopId }: ShopRef): Promise<boolean> {
  return reach.inTransaction(clubId, async (tx) => {
    const row = await readToken<ShopToken>(tx, reach.keys.token, shopId);
    if (row === null || row.refreshExpiresAt <= reach.now()) return false;
    return (await readShop(tx, shopId))?.uninstalledAt === null;
  });
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
