/** Runs the project's checks one after another, and says how long each one took. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..');

export type Step = { name: string; args: string[] };

/** A tool of node_modules by the file of its package that starts it. */
function tool(file: string): string {
  return path.join(root, 'node_modules', file);
}

export const format: Step = {
  name: 'format',
  args: [tool('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
};

export const lint: Step = { name: 'lint', args: [tool('oxlint/bin/oxlint')] };

export const deadCode: Step = { name: 'dead code', args: [tool('knip/bin/knip.js')] };

/** One a tsconfig: the server and everything around it, the admin, the extensions. */
export function types(): Step[] {
  const extensions = path.join(root, 'extensions');
  const names = fs.existsSync(extensions) ? fs.readdirSync(extensions) : [];
  const places = ['.', 'web/admin', 'extensions', ...names.map((name) => `extensions/${name}`)];
  return places
    .filter((place) => fs.existsSync(path.join(root, place, 'tsconfig.json')))
    .map((place) => ({
      name: place === '.' ? 'types' : `types of ${place}`,
      args: [tool('typescript/bin/tsc'), '--noEmit', '--project', place],
    }));
}

export const vitest = tool('vitest/vitest.mjs');

/** Runs the steps, shows the words of those that fail, and returns how many did. */
export function runSteps(steps: readonly Step[]): number {
  return steps.filter((step) => !passes(step)).length;
}

function passes(step: Step): boolean {
  const startedAt = performance.now();
  const result = spawnSync(process.execPath, step.args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  const good = result.status === 0;
  console.log(`${good ? '✓' : '✗'} ${step.name.padEnd(24)} ${seconds(startedAt)}`);
  if (!good) console.log(`${result.stdout}${result.stderr}`);
  return good;
}

export function seconds(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s`;
}
