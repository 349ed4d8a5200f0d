/** The server as it is run, on the benchmark's database; and how much processor time things took. */
import fs from 'node:fs';
import { v7 as newId } from 'uuid';
import { readConfig } from '../web/server/config.ts';
import { movableClock } from '../web/server/clock.ts';
import { createShopify } from '../web/server/gateways/shopify/index.ts';
import { keysOf, startApp } from '../web/server/main.ts';
import type { RunningApp } from '../web/server/main.ts';
import { inTransaction } from '../web/server/store/transaction.ts';
import type { Database } from '../web/server/store/connections.ts';
import type { Reach } from '../web/server/actions/context.ts';
import { SECRET } from './harness.ts';
import type { Bench } from './harness.ts';

/** The server of this role; with `web`, nobody works on what comes in. */
export function startServer(url: string, role: 'web' | 'all'): Promise<RunningApp> {
  return startApp(
    readConfig({
      DATABASE_URL: url,
      SHOPIFY_API_KEY: 'bench',
      SHOPIFY_API_SECRET: SECRET,
      APP_URL: 'http://localhost',
      PORT: '0',
      HOST: '127.0.0.1',
      ROLE: role,
      LOG_LEVEL: 'error',
      POOL_SIZE: '16',
      RATE_LIMITS: 'off',
    }),
  );
}

/** What actions are handed, at a fixed moment. */
export function reachAt(db: Database, now: number): Reach {
  const clock = movableClock({ frozenAt: now });
  const platform = createShopify({
    apiKey: 'bench',
    apiSecrets: [SECRET],
    apiVersion: '2026-07',
    scopes: [],
    clock,
  });
  return {
    inTransaction: (clubId, work) => inTransaction(db, clubId, work),
    platform,
    mails: null,
    keys: keysOf(SECRET),
    newId,
    now: clock.now,
    messagesAddress: 'http://localhost/webhooks/shopify',
    heals: false,
    deadlineMs: () => 1_000,
  };
}

/** Hundredths of a second, as Linux counts processor time. */
const TICK_MS = 10;

/** Processor time of one PostgreSQL and all its processes so far, ms; 0 where there is no /proc. */
function databaseMs(postmaster: number): number {
  if (!fs.existsSync('/proc/self/stat')) return 0;
  let ticks = 0;
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(pid) !== postmaster && Number(fields[1]) !== postmaster) continue;
      // Own time, and that of children that have ended: fields 14 to 17 of proc(5).
      ticks += [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0);
    } catch {
      // It ended while we looked.
    }
  }
  return ticks * TICK_MS;
}

export type Effort = { appMs: number; databaseMs: number };

/** Processor time that `act` takes in this process and in the benchmark's PostgreSQL, ms. */
export async function effortOf<T>(
  { postmaster }: Bench,
  act: () => Promise<T>,
): Promise<[T, Effort]> {
  const before = process.cpuUsage();
  const inDatabase = databaseMs(postmaster);
  const result = await act();
  const { user, system } = process.cpuUsage(before);
  return [
    result,
    { appMs: (user + system) / 1000, databaseMs: databaseMs(postmaster) - inDatabase },
  ];
}
