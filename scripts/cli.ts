/** `npm run cli -- COMMAND`: what an operator does by hand. */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { v7 as newId } from 'uuid';
import { program as programShape } from '../web/contract/merchant.ts';
import type { Context } from '../web/server/actions/context.ts';
import { importAgain } from '../web/server/actions/importHistory.ts';
import { publishProgram } from '../web/server/actions/publishProgram.ts';
import { retryParked } from '../web/server/actions/retryParked.ts';
import { rebuildRollups } from '../web/server/actions/rollUp.ts';
import { rotateTokenKeys } from '../web/server/actions/rotateTokenKeys.ts';
import { auditClub } from '../web/server/analytics/audit.ts';
import type { Program } from '../web/server/domain/program.ts';
import { checkProgram } from '../web/server/domain/programs.ts';
import { secretsOf } from '../web/server/config.ts';
import { openKeys } from '../web/server/keys.ts';
import { writeAuditEntry } from '../web/server/store/auditLog.ts';
import { openDatabase as openPools } from '../web/server/store/connections.ts';
import type { Database } from '../web/server/store/connections.ts';
import { askFor } from '../web/server/store/deliveries.ts';
import { readParked } from '../web/server/store/parked.ts';
import { readVersions } from '../web/server/store/programs.ts';
import { listShops, readShop } from '../web/server/store/shops.ts';
import type { ShopRef } from '../web/server/store/shops.ts';
import { readTrace } from '../web/server/store/trace.ts';
import { inTransaction } from '../web/server/store/transaction.ts';
import type { InTransaction } from '../web/server/store/transaction.ts';
import { runBacktest } from './backtest.ts';
import { runAnalyze } from './analyze/run.ts';
import { inWords } from './inWords.ts';
import { openDatabase } from './start/database.ts';
import { apiSecret } from './start/joined.ts';
import { runningStart } from './start/places.ts';

const HELP = `npm run cli -- COMMAND [--shop DOMAIN]

  audit                    prove the books of every club; names each row that is wrong
  shops                    list the shops
  program                  print the versions of a shop's program
  publish FILE.json        publish a program (--base VERSION, --from ISO time; default: now)
  analyze FILE             who comes back, from any export of orders: no shop and no database
                           (\`analyze --help\` for its options)
  backtest FILE.json       what a program would have given for the orders there were (--json for
                           machines, --orders FILE.csv a line for every order, --order NAME explains
                           one, --all with orders of before the first program)
  parked                   list what was set aside
  trace ID                 what came of a webhook, a request or an order (its id at the platform)
  retry ID                 try a parked message or delivery again
  reconcile                look for orders that messages did not tell of, and check subscriptions
  import                   read the whole order history once more
  rollups                  count anew what shoppers bought on which day, from all orders
  rotate-keys              seal all shops' tokens under a new key; run it again if it was stopped

npm prints a banner before what --json says; \`npm run --silent cli -- …\` does not.
`;

type Input = {
  url: string;
  db: Database;
  shops: ShopRef[];
  rest: string[];
  base: number;
  from: number | null;
  options: { all: boolean; json: boolean; orders: string | null; order: string | null };
};
type Command = (input: Input) => Promise<number>;

const context = (): Context => ({
  now: Date.now(),
  newId,
  keys: {
    identity: new Uint8Array(),
    code: new Uint8Array(),
    token: () => new Uint8Array(),
    holdOut: new Uint8Array(),
    erased: new Uint8Array(),
  },
});

function onlyShop(shops: readonly ShopRef[]): ShopRef {
  const [shop, other] = shops;
  if (!shop) throw new Error('There is no such shop. `npm run cli -- shops` lists them.');
  if (other) throw new Error('Which shop? Add --shop DOMAIN.');
  return shop;
}

function readProgram(file: string): Program {
  if (!fs.existsSync(file)) throw new Error(`There is no file ${file || '(none was named)'}.`);
  const read = programShape.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
}

const COMMANDS: Record<string, Command> = {
  audit: async ({ url, db, shops }) => {
    let wrong = 0;
    for (const shop of shops) {
      const report = await auditClub(url, shop.clubId);
      const { transfers, shoppers, findings } = report;
      const details = { findings: findings.length, transfers, shoppers };
      // The merchant's health page tells of it.
      const entry = { at: Date.now(), actor: 'cli', action: 'audit', details };
      await inTransaction(db, shop.clubId, (tx) => writeAuditEntry(tx, entry));
      for (const finding of report.findings) console.log(`${shop.domain}: ${finding.text}`);
      wrong += report.findings.length;
      console.log(
        `${shop.domain}: ${report.transfers} transfers of ${report.shoppers} shoppers checked, ` +
          (report.findings.length === 0 ? 'the books balance.' : 'the books are wrong.'),
      );
    }
    return wrong === 0 ? 0 : 1;
  },
  rollups: async ({ db, shops }) => {
    const begin: InTransaction = (clubId, work) => inTransaction(db, clubId, work);
    for (const { clubId, domain } of shops) {
      const orders = await rebuildRollups({ inTransaction: begin, now: Date.now }, clubId);
      console.log(`${domain}: ${orders} orders counted.`);
    }
    return 0;
  },
  shops: async ({ shops }) => {
    for (const { domain, clubId } of shops) console.log(`${domain}  club ${clubId}`);
    return 0;
  },
  program: async ({ db, shops }) => {
    const versions = await inTransaction(db, onlyShop(shops).clubId, readVersions);
    console.log(JSON.stringify(versions, null, 2));
    return 0;
  },
  publish: async ({ db, shops, rest, base, from }) => {
    const shop = onlyShop(shops);
    const input = {
      shopId: shop.shopId,
      program: readProgram(rest[0] ?? ''),
      baseVersion: base,
      effectiveFrom: from,
      actor: 'cli',
    };
    const done = await inTransaction(db, shop.clubId, (tx) => publishProgram(tx, context(), input));
    if (!done.ok) throw new Error(`${done.kind} ${done.field ?? ''} ${JSON.stringify(done.data)}`);
    console.log(`Version ${done.version.version} is published.`);
    return 0;
  },
  backtest: async ({ url, db, shops, rest, options }) => {
    const { clubId, shopId, domain } = onlyShop(shops);
    const draft = readProgram(rest[0] ?? '');
    const [problem] = checkProgram(draft);
    if (problem) throw new Error(`${problem.field}: ${problem.problem}`);
    const shop = await inTransaction(db, clubId, (tx) => readShop(tx, shopId));
    if (!shop) throw new Error(`${domain} has left.`);
    if (shop.currency !== draft.currency)
      throw new Error(`currency: the shop's is ${shop.currency}`);
    const place = { clubId, domain, timeZone: shop.timeZone };
    await runBacktest({ url, shop: place, draft, ...options });
    return 0;
  },
  parked: async ({ db, shops }) => {
    for (const shop of shops) {
      for (const row of await inTransaction(db, shop.clubId, readParked)) {
        console.log(
          `${shop.domain}  ${row.id}  ${row.topic}  ${row.reason}  ${row.attempts} tries`,
        );
      }
    }
    return 0;
  },
  reconcile: async ({ db, shops }) => {
    for (const { clubId, shopId, domain } of shops) {
      const now = Date.now();
      const kinds = ['reconcileOrders', 'checkSubscriptions'] as const;
      const asks = kinds.map((kind) => ({ shopId, kind, key: shopId, dueAt: now }));
      await inTransaction(db, clubId, (tx) => askFor(tx, asks, now));
      console.log(`${domain}: the worker looks for lost orders now.`);
    }
    return 0;
  },
  import: async ({ db, shops }) => {
    for (const { clubId, shopId, domain } of shops) {
      const moment = { now: Date.now(), newId };
      await inTransaction(db, clubId, (tx) => importAgain(tx, moment, shopId));
      console.log(`${domain}: the worker reads the order history now.`);
    }
    return 0;
  },
  trace: async ({ db, shops, rest }) => {
    const id = rest[0] ?? '';
    let found = 0;
    for (const { clubId, domain } of shops) {
      for (const { at, what, told } of await inTransaction(db, clubId, (tx) => readTrace(tx, id))) {
        console.log(`${domain}  ${new Date(at).toISOString()}  ${what}  ${told}`);
        found += 1;
      }
    }
    if (found === 0) throw new Error(`Nothing here has the id ${id}.`);
    return 0;
  },
  retry: async ({ db, shops, rest }) => {
    const id = rest[0] ?? '';
    for (const shop of shops) {
      const done = await inTransaction(db, shop.clubId, (tx) => retryParked(tx, id, Date.now()));
      if (!done.ok) continue;
      console.log('It is due again.');
      return 0;
    }
    throw new Error(`Nothing parked has the id ${id}.`);
  },
  'rotate-keys': async ({ db }) => {
    const { DATABASE_URL, SHOPIFY_API_SECRET } = process.env;
    const demo = DATABASE_URL ? null : { SHOPIFY_API_SECRET: apiSecret() };
    if (!demo && !SHOPIFY_API_SECRET) throw new Error('Set SHOPIFY_API_SECRET as for the server.');
    const keys = await openKeys(db, { secrets: secretsOf(demo ?? process.env), demo });
    const clubs = (await listShops(db)).map(({ clubId }) => clubId);
    const run: InTransaction = (clubId, work) => inTransaction(db, clubId, work);
    const done = await rotateTokenKeys({ db, keys, clubs, inTransaction: run });
    console.log(`Tokens are sealed under key ${done.keyId}; ${done.sealedAnew} were sealed anew.`);
    return 0;
  },
};

await inWords(async () => {
  const [first, ...others] = process.argv.slice(2);
  if (first === 'analyze') return runAnalyze(others);
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      shop: { type: 'string' },
      base: { type: 'string', default: '0' },
      from: { type: 'string' },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      orders: { type: 'string' },
      order: { type: 'string' },
    },
  });
  const [name = '', ...rest] = positionals;
  const command = COMMANDS[name];
  if (!command) {
    console.log(HELP);
    process.exitCode = name === '' || name === 'help' ? 0 : 1;
    return;
  }
  const database = await openDatabase(process.env);
  const db = openPools(database.url, 4);
  try {
    const all = await listShops(db);
    const shops = values.shop ? all.filter((shop) => shop.domain === values.shop) : all;
    const from = values.from ? Date.parse(values.from) : null;
    process.exitCode = await command({
      url: database.url,
      db,
      shops,
      rest,
      base: Number(values.base),
      from,
      options: {
        all: values.all,
        json: values.json,
        orders: values.orders ?? null,
        order: values.order ?? null,
      },
    });
  } finally {
    await db.end();
    // The server of a demo that runs is lent to us: stopping it would end the demo.
    if (runningStart() === null) await database.stop();
  }
});
