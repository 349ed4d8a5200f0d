/** `npm run sim`: the simulated Shopify by itself, with state kept in a file. */
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runHistory } from './history/command.ts';
import { startSimulator } from './index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const OPTIONS = {
  port: { type: 'string', default: process.env['SIM_PORT'] ?? '4100' },
  'smtp-port': { type: 'string', default: process.env['SIM_SMTP_PORT'] ?? '4125' },
  app: { type: 'string', default: process.env['APP_URL'] ?? 'http://127.0.0.1:4000' },
  'api-key': { type: 'string', default: process.env['SHOPIFY_API_KEY'] ?? '' },
  'api-secret': { type: 'string', default: process.env['SHOPIFY_API_SECRET'] ?? '' },
  state: { type: 'string', default: resolve(root, '.data/simulator.sqlite') },
  at: { type: 'string', default: new Date().toISOString() },
  frozen: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const HELP = `A Shopify of your own, for development.

  --port 4100          where it listens (SIM_PORT)
  --smtp-port 4125     where it takes mail (SIM_SMTP_PORT)
  --app URL            the app it speaks to (APP_URL)
  --api-key, --api-secret   the app's credentials (SHOPIFY_API_KEY, SHOPIFY_API_SECRET)
  --state FILE         where the shops are kept; ":memory:" keeps nothing
  --at TIME            what time it is at first; --frozen stops the clock there

  history              makes up a past and writes its webhooks: npm run sim -- history --help`;

async function main(args: string[]): Promise<void> {
  const appTomlPath = resolve(root, 'shopify.app.toml');
  if (args[0] === 'history') {
    process.exitCode = await runHistory(args.slice(1), appTomlPath);
    return;
  }
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (!values['api-key'] || !values['api-secret']) {
    console.error('Give the app’s --api-key and --api-secret. --help lists all there is.');
    process.exitCode = 2;
    return;
  }
  const startAt = Date.parse(values.at);
  if (Number.isNaN(startAt)) {
    console.error(`"${values.at}" is not a time; write it as 2026-01-05T09:00:00Z.`);
    process.exitCode = 2;
    return;
  }
  if (values.state !== ':memory:') mkdirSync(dirname(values.state), { recursive: true });
  const simulator = await startSimulator({
    port: Number(values.port),
    smtpPort: Number(values['smtp-port']),
    appUrl: values.app,
    apiKey: values['api-key'],
    apiSecret: values['api-secret'],
    stateFile: values.state,
    appTomlPath,
    extensionsDir: resolve(root, 'extensions'),
    clock: { startAt, frozen: values.frozen },
  });
  console.log(`Simulator at ${simulator.url}, mail at port ${simulator.smtpPort}`);
  const stop = (): void => {
    void simulator.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

await main(process.argv.slice(2)).catch((error: NodeJS.ErrnoException & { port?: number }) => {
  const taken = error.code === 'EADDRINUSE';
  console.error(taken ? `Port ${error.port} is taken.` : error.message);
  process.exitCode = 1;
});
