/** `npm run bench [-- NAME]`: runs the benchmarks of bench/, one JSON line each. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { inWords } from './inWords.ts';
import { root } from './start/places.ts';

const BENCHES = ['door', 'orders', 'redeem'];

await inWords(async () => {
  const [wanted] = process.argv.slice(2);
  if (wanted && !BENCHES.includes(wanted)) {
    throw new Error(`There is no benchmark ${wanted}. There are: ${BENCHES.join(', ')}.`);
  }
  for (const name of wanted ? [wanted] : BENCHES) {
    const file = path.join(root, 'bench', `${name}.ts`);
    const { status } = spawnSync(process.execPath, [file], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`The benchmark ${name} failed.`);
  }
});
