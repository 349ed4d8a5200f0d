import crypto from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type FreshDatabase = {
  /** As the owner: what migrates, and what looks over the app's shoulder in assertions. */
  url: string;
  drop(): Promise<void>;
};

/** An own, migrated and empty database for a test file: a clone of the run's template (~50 ms). */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { adminUrl, template } = inject('database');
  return create(adminUrl, `template ${template}`);
}

/** A database with nothing in it, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  return create(inject('database').adminUrl, 'template template0');
}

async function create(adminUrl: string, source: string): Promise<FreshDatabase> {
  const name = `test_${crypto.randomBytes(8).toString('hex')}`;
  await once(adminUrl, `create database ${name} ${source}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => once(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

async function once(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
