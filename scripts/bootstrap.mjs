/**
 * The door of every npm script: `node scripts/bootstrap.mjs start` makes ready what is missing
 * (packages, Node 24, the generated database client, the admin's pages) and then runs
 * scripts/start.ts with the pinned Node. Plain JavaScript without dependencies for Node 18 and up,
 * because it runs before anything is installed.
 */
import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { adminPages, databaseClient } from './bootstrap/built.mjs';
import { packages } from './bootstrap/packages.mjs';
import { pinnedNode } from './bootstrap/pinnedNode.mjs';
import { oneAtATime } from './bootstrap/turn.mjs';
import { Trouble, root, say } from './bootstrap/words.mjs';

/** Commands that need neither the admin's pages nor the wait for them. */
const withoutAdminPages = new Set([
  'chaos',
  'check',
  'cli',
  'docsRules',
  'docsFraud',
  'drift',
  'migration',
  'reset',
  'lint',
  'sbom',
  'mutate',
  'simulator/cli',
]);

async function main() {
  const [command, ...rest] = process.argv.slice(2);
  checkThisNode();
  const script = scriptOf(command);
  checkFolder();
  const node = await oneAtATime(() => makeReady(command));
  run(node, [script, ...rest]);
}

function checkThisNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 18) return;
  throw new Trouble(
    `Regulars needs Node 18 or newer to install itself; this is ${process.version}. ` +
      `Install a current Node from https://nodejs.org and run the command again.`,
  );
}

/** `start` → scripts/start.ts; a name with a slash is a path: `bench/door` → bench/door.ts. */
function scriptOf(command = '') {
  const script = command.includes('/') ? `${command}.ts` : path.join('scripts', `${command}.ts`);
  if (command !== '' && fs.existsSync(path.join(root, script))) return script;
  throw new Trouble(`There is no command "${command}". "npm run" lists the commands.`);
}

function checkFolder() {
  try {
    fs.accessSync(root, fs.constants.W_OK);
  } catch {
    throw new Trouble(
      `The folder ${root} cannot be written to. Packages and data are kept in it: ` +
        `change its owner or clone the project where you may write.`,
    );
  }
}

async function makeReady(command) {
  const production = command === 'serve';
  await packages({ production });
  const node = pinnedNode();
  databaseClient(node);
  if (!withoutAdminPages.has(command)) adminPages(node);
  return node;
}

/** Hands over to the real script: same terminal, its signals and its exit code. */
function run(node, args) {
  const env = { ...process.env };
  const bins = [path.dirname(node), path.join(root, 'node_modules', '.bin')];
  env.PATH = [...bins, env.PATH ?? ''].join(path.delimiter);
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl-C to the child by itself; here it only must not end the parent first.
    const fromTerminal = signal === 'SIGINT' && process.stdin.isTTY;
    process.on(signal, () => !fromTerminal && child.kill(signal));
  }
  child.on('error', (error) => fail(new Trouble(`Node could not be started: ${error.message}.`)));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function fail(error) {
  const expected = error instanceof Trouble;
  say(expected ? error.message : `Something unforeseen went wrong: ${error?.message ?? error}`);
  if (process.env.DEBUG) console.error(error);
  else if (!expected) say('DEBUG=1 before the command shows where.');
  process.exit(1);
}

main().catch(fail);
