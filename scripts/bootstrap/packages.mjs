import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { Trouble, root, say } from './words.mjs';

const neededBytes = 1.5 * 2 ** 30;
const heartbeatMs = 15_000;

/**
 * Installs what the lock file names when node_modules does not hold it. Install scripts are not
 * run: npm versions differ in which of them they allow, one of them refuses old Nodes, another one
 * downloads. The two steps that matter (Node 24, PostgreSQL's library links) are our own.
 */
export async function packages({ production }) {
  const missing = firstDifference({ production });
  if (missing === null) return;
  checkDisk();
  say(`Installing the packages (${missing}). This takes a minute or two the first time …`);
  const startedAt = Date.now();
  // NODE_ENV=production would leave out what builds and tests; the flag puts it back.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional'];
  const result = await npm([...args, '--no-audit', '--no-fund', '--loglevel=error']);
  if (result.code !== 0) throw new Trouble(explain(result.output));
  say(`Packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
}

/** What the lock file asks for and npm's own record of node_modules lacks; null when they agree. */
function firstDifference({ production }) {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  if (wanted === null) throw new Trouble('package-lock.json is missing or broken: restore it.');
  // npm writes this file last, so an install that was cut short is seen as well.
  const present = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
  if (present === null) return 'none are there yet';
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '' || (entry.dev && production)) continue;
    const found = present[place];
    const name = place.slice('node_modules/'.length);
    if (found === undefined && !entry.optional && !entry.devOptional) return `${name} is missing`;
    if (found !== undefined && found.version !== entry.version) return `${name} has changed`;
    if (found !== undefined && !fs.existsSync(path.join(root, place))) return `${name} is missing`;
  }
  return null;
}

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

function checkDisk() {
  if (fs.statfsSync === undefined) return;
  const { bavail, bsize } = fs.statfsSync(root);
  if (bavail * bsize >= neededBytes) return;
  const megabytes = Math.floor((bavail * bsize) / 2 ** 20);
  throw new Trouble(
    `Only ${megabytes} MB are free on the disk of ${root}; the packages and the database need ` +
      `about 1500 MB. Free some space and run the command again.`,
  );
}

/** Runs npm and resolves to `{ code, output }`. Alive signs go out while it works. */
export function npm(args, options = {}) {
  const cli = process.env.npm_execpath;
  const byNode = cli !== undefined && /npm-cli\.[cm]?js$/.test(cli);
  // Not process.execPath: that may be the Node inside the very node_modules which npm replaces.
  const node = process.env.npm_node_execpath ?? process.execPath;
  const [program, first] = byNode ? [node, [cli]] : ['npm', []];
  const startedAt = Date.now();
  const alive = setInterval(() => {
    say(`  … still at it (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  }, heartbeatMs);
  return new Promise((resolve) => {
    const child = spawn(program, [...first, ...args], {
      cwd: root,
      shell: !byNode && process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-20_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 1, output: `${error.code} ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  }).finally(() => clearInterval(alive));
}

const causes = [
  [
    /spawn npm ENOENT|ENOENT spawn npm/,
    'npm was not found. It comes with Node: install Node again',
  ],
  [/ENOSPC/, 'The disk is full. Free some space and run the command again'],
  [
    /EACCES|EPERM|EROFS/,
    'npm may not write here. Change the owner of this folder, node_modules too',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET/,
    "npm cannot reach its registry. Check the network or npm's proxy setting, then try again",
  ],
  [
    /EUSAGE|can only install packages when/,
    'package.json and package-lock.json disagree. Run "npm install"',
  ],
  [/ETARGET|E404/, 'The registry does not have one of the packages. Look at the names below'],
];

function explain(output) {
  const known = causes.find(([pattern]) => pattern.test(output));
  const lastWords = output.trim().split('\n').slice(-6).join('\n  ');
  const sentence = known === undefined ? 'The packages could not be installed' : known[1];
  return `${sentence}. npm's last words:\n  ${lastWords}`;
}
