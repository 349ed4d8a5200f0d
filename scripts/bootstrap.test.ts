import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let root: string;

/** A project as small as the bootstrap lets it be, with a Prisma that generates one file. */
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-bootstrap-'));
  for (const name of ['bootstrap', 'bootstrap.mjs']) {
    const from = path.join(import.meta.dirname, name);
    fs.cpSync(from, path.join(root, 'scripts', name), { recursive: true });
  }
  const installed = { packages: { 'node_modules/prisma': { version: '1.0.0' } } };
  write('package-lock.json', JSON.stringify(installed));
  write('node_modules/.package-lock.json', JSON.stringify(installed));
  write('package.json', '{"devDependencies":{"prisma":"1.0.0"}}');
  write('node_modules/prisma/package.json', '{"version":"1.0.0"}');
  write('node_modules/prisma/build/index.js', "require('fs').appendFileSync('made', 'x');");
  write('prisma/schema/main.prisma', 'first');
  write('scripts/code.ts', 'const code: number = Number(process.argv[2]); process.exit(code);');
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function write(place: string, text: string): void {
  const file = path.join(root, place);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { npm_execpath: _npm, DEBUG: _debug, ...env } = process.env;
  return { ...env, ...more };
}

function bootstrap(args: string[], more: NodeJS.ProcessEnv = {}) {
  const all = [path.join(root, 'scripts', 'bootstrap.mjs'), ...args];
  const options = { cwd: root, env: environment(more), encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, all, options);
  return { status, words: `${stdout}${stderr}` };
}

/** Stands in for the registry client, which is not ours: fails as npm does, or notes its call. */
function npmThat(script: string): NodeJS.ProcessEnv {
  write('fake/npm-cli.js', script);
  fs.rmSync(path.join(root, 'node_modules', '.package-lock.json'));
  return {
    npm_execpath: path.join(root, 'fake', 'npm-cli.js'),
    npm_node_execpath: process.execPath,
  };
}

test('runs the TypeScript of the command, with its arguments and its exit code', () => {
  expect(bootstrap(['code', '0']).status).toBe(0);
  expect(bootstrap(['code', '7']).status).toBe(7);
});

test('makes the database client once, and again when the schema has changed', () => {
  const made = () => fs.readFileSync(path.join(root, 'made'), 'utf8').length;
  bootstrap(['code', '0']);
  bootstrap(['code', '0']);
  expect(made()).toBe(1);
  write('prisma/schema/main.prisma', 'second');
  bootstrap(['code', '0']);
  expect(made()).toBe(2);
});

test('serves without the development packages once everything has been made', () => {
  write('scripts/serve.ts', 'process.exit(3);');
  const lock = { packages: { 'node_modules/prisma': { version: '1.0.0', dev: true } } };
  write('package-lock.json', JSON.stringify(lock));
  bootstrap(['code', '0']);
  fs.rmSync(path.join(root, 'node_modules', 'prisma'), { recursive: true });
  write('node_modules/.package-lock.json', '{"packages":{}}');
  expect(bootstrap(['serve']).status).toBe(3);
  write('prisma/schema/main.prisma', 'second');
  expect(bootstrap(['serve']).words).toMatch(/out of date and its maker is not installed/);
});

test.each([
  ['npm error code ENOTFOUND', /cannot reach its registry/],
  ['npm error code ENOSPC', /disk is full/],
  ['npm error code EACCES', /may not write here/],
  ['npm error code EUSAGE', /package-lock\.json disagree/],
  ['npm error code EWHATEVER', /could not be installed/],
])('an install that fails with "%s" is told in a sentence', (said, sentence) => {
  const { status, words } = bootstrap(
    ['code', '0'],
    npmThat(`console.error('${said}'); process.exit(1)`),
  );
  expect(status).toBe(1);
  expect(words).toMatch(sentence);
  expect(words).toContain(said);
  expect(words).not.toMatch(/^\s+at /m);
});

test('installs development packages too, under NODE_ENV=production', () => {
  const note = `require('fs').writeFileSync('asked', process.argv.slice(2).join(' '))`;
  bootstrap(['code', '0'], { ...npmThat(note), NODE_ENV: 'production' });
  expect(fs.readFileSync(path.join(root, 'asked'), 'utf8')).toMatch(/^ci .*--include=dev/);
});

test('an unknown command and a lost lock file are sentences, not stacks', () => {
  expect(bootstrap(['nonsense']).words).toMatch(/^There is no command "nonsense"/);
  fs.rmSync(path.join(root, 'package-lock.json'));
  expect(bootstrap(['code', '0'])).toEqual({
    status: 1,
    words: expect.stringMatching(/^package-lock\.json is missing/),
  });
});

test('passes a signal on, and ends as the command ended', async () => {
  const stays = `process.on('SIGTERM', () => process.exit(5)); setInterval(() => {}, 1000);`;
  write('scripts/stay.ts', `${stays} console.log('up');`);
  const file = path.join(root, 'scripts', 'bootstrap.mjs');
  const child = spawn(process.execPath, [file, 'stay'], { cwd: root, env: environment() });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([5, null]);
});

test('a lock left by a process that is gone holds nobody up', () => {
  const gone = spawnSync(process.execPath, ['--eval', '']).pid;
  write('.data/bootstrap.lock', String(gone));
  expect(bootstrap(['code', '0']).status).toBe(0);
});
