/**
 * `npm run model [-- --minutes N --seed S]`: random stories against the reference model; a seed alone
 * plays its story, with minutes the stories from there on.
 */
import { parseArgs } from 'node:util';
import { runVitest } from './vitestRun.ts';

const DEFAULT_MINUTES = '10';

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string' } },
});
const minutes = values.minutes ?? (values.seed === undefined ? DEFAULT_MINUTES : undefined);
const env = {
  ...(values.seed === undefined ? {} : { MODEL_SEED: values.seed }),
  ...(minutes === undefined ? {} : { MODEL_MINUTES: minutes }),
};
const { failed } = runVitest(['tests/model/model.test.ts', '--project', 'stories'], env);
process.exitCode = failed > 0 ? 1 : 0;
