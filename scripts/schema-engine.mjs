#!/usr/bin/env node
// Drop-in replacement for Prisma's native `schema-engine` binary.
// Speaks the same JSON-RPC (stdin/stdout) as the Rust binary but runs the official
// @prisma/schema-engine-wasm over @prisma/adapter-pg, so nothing is downloaded.
// Use: PRISMA_SCHEMA_ENGINE_BINARY=./tools/schema-engine.mjs prisma migrate ...
import fs from 'node:fs';
import readline from 'node:readline';
import { createRequire } from 'node:module';
import pg from 'pg';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';

const require = createRequire(import.meta.url);
// adapter-pg has no mapping for the catalog type "char" (oid 18) that the engine's introspection selects
const addFields = pg.Result.prototype.addFields;
pg.Result.prototype.addFields = function (fields) {
  for (const f of fields)
    if (f.dataTypeID === 18)
      f.dataTypeID = 2950; /* uuid: unused by the engine's own queries; turned into Character below */
  return addFields.call(this, fields);
};
const argv = process.argv.slice(2);
const datamodels = [];
let datasource = {};
let sub = null;
for (let i = 0; i < argv.length; i++) {
  if (argv[i] === '--datamodels') datamodels.push(argv[++i]);
  else if (argv[i] === '--datasource') datasource = JSON.parse(argv[++i]);
  else if (argv[i] === 'cli') sub = argv[++i];
  else if (argv[i] === '--version' || argv[i] === '-V') {
    console.log('schema-engine-cli ' + require('@prisma/schema-engine-wasm/package.json').version);
    process.exit(0);
  } else if (argv[i].startsWith('--')) i++;
}
const url = datasource.url ?? process.env.DATABASE_URL;
const logLine = (level, message, extra = {}) =>
  process.stderr.write(
    JSON.stringify({
      timestamp: new Date().toISOString(),
      level,
      fields: { message, ...extra },
      target: 'schema_engine::logger',
    }) + '\n',
  );

function adminUrl(u) {
  const x = new URL(u);
  const db = decodeURIComponent(x.pathname.slice(1));
  x.pathname = '/postgres';
  x.searchParams.delete('schema');
  return { admin: x.toString(), db };
}
async function withClient(cs, f) {
  const c = new pg.Client({ connectionString: cs });
  await c.connect();
  try {
    return await f(c);
  } finally {
    await c.end();
  }
}

async function createDatabase(u) {
  const { admin, db } = adminUrl(u);
  await withClient(admin, async (c) => {
    const r = await c.query('select 1 from pg_database where datname=$1', [db]);
    if (!r.rowCount) await c.query(`CREATE DATABASE ${c.escapeIdentifier(db)}`);
  });
  return { databaseName: db };
}

if (sub) {
  try {
    if (sub === 'can-connect-to-database') await withClient(url, (c) => c.query('select 1'));
    else if (sub === 'create-database') await createDatabase(url);
    else if (sub === 'drop-database') {
      const { admin, db } = adminUrl(url);
      await withClient(admin, (c) =>
        c.query(`DROP DATABASE IF EXISTS ${c.escapeIdentifier(db)} WITH (FORCE)`),
      );
    } else throw new Error('unknown cli command ' + sub);
    process.exit(0);
  } catch (e) {
    const db = (() => {
      try {
        return decodeURIComponent(new URL(url).pathname.slice(1));
      } catch {
        return '';
      }
    })();
    const code = e.code === '3D000' ? 'P1003' : e.code === '28P01' ? 'P1000' : 'P1001';
    process.stderr.write('\n');
    logLine('ERROR', e.code === '3D000' ? `Database \`${db}\` does not exist` : String(e.message), {
      is_panic: false,
      error_code: code,
    });
    process.exit(1);
  }
}

// load the wasm (bundler-style package: instantiate by hand; node has no ESM wasm import)
const bg = await import('@prisma/schema-engine-wasm/schema_engine_bg');
const wasmPath = new URL(
  './schema_engine_bg.wasm',
  import.meta.resolve('@prisma/schema-engine-wasm'),
);
const { instance } = await WebAssembly.instantiate(fs.readFileSync(wasmPath), {
  './schema_engine_bg.js': bg,
});
bg.__wbg_set_wasm(instance.exports);
globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
  message: '',
  set_message(m) {
    this.message = m;
  },
};
instance.exports.__wbindgen_start();

let current = null;
process.on('uncaughtException', (err) => {
  // a wasm panic: answer the pending call rather than die silently
  const m = globalThis.PRISMA_WASM_PANIC_REGISTRY?.message || String(err?.stack ?? err);
  if (current != null)
    process.stdout.write(
      JSON.stringify({
        jsonrpc: '2.0',
        id: current,
        error: { code: 4466, message: 'panic', data: { is_panic: false, message: m } },
      }) + '\n',
      () => process.exit(1),
    );
  else {
    process.stderr.write(m + '\n');
    process.exit(1);
  }
});
let enginePromise = null;
let factory = null;
function engine() {
  return (enginePromise ??= (async () => {
    const base = new PrismaPg({ connectionString: url });
    const fix = (adapter) => {
      // adapter-pg splits scripts on every ';' (breaks DO $$ .. $$ and function bodies). Send the script as
      // one simple-protocol query instead: same as the native engine, and atomic (implicit transaction).
      adapter.executeScript = async (script) => {
        try {
          await adapter.client.query(script);
        } catch (e) {
          adapter.onError(e);
        }
      };
      const queryRaw = adapter.queryRaw.bind(adapter);
      adapter.queryRaw = async (q) => {
        const r = await queryRaw(q);
        return {
          ...r,
          columnTypes: r.columnTypes.map((t) =>
            t === ColumnTypeEnum.Uuid ? ColumnTypeEnum.Character : t,
          ),
        };
      };
      return adapter;
    };
    const connect = base.connect.bind(base);
    base.connect = async () => fix(await connect());
    base.connectToShadowDb = async () => {
      // adapter-pg's own version lets connectionString win over the shadow database's name
      if (datasource.shadowDatabaseUrl) {
        const a = fix(
          await new PrismaPg({ connectionString: datasource.shadowDatabaseUrl }).connect(),
        );
        await a.executeScript('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;');
        return a;
      }
      const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
      const { admin } = adminUrl(url);
      await withClient(admin, (c) => c.query(`CREATE DATABASE "${name}"`));
      const su = new URL(url);
      su.pathname = '/' + name;
      const a = fix(await new PrismaPg({ connectionString: su.toString() }).connect());
      const dispose = a.dispose.bind(a);
      a.dispose = async () => {
        await dispose();
        await a.client.end?.().catch(() => {});
        await withClient(admin, (c) => c.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
      };
      return a;
    };
    factory = bindMigrationAwareSqlAdapterFactory(base);
    const dms = datamodels.length
      ? datamodels.map((p) => [p, fs.readFileSync(p, 'utf8')])
      : undefined;
    return bg.SchemaEngine.new(
      { datamodels: dms },
      (m) => {
        if (process.env.DEBUG) process.stderr.write(String(m) + '\n');
      },
      factory,
    );
  })());
}

const write = (o) => process.stdout.write(JSON.stringify(o) + '\n');
let printId = 1;
async function handle(msg) {
  const { id, method } = msg;
  if (id === undefined || !method) return;
  current = id;
  try {
    let result;
    if (method === 'createDatabase') result = await createDatabase(url);
    else if (method === 'getDatabaseVersion') result = await (await engine()).version(msg.params);
    else {
      const e = await engine();
      result = await e[method](msg.params ?? {});
      if (method === 'diff' && result?.stdout != null) {
        write({
          jsonrpc: '2.0',
          id: `p${printId++}`,
          method: 'print',
          params: { content: result.stdout },
        });
        result = { exitCode: result.exitCode };
      }
    }
    write({ jsonrpc: '2.0', id, result: result ?? {} });
  } catch (err) {
    const m = err?.message ?? String(err);
    write({
      jsonrpc: '2.0',
      id,
      error: {
        code: 4466,
        message: 'An error happened. Check the data field for details.',
        data: {
          is_panic: false,
          message: m,
          error_code: err?.code ?? null,
          meta: err?.meta ?? null,
        },
      },
    });
  }
}
let chain = Promise.resolve();
const rl = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
rl.on('line', (l) => {
  if (l.trim()) {
    const m = JSON.parse(l);
    chain = chain.then(() => handle(m));
  }
});
rl.on('close', () => chain.then(() => process.exit(0)));
