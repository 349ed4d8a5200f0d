/** What every benchmark stands on: a fresh database in a temporary folder, and one JSON line out. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
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

export type Bench = {
  url: string;
  db: Database;
  clubs: string[];
  /** The server's first process. */
  postmaster: number;
  /** As the owner, over every club's rows. */
  owner(sql: string, values?: readonly unknown[]): Promise<void>;
  /** A copy of the database as it is now, under another name. `db` is closed by it. */
  copy(name: string): Promise<string>;
  /** Closes `db`. The server and its data go when the process ends, however it ends. */
  close(): Promise<void>;
};

/** Where temporary data lies, and how much of it must be free before anything starts, bytes. */
const TEMPORARY = os.tmpdir();
const NEEDED = Number(process.env.BENCH_DISK ?? 3e9);

/** Refuses to start on a disk that would be full before the end. */
export function checkDisk(needed = NEEDED): void {
  const { bavail, bsize } = fs.statfsSync(TEMPORARY);
  const free = bavail * bsize;
  if (free >= needed) return;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  throw new Error(
    `${TEMPORARY} has ${gigabytes(free)} GB free; this needs ${gigabytes(needed)} GB. ` +
      `Free some, or name another folder by TMPDIR.`,
  );
}

/** As the runbook tells operators to set a server of their own, on a machine of this size. */
export const SETTINGS = {
  shared_buffers: '2GB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
};

/** A durable server (fsync on), migrated, with `clubs` clubs whose program is in force. */
export async function openBench(clubs: number): Promise<Bench> {
  checkDisk();
  const place = fs.mkdtempSync(path.join(TEMPORARY, 'regulars-bench-'));
  fs.chmodSync(place, 0o755);
  let server: Awaited<ReturnType<typeof startEmbedded>> | null = null;
  // Neither a failure nor Ctrl-C leaves anything behind. Stopping waits for the server by itself; one
  // that cannot be told to stop, or was only just starting, ends when it misses its folder.
  process.once('exit', () => {
    try {
      void server?.stop();
    } finally {
      fs.rmSync(place, { recursive: true, force: true });
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(130));
  }
  const dir = path.join(place, 'postgres');
  server = await startEmbedded({ dir, database: 'bench', settings: SETTINGS });
  await migrate(server.url, migrationsDir);
  const db = openDatabase(server.url, 16);
  const ids: string[] = [];
  for (let n = 0; n < clubs; n += 1) ids.push(await addClub(db, domainOf(n)));
  let closing: Promise<void> | null = null;
  const close = () => (closing ??= db.end());
  return {
    url: server.url,
    db,
    clubs: ids,
    postmaster: Number.parseInt(
      fs.readFileSync(path.join(server.dataDir, 'postmaster.pid'), 'utf8'),
    ),
    owner: (sql, values) => asOwner(server.url, sql, values),
    copy: async (name) => {
      await close();
      const admin = new URL(server.url);
      admin.pathname = '/postgres';
      await asOwner(admin.href, `drop database if exists ${name}`);
      await asOwner(admin.href, `create database ${name} template bench strategy file_copy`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    close,
  };
}

async function asOwner(url: string, sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql, [...values]);
  } finally {
    await client.end();
  }
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

type Figures = { [name: string]: number | string | Figures };

const short = (value: Figures[string]): Figures[string] =>
  typeof value === 'number'
    ? Number(value.toPrecision(value >= 1000 ? 6 : 3))
    : typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, short(each)]))
      : value;

/** The one line that a benchmark prints. */
export function report(bench: string, figures: Figures): void {
  console.log(JSON.stringify(short({ bench, ...figures })));
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
