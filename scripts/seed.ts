/**
 * The demo store's first day: the merchant opens the app, turns a program on, and a few shoppers have
 * a past. Everything goes through the doors that real shops use. Does nothing the second time.
 */
import type { Simulator } from '../simulator/options.ts';
import type { SimShop } from '../simulator/types.ts';
import type { ProgramAnswer, ProgramBody } from '../web/contract/merchant.ts';
import type { RunningApp } from '../web/server/main.ts';

const DAY_MS = 86_400_000;
const PAST_DAYS = 90;

type Parts = { app: Pick<RunningApp, 'url'>; simulator: Simulator };

export async function seedDemo({ app, simulator }: Parts): Promise<void> {
  // The simulator owns the demo's time, also after a restart.
  await simulator.moveClock(simulator.clock.now() + 1);
  for (const shop of simulator.commerce.shops()) {
    const admin = adminOf(app.url, simulator, shop.domain);
    const { current, versions } = await admin<ProgramAnswer>('GET', '/api/program');
    if (current || versions.length > 0) continue;
    console.log(`  planting ${shop.name} …`);
    if (shop.moneyFactor !== 1) {
      await admin('PUT', '/api/shop/money', { factor: shop.moneyFactor, label: 'تومان' });
    }
    const effectiveFrom = new Date(simulator.clock.now() - PAST_DAYS * DAY_MS).toISOString();
    await admin('PUT', '/api/program', { baseVersion: 0, effectiveFrom, program: programOf(shop) });
    plantOrders(simulator, shop);
    await simulator.webhooks.settle();
  }
  await simulator.moveClock(simulator.clock.now() + 1);
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
  };
}

/** Days ago and units of the first product, for the first customers of the shop. */
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

function plantOrders(simulator: Simulator, shop: SimShop): void {
  const { commerce } = simulator;
  const now = simulator.clock.now();
  const products = commerce.products(shop.domain).filter((product) => !product.giftCard);
  commerce.customers(shop.domain).forEach((customer, i) => {
    (PASTS[i] ?? []).forEach(([daysAgo, units], k) => {
      const variantId = products[(i + k) % products.length]?.variants[0]?.id;
      if (!variantId) return;
      commerce.placeOrder(shop.domain, {
        cart: { lines: [{ variantId, quantity: units }], codes: [], customerId: customer.id },
        buyer: { kind: 'customer', customerId: customer.id },
        source: 'web',
        paid: true,
        test: false,
        placedAt: now - daysAgo * DAY_MS,
      });
    });
  });
}
