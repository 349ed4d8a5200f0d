import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, vitest } from './steps.ts';

export type Tally = { passed: number; failed: number };

/** Runs vitest in this terminal. A file that does not even load counts as one failed test. */
export function runVitest(args: readonly string[], env: NodeJS.ProcessEnv = {}): Tally {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-vitest-'));
  const report = path.join(place, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    const result = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return tally(report, result.status === 0);
  } finally {
    fs.rmSync(place, { recursive: true });
  }
}

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

function tally(file: string, good: boolean): Tally {
  if (!fs.existsSync(file)) return { passed: 0, failed: 1 };
  const report: Report = JSON.parse(fs.readFileSync(file, 'utf8'));
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + unloaded;
  // An error outside of any test, or a run without a single test, is a failure too.
  const odd = failed === 0 && (!good || report.numPassedTests === 0);
  return { passed: report.numPassedTests, failed: odd ? 1 : failed };
}
