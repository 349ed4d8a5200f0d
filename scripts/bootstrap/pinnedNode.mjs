import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { Trouble, root, say } from './words.mjs';

const home = path.join(root, 'node_modules', 'node');
const binary = path.join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const wantedMajor = 24;

/**
 * The Node that runs our TypeScript: the one from the npm package `node`, whose install step is run
 * here if nobody did. Where that package has no binary for this machine, the Node that is running
 * will do if it is new enough.
 */
export function pinnedNode() {
  if (majorOf(binary) === wantedMajor) return binary;
  let lastWords = 'the package "node" is not installed';
  if (fs.existsSync(path.join(home, 'package.json'))) {
    say(`Setting up Node ${wantedMajor} …`);
    lastWords = setUp();
    if (majorOf(binary) === wantedMajor) return binary;
  }
  if (majorOf(process.execPath) >= wantedMajor) return process.execPath;
  throw new Trouble(
    `Regulars runs on Node ${wantedMajor}, which could not be set up here (${lastWords}). ` +
      `Install Node ${wantedMajor} from https://nodejs.org and run the command again.`,
  );
}

function setUp() {
  const outer = path.dirname(process.env.npm_node_execpath ?? process.execPath);
  const PATH = [outer, process.env.PATH ?? ''].join(path.delimiter);
  const result = spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
    cwd: home,
    env: { ...process.env, PATH, npm_config_loglevel: 'error' },
    encoding: 'utf8',
  });
  const lines = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim().split('\n');
  return lines.find((line) => line.startsWith('npm error')) ?? lines.at(-1) ?? 'no reason given';
}

/** The major version that a node binary reports; 0 when it does not run. */
function majorOf(file) {
  if (file === process.execPath) return Number(process.versions.node.split('.')[0]);
  if (!fs.existsSync(file)) return 0;
  const result = spawnSync(file, ['--version'], { encoding: 'utf8' });
  return result.status === 0 ? Number(/^v(\d+)\./.exec(result.stdout)?.[1] ?? 0) : 0;
}
