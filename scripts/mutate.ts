/**
 * `npm run mutate [-- --mutate web/server/domain/money.ts]`: changes the rules and the verifiers in
 * many small ways, and sees whether a test notices each. Below 85 % it fails; docs/mutation.md judges
 * what nobody noticed. About half an hour on two cores; a second run only looks at what has changed.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { inWords } from './inWords.ts';
import { root } from './start/places.ts';

const stryker = path.join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');

await inWords(async () => {
  const { status } = spawnSync(process.execPath, [stryker, 'run', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('Too many changes went unnoticed, or the run broke off.');
});
