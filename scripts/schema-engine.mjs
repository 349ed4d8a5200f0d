#!/usr/bin/env node
/**
 * Stands in for Prisma's native schema engine, which Prisma would download: speaks the same
 * JSON-RPC on stdin and stdout, and runs the official @prisma/schema-engine-wasm over
 * @prisma/adapter-pg. Prisma's CLI starts it (see prisma.config.ts); nobody else does.
 */
import fs from 'node:fs';
import readline from 'node:readline';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import {
  adapterFactory,
  createDatabase,
  dropDatabase,
  withClient,
} from './schema-engine/adapter.mjs';

const require = createRequire(import.meta.url);
const given = readArguments(process.argv.slice(2));
const url = given.datasource.url ?? process.env.DATABASE_URL;

if (given.version) {
  const { version } = require('@prisma/schema-engine-wasm/package.json');
  console.log(`schema-engine-cli ${version}`);
} else if (given.command !== null) {
  await runCommand(given.command);
} else {
  await serve();
}

function readArguments(argv) {
  const found = { datamodels: [], datasource: {}, command: null, version: false };
  for (let i = 0; i < argv.length; i++) {
    const flag = argv[i];
    if (flag === '--datamodels') found.datamodels.push(argv[++i]);
    else if (flag === '--datasource') found.datasource = JSON.parse(argv[++i]);
    else if (flag === 'cli') found.command = argv[++i];
    else if (flag === '--version' || flag === '-V') found.version = true;
    else if (flag.startsWith('--')) i++;
  }
  return found;
}

async function runCommand(command) {
  try {
    if (command === 'can-connect-to-database') await withClient(url, (c) => c.query('select 1'));
    else if (command === 'create-database') await createDatabase(url);
    else if (command === 'drop-database') await dropDatabase(url);
    else throw new Error(`unknown command ${command}`);
  } catch (error) {
    // Prisma reads its own error code off the last line of stderr.
    const code = { '3D000': 'P1003', '28P01': 'P1000' }[error.code] ?? 'P1001';
    const fields = { message: String(error.message), is_panic: false, error_code: code };
    const timestamp = new Date().toISOString();
    const line = { timestamp, level: 'ERROR', fields, target: 'schema_engine::logger' };
    process.stderr.write(`\n${JSON.stringify(line)}\n`);
    process.exitCode = 1;
  }
}

/** The package is made for bundlers; Node cannot import WebAssembly, so it is joined by hand. */
async function loadEngine() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const home = import.meta.resolve('@prisma/schema-engine-wasm');
  const bytes = fs.readFileSync(new URL('./schema_engine_bg.wasm', home));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
    message: '',
    set_message(message) {
      this.message = message;
    },
  };
  instance.exports.__wbindgen_start();
  const datamodels = given.datamodels.map((file) => [file, fs.readFileSync(file, 'utf8')]);
  const log = (line) => process.env.DEBUG && process.stderr.write(`${line}\n`);
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFactory(given.datasource, url));
  const options = { datamodels: datamodels.length > 0 ? datamodels : undefined };
  return glue.SchemaEngine.new(options, log, factory);
}

async function serve() {
  let engine = null;
  let current = null;
  process.on('uncaughtException', (error) => {
    // A WebAssembly panic: answer the call that waits, rather than die without a word.
    const message = globalThis.PRISMA_WASM_PANIC_REGISTRY?.message || String(error?.stack ?? error);
    if (current !== null) write(failure(current, 'panic', { is_panic: true, message }));
    else process.stderr.write(`${message}\n`);
    process.exitCode = 1;
  });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const { id, method, params } = JSON.parse(line);
    if (id === undefined || !method) continue;
    current = id;
    try {
      if (method !== 'createDatabase') engine ??= await loadEngine();
      write({ jsonrpc: '2.0', id, result: (await call(engine, method, params)) ?? {} });
    } catch (error) {
      const message = error?.message ?? String(error);
      const meta = error?.meta ?? null;
      const data = { is_panic: false, message, error_code: error?.code ?? null, meta };
      write(failure(id, 'An error happened. Check the data field for details.', data));
    }
    current = null;
  }
}

async function call(engine, method, params) {
  if (method === 'createDatabase') return createDatabase(url);
  if (method === 'getDatabaseVersion') return engine.version(params);
  const result = await engine[method](params ?? {});
  if (method !== 'diff' || result?.stdout == null) return result;
  // The native engine sends a diff's text as a call of its own before it answers.
  const print = { method: 'print', params: { content: result.stdout } };
  write({ jsonrpc: '2.0', id: 'print', ...print });
  return { exitCode: result.exitCode };
}

function failure(id, message, data) {
  return { jsonrpc: '2.0', id, error: { code: 4466, message, data } };
}

function write(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
