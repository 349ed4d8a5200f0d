/** `npm run lint`: the linter and the search for code that nobody uses. */
import { deadCode, lint, runSteps } from './steps.ts';

process.exitCode = runSteps([lint, deadCode]) === 0 ? 0 : 1;
