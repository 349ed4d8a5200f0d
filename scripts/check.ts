/** `npm run check`: seconds, before every commit. Format, types, lint, tidy and the pure tests. */
import { format, lint, runSteps, types } from './steps.ts';
import { runVitest } from './vitestRun.ts';

const failedSteps = runSteps([format, ...types(), lint]);
const tally = runVitest(['--project', 'unit']);
const failed = tally.failed + failedSteps;
console.log(`${tally.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
