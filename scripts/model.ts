/** `npm run model [-- --minutes N] [-- --seed N]`: random stories against the reference model. */
import { parseArgs } from 'node:util';
import { runVitest } from './vitestRun.ts';

const DEFAULT_MINUTES = '10';

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string' } },
});
const env = values.seed
  ? { MODEL_SEED: values.seed }
  : { MODEL_MINUTES: values.minutes ?? DEFAULT_MINUTES };
const { failed } = runVitest(['tests/model/model.test.ts', '--project', 'stories'], env);
process.exitCode = failed > 0 ? 1 : 0;
