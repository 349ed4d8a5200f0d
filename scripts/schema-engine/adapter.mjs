/** @prisma/adapter-pg with the three corrections that the schema engine needs. */
import crypto from 'node:crypto';
import pg from 'pg';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';

const oidOfChar = 18;
const oidOfUuid = 2950;

// The adapter does not know the catalogue's one-byte "char", which the engine's introspection
// selects. It is passed off as uuid, which the engine never selects, and named rightly below.
const addFields = pg.Result.prototype.addFields;
pg.Result.prototype.addFields = function (fields) {
  for (const field of fields) if (field.dataTypeID === oidOfChar) field.dataTypeID = oidOfUuid;
  return addFields.call(this, fields);
};

export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function createDatabase(url) {
  const { admin, name } = adminOf(url);
  await withClient(admin, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount > 0) return;
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  });
  return { databaseName: name };
}

export async function dropDatabase(url) {
  const { admin, name } = adminOf(url);
  await withClient(admin, (client) =>
    client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`),
  );
}

export function adapterFactory(datasource, url) {
  const base = new PrismaPg({ connectionString: url });
  const connect = base.connect.bind(base);
  base.connect = async () => corrected(await connect());
  // The adapter's own version connects to the main database instead of the shadow one.
  base.connectToShadowDb = () => shadow(datasource.shadowDatabaseUrl, url);
  return base;
}

function corrected(adapter) {
  // The adapter cuts scripts at every semicolon, inside function bodies too. As one query the
  // script goes through whole, and atomically, as with the native engine.
  adapter.executeScript = async (script) => {
    try {
      await adapter.client.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  const rename = (type) => (type === ColumnTypeEnum.Uuid ? ColumnTypeEnum.Character : type);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    return { ...result, columnTypes: result.columnTypes.map(rename) };
  };
  return adapter;
}

async function shadow(shadowUrl, url) {
  const target = shadowUrl ?? beside(url, `prisma_shadow_${crypto.randomUUID()}`);
  if (shadowUrl === undefined) await createDatabase(target);
  const adapter = corrected(await new PrismaPg({ connectionString: target }).connect());
  if (shadowUrl !== undefined) {
    await adapter.executeScript('drop schema if exists public cascade; create schema public;');
    return adapter;
  }
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await dispose();
    await dropDatabase(target);
  };
  return adapter;
}

function beside(url, name) {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

function adminOf(url) {
  const admin = new URL(url);
  const name = decodeURIComponent(admin.pathname.slice(1));
  admin.pathname = '/postgres';
  admin.searchParams.delete('schema');
  return { admin: admin.href, name };
}
