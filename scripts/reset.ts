/** `npm run reset`: deletes the demo's data, so that the next start begins anew. */
import fs from 'node:fs';
import readline from 'node:readline/promises';
import { placesOf, stopOrphan } from '../web/server/store/embedded.ts';
import { inWords } from './inWords.ts';
import { dataDir, postgresDir, runningStart } from './start/places.ts';

await inWords(async () => {
  const running = runningStart();
  if (running !== null) {
    throw new Error(`Regulars is running here (process ${running}): stop it first with Ctrl-C.`);
  }
  if (!(await agreed())) {
    console.log('Nothing was deleted.');
    return;
  }
  if (stopOrphan(postgresDir)) console.log('Stopped the database that was still running.');
  for (const place of [...placesOf(postgresDir), dataDir]) {
    fs.rmSync(place, { recursive: true, force: true });
  }
  console.log('All demo data is deleted. "npm start" begins anew.');
});

async function agreed(): Promise<boolean> {
  if (process.argv.includes('--yes')) return true;
  if (!process.stdin.isTTY) {
    throw new Error('This deletes all data of the demo. To mean it: npm run reset -- --yes');
  }
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Delete all orders, points and mails of the demo? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
