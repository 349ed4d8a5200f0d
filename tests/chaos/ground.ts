/** A PostgreSQL of one's own, durable, that is killed by its id and started again on its data. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbedded, stopOrphan } from '../../web/server/store/embedded.ts';
import { freePort } from './actor.ts';
import { until } from './until.ts';

export type Ground = {
  /** Makes a database; answers its address, which stays the same for good. */
  database(name: string): Promise<string>;
  /** SIGKILL to the postmaster; its children follow. Comes back when it serves again. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts anew while the children of a killed server are still leaving. */
const RESTART_WITHIN_MS = 120_000;

export async function layGround(): Promise<Ground> {
  // What is left of a run that was killed is swept away by the next one (tests/globalSetup.ts).
  const place = fs.mkdtempSync(path.join(os.tmpdir(), `regulars-test-${process.pid}-`));
  fs.chmodSync(place, 0o755);
  const dir = path.join(place, 'postgres');
  const port = await freePort();
  const begin = () => startEmbedded({ dir, database: 'postgres', durable: true, port });
  let stopped = false;
  const server = await begin();
  const lock = path.join(server.dataDir, 'postmaster.pid');
  return {
    async database(name) {
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      const client = new pg.Client(server.url);
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return url.href;
    },
    async killAndRestart() {
      const pid = Number(fs.readFileSync(lock, 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      const again = () => {
        if (stopped) throw new Error('PostgreSQL is wanted no more');
        return begin().then(Boolean, () => false);
      };
      await until('PostgreSQL serves again', again, RESTART_WITHIN_MS);
    },
    stop: () => {
      stopped = true;
      stopOrphan(dir);
      fs.rmSync(place, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}
