/** `npm start`: the app, its database and a simulated store, on this machine, until Ctrl-C. */
import fs from 'node:fs';
import { inWords } from './inWords.ts';
import { openDatabase } from './start/database.ts';
import { demoEnvironment, plantDemo, startTheApp, startTheSimulator } from './start/joined.ts';
import { dataDir, noteRunning, runningStart } from './start/places.ts';
import { requireFree, wantedPorts } from './start/ports.ts';
import { untilStopped } from './start/stopping.ts';

const startedAt = performance.now();

await inWords(async () => {
  const ports = wantedPorts(process.env);
  const other = runningStart();
  if (other !== null) {
    throw new Error(`Regulars already runs in this folder (process ${other}). Stop it first.`);
  }
  await requireFree([ports.app, ports.simulator, ports.mail]);
  noteRunning();
  const stops: (() => Promise<void>)[] = [];
  try {
    await startEverything(ports, stops);
  } catch (error) {
    for (const stop of stops.toReversed()) await stop();
    throw error;
  }
  await untilStopped(stops);
});
// The terminal's input and idle connections would keep the process alive.
process.exit(0);

async function startEverything(
  ports: ReturnType<typeof wantedPorts>,
  stops: (() => Promise<void>)[],
): Promise<void> {
  fs.mkdirSync(dataDir, { recursive: true });
  console.log('Starting the database …');
  const database = await openDatabase(process.env);
  stops.push(() => database.stop());
  console.log('Starting the simulated store and the app …');
  const env = demoEnvironment(process.env, ports, database.url);
  const simulator = await startTheSimulator(ports, env.APP_URL ?? '');
  stops.push(() => simulator.stop());
  const app = await startTheApp(env);
  stops.push(() => app.stop());
  await app.ready;
  // The store's clock may have been moved in an earlier run; the app's begins with the real time.
  await simulator.moveClock(simulator.clock.now() + 1);
  await plantDemo({ app, simulator });
  console.log(welcome(ports.simulator.port));
}

function welcome(port: number): string {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const links: [string, string][] = [
    ["The merchant's admin", `http://northday.localhost:${port}/admin/apps/regulars`],
    ['The storefront', `http://northday.localhost:${port}/`],
    ['In Persian', `http://khanesofal.localhost:${port}/`],
    ['The outbox', `http://127.0.0.1:${port}/outbox`],
  ];
  const rows = links.map(([name, url]) => `  ${name.padEnd(22)} ${url}`);
  return ['', `Regulars is up (${seconds} s).`, '', ...rows, '', 'Ctrl-C stops it.', ''].join('\n');
}
