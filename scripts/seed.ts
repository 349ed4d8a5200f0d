/**
 * The demo store's first day: the merchant opens the app and turns a program on, and the shops have
 * two years behind them. Everything goes through the doors that real shops use. Does nothing the
 * second time; what was interrupted goes on.
 */
import type { KnownPast } from '../simulator/history/plan.types.ts';
import { openProgress } from '../simulator/history/progress.ts';
import type { Simulator } from '../simulator/options.ts';
import type { SimShop } from '../simulator/types.ts';
import type { ProgramAnswer, ProgramBody } from '../web/contract/merchant.ts';
import type { RunningApp } from '../web/server/main.ts';

/** The same people come to the same shops in every demo; only their days follow the calendar. */
const HISTORY_SEED = 20_261_122;
const SHOPPERS: Readonly<Record<string, number>> = {
  'northday.myshopify.com': 2_400,
  'khanesofal.myshopify.com': 300,
};

type Parts = { app: Pick<RunningApp, 'url'>; simulator: Simulator };

export async function seedDemo({ app, simulator }: Parts): Promise<void> {
  // The simulator owns the demo's time, also after a restart.
  await simulator.moveClock(simulator.clock.now() + 1);
  const { histories } = simulator;
  for (const shop of simulator.commerce.shops()) {
    const admin = adminOf(app.url, simulator, shop.domain);
    const { current, versions } = await admin<ProgramAnswer>('GET', '/api/program');
    if (!current && versions.length === 0) await turnOn(simulator, shop, admin);
    if (histories.unfinished(shop.domain)) await plantHistory(simulator, shop);
  }
  await simulator.moveClock(simulator.clock.now() + 1);
}

/** Version 1 holds from the first order of the past that the shop is about to have. */
async function turnOn(simulator: Simulator, shop: SimShop, admin: Admin): Promise<void> {
  const { firstOrderAt } = simulator.histories.begin(shop.domain, {
    seed: HISTORY_SEED,
    shoppers: SHOPPERS[shop.domain] ?? 100,
    also: knownPasts(simulator, shop),
  });
  if (shop.moneyFactor !== 1) {
    await admin('PUT', '/api/shop/money', { factor: shop.moneyFactor, label: 'تومان' });
  }
  const effectiveFrom = new Date(firstOrderAt).toISOString();
  await admin('PUT', '/api/program', { baseVersion: 0, effectiveFrom, program: programOf(shop) });
}

async function plantHistory(simulator: Simulator, shop: SimShop): Promise<void> {
  const progress = openProgress(process.stdout, shop.name);
  const words = (webhooks: number) => `${webhooks.toLocaleString('en')} webhooks`;
  const told = await simulator.histories.plant(shop.domain, ({ done, total, webhooks }) =>
    progress.show(done / total, words(webhooks)),
  );
  progress.end(`two years planted, ${words(told.webhooks)}`);
}

type Admin = <Body>(method: string, place: string, body?: unknown) => Promise<Body>;

/** Calls the merchant's API as the admin shell would: with a fresh session token each time. */
function adminOf(appUrl: string, simulator: Simulator, domain: string): Admin {
  return async <Body>(method: string, place: string, body?: unknown) => {
    const minted = await fetch(`${simulator.url}/admin/apps/regulars/__bridge/session-token`, {
      method: 'POST',
      headers: { 'x-sim-shop': domain },
    });
    const { token } = (await minted.json()) as { token: string };
    const response = await fetch(`${appUrl}${place}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) {
      throw new Error(`The demo could not be planted: ${place} said ${await response.text()}`);
    }
    return (await response.json()) as Body;
  };
}

/** 5 points for every unit; 100 points are worth one unit, as a ladder of rewards. */
function programOf(shop: SimShop): ProgramBody {
  const unitMinor = shop.currency === 'IRR' ? 100_000 : 100;
  const combinesWith = { order: false, product: false, shipping: true };
  const steps = [3, 5, 10, 15, 20];
  return {
    currency: shop.currency,
    earning: {
      points: 5,
      perMinor: unitMinor,
      includeShipping: false,
      includeTips: false,
      includeDuties: false,
    },
    pendingDays: 14,
    expiry: { kind: 'never' },
    graceDays: 30,
    debt: 'owe',
    maxOpenCodes: 3,
    rewards: steps.map((units) => ({
      id: `off-${units}`,
      points: units * 100,
      value: { kind: 'amountOff', amountMinor: units * unitMinor },
      minimumMinor: units * unitMinor * 5,
      combinesWith,
      codeDays: 30,
    })),
    referral: {
      friend: {
        value: { kind: 'percentOff', basisPoints: 1000 },
        minimumMinor: 30 * unitMinor,
        combinesWith,
      },
      advocatePoints: 500,
      waitDays: 30,
    },
    nextOrder: {
      value: { kind: 'percentOff', basisPoints: 1000 },
      minimumMinor: 50 * unitMinor,
      combinesWith,
      who: 'all',
      days: 30,
      quietDays: 90,
      reminderDays: [7, 2],
    },
    holdOut: true,
  };
}

/** Days ago and units of a product, for the first customers of the shop. */
const PASTS: readonly (readonly (readonly [daysAgo: number, units: number])[])[] = [
  [
    [61, 2],
    [40, 3],
    [3, 1],
  ],
  [[25, 1]],
  [
    [70, 4],
    [33, 5],
    [1, 2],
  ],
];

/** The few whom the demo lets one log in as first: balances worth looking at. */
function knownPasts({ commerce }: Simulator, shop: SimShop): KnownPast[] {
  const products = commerce.products(shop.domain).filter((product) => !product.giftCard);
  return commerce.customers(shop.domain).flatMap(({ id }, i) =>
    (PASTS[i] ?? []).flatMap(([daysAgo, quantity], k) => {
      const variantId = products[(i + k) % products.length]?.variants[0]?.id;
      return variantId ? [{ customerId: id, daysAgo, lines: [{ variantId, quantity }] }] : [];
    }),
  );
}
