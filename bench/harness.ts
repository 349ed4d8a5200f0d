/** What every benchmark stands on: a fresh database in a temporary folder, and one JSON line out. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import { migrationsDir } from '../scripts/start/places.ts';
import { openDatabase } from '../web/server/store/connections.ts';
import type { Database } from '../web/server/store/connections.ts';
import { startEmbedded } from '../web/server/store/embedded.ts';
import { migrate } from '../web/server/store/migrate.ts';
import { addVersion } from '../web/server/store/programs.ts';
import { saveShop } from '../web/server/store/shops.ts';
import { inTransaction } from '../web/server/store/transaction.ts';
import { idsOf } from '../web/server/actions/installShop.ts';
import type { Program } from '../web/server/domain/program.ts';

export const SECRET = 'bench-secret-of-32-characters-or-more';
export const domainOf = (n: number): string => `bench-${n}.myshopify.com`;

const PROGRAM: Program = {
  currency: 'USD',
  earning: {
    points: 5,
    perMinor: 100,
    includeShipping: false,
    includeTips: false,
    includeDuties: false,
  },
  pendingDays: 0,
  expiry: { kind: 'inactivity', months: 12 },
  graceDays: 30,
  debt: 'owe',
  maxOpenCodes: 50,
  referral: null,
  nextOrder: null,
  holdOut: false,
  rewards: [
    {
      id: 'one',
      points: 1,
      value: { kind: 'amountOff', amountMinor: 100 },
      minimumMinor: 500,
      combinesWith: { order: false, product: false, shipping: true },
      codeDays: 30,
    },
  ],
};

export type Bench = { url: string; db: Database; clubs: string[]; stop(): Promise<void> };

/** A durable server (fsync on), migrated, with `clubs` clubs whose program is in force. */
export async function openBench(clubs: number): Promise<Bench> {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-bench-'));
  fs.chmodSync(place, 0o755);
  const server = await startEmbedded({ dir: path.join(place, 'postgres'), database: 'bench' });
  await migrate(server.url, migrationsDir);
  const db = openDatabase(server.url, 12);
  const ids: string[] = [];
  for (let n = 0; n < clubs; n += 1) ids.push(await addClub(db, domainOf(n)));
  return {
    url: server.url,
    db,
    clubs: ids,
    stop: async () => {
      await db.end();
      await server.stop();
      fs.rmSync(place, { recursive: true, force: true });
    },
  };
}

async function addClub(db: Database, domain: string): Promise<string> {
  const { clubId, shopId } = idsOf('shopify', domain);
  await inTransaction(db, clubId, async (tx) => {
    await saveShop(
      tx,
      {
        clubId,
        shopId,
        domain,
        platform: 'shopify',
        platformShopId: domain,
        name: domain,
        storefrontOrigin: `https://${domain}`,
        currency: 'USD',
        timeZone: 'Europe/Berlin',
        moneyFactor: 1,
        moneyLabel: null,
      },
      0,
    );
    await addVersion(tx, {
      version: 1,
      effectiveFrom: 0,
      program: PROGRAM,
      publishedAt: 0,
      publishedBy: 'bench',
    });
  });
  return clubId;
}

/** The middle of an odd number of runs. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export function report(name: string, figures: Record<string, number | string>): void {
  console.log(JSON.stringify({ bench: name, ...figures }));
}

/** Runs `lanes` loops at once until `ms` have passed; answers how many rounds they made. */
export async function saturate(
  lanes: number,
  ms: number,
  round: (lane: number) => Promise<void>,
): Promise<number> {
  const until = performance.now() + ms;
  let rounds = 0;
  const lane = async (n: number) => {
    while (performance.now() < until) {
      await round(n);
      rounds += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, n) => lane(n)));
  return rounds;
}

/** An order as Shopify sends it, of a realistic size (about 8 KB). */
export function orderBody(orderId: string, customerId: string, placedAt: string): string {
  const money = (amount: string) => ({
    shop_money: { amount, currency_code: 'USD' },
    presentment_money: { amount, currency_code: 'USD' },
  });
  const line = (n: number) => ({
    id: Number(`${orderId.slice(-7)}${n}`),
    product_id: 1000 + n,
    variant_id: 2000 + n,
    title: `Stoneware mug ${n}`,
    quantity: 2,
    current_quantity: 2,
    price: '19.99',
    price_set: money('19.99'),
    gift_card: false,
    total_discount: '0.00',
    tax_lines: [],
    discount_allocations: [],
    properties: [],
  });
  return JSON.stringify({
    id: Number(orderId),
    name: `#${orderId}`,
    currency: 'USD',
    presentment_currency: 'USD',
    created_at: placedAt,
    processed_at: placedAt,
    updated_at: placedAt,
    cancelled_at: null,
    test: false,
    financial_status: 'paid',
    source_name: 'web',
    taxes_included: false,
    total_price: '119.94',
    total_price_set: money('119.94'),
    total_tip_received: '0.00',
    total_shipping_price_set: money('0.00'),
    shipping_lines: [],
    discount_codes: [],
    discount_applications: [],
    refunds: [],
    email: `${customerId}@example.com`,
    phone: null,
    customer: { id: Number(customerId) },
    line_items: [line(1), line(2), line(3)],
    note: 'x'.repeat(6_000),
    order_id: newId(),
  });
}
