/** `npm test`: everything that CI runs. `npm test -- path` runs the tests of one place alone. */
import { findBrowser, noBrowser } from './browser.ts';
import { deadCode, format, lint, runSteps, seconds, types } from './steps.ts';
import { runVitest } from './vitestRun.ts';

const startedAt = performance.now();
const only = process.argv.slice(2);
const browser = findBrowser();

if (browser === null) {
  console.error(noBrowser);
  process.exitCode = 1;
} else {
  run({ CHROMIUM_PATH: browser });
}

function run(env: NodeJS.ProcessEnv): void {
  const failedSteps = only.length > 0 ? 0 : runSteps([format, ...types(), lint, deadCode]);
  const testsStartedAt = performance.now();
  const tally = runVitest(only, env);
  console.log(`${tally.failed === 0 ? '✓' : '✗'} ${'tests'.padEnd(24)} ${seconds(testsStartedAt)}`);
  console.log(`  ${'in all'.padEnd(24)} ${seconds(startedAt)}`);
  const failed = tally.failed + failedSteps;
  console.log(`${tally.passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
