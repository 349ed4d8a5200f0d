/** Processes of ours as an operator starts them (`npm run serve`), to be killed by their id. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { until } from './until.ts';

const root = path.join(import.meta.dirname, '..', '..');
/** Started without a database it ends, and is started again: so often at most. */
const STARTS = 40;
const LAST_WORDS = 30;
/** What one start has compiled, the next one finds. */
const NODE_COMPILE_CACHE = path.join(root, 'node_modules', '.cache', 'regulars-serve');

export type Ended = { code: number | null; signal: NodeJS.Signals | null };

export type Actor = {
  name: string;
  url: string;
  /** Answers at /healthz. */
  isUp(): boolean;
  /** Starts it, again and again until it answers. Whoever calls meanwhile waits for the same. */
  start(): Promise<void>;
  /** SIGKILL; comes back when it is gone. */
  kill(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Killed, and never started again. */
  retire(): Promise<void>;
  /** How it ended, once it has. */
  ended(): Promise<Ended>;
  /** What it said last. */
  words(): string;
};

/** Free at this moment. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** `env` is asked at every start: the clock goes on while a process is away. */
export async function makeActor(name: string, env: () => Record<string, string>): Promise<Actor> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let ending: Promise<Ended> = Promise.resolve({ code: 0, signal: null });
  let up = false;
  let retired = false;
  let starting: Promise<void> | null = null;
  const words: string[] = [];

  const launch = (): void => {
    const started = spawnServe({ ...env(), PORT: String(port) });
    for (const pipe of [started.stdout, started.stderr]) {
      pipe?.on('data', (said: Buffer) => {
        words.push(String(said));
        words.splice(0, words.length - LAST_WORDS);
      });
    }
    child = started;
    ending = once(started, 'exit').then((how) => {
      if (child === started) up = false;
      return { code: how[0] as number | null, signal: how[1] as NodeJS.Signals | null };
    });
  };
  const isOver = () => child === null || child.exitCode !== null || child.signalCode !== null;
  const bringUp = async (): Promise<void> => {
    let starts = 0;
    await until(`${name} answers`, async () => {
      if (retired) throw new Error(`${name} has retired`);
      if (isOver()) {
        if (starts === STARTS) throw new Error(`${name} does not start: ${words.join('')}`);
        starts += 1;
        launch();
      }
      up = await answers(url);
      if (up) child?.send('up', () => {});
      return up;
    });
  };
  const kill = async (): Promise<void> => {
    up = false;
    child?.kill('SIGKILL');
    await ending;
  };
  return {
    name,
    url,
    isUp: () => up,
    start: () => (starting ??= bringUp().finally(() => (starting = null))),
    kill,
    retire() {
      retired = true;
      return kill();
    },
    signal: (signal) => void child?.kill(signal),
    ended: () => ending,
    words: () => words.join(''),
  };
}

function spawnServe(env: Record<string, string>): ChildProcess {
  const leash = path.join(import.meta.dirname, 'leash.ts');
  const serve = path.join(root, 'scripts', 'serve.ts');
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, ['--no-warnings', '--import', leash, serve], {
    cwd: root,
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) });
    return ok;
  } catch {
    return false;
  }
}
