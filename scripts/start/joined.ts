/**
 * What `npm start` puts together. The parts are loaded only here and only when they are needed, so
 * that a taken port or a broken database is told before the app's modules are even read.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../simulator/options.ts';
import type { RunningApp } from '../../web/server/main.ts';
import { dataDir, root, simulatorFile } from './places.ts';
import type { wantedPorts } from './ports.ts';

type Ports = ReturnType<typeof wantedPorts>;

/** The demo's app key as shopify.app.toml names it, and a secret of this folder's own. */
const apiKey = 'regulars-local-client-id';

/** The demo's own; made at its first start. */
export function apiSecret(): string {
  const file = path.join(dataDir, 'app-secret');
  if (!fs.existsSync(file)) {
    fs.writeFileSync(file, crypto.randomBytes(32).toString('hex'), { mode: 0o600 });
  }
  return fs.readFileSync(file, 'utf8').trim();
}

/** The environment that the demo's app reads: the person's own, with what the demo decides. */
export function demoEnvironment(
  env: NodeJS.ProcessEnv,
  ports: Ports,
  databaseUrl: string,
): NodeJS.ProcessEnv {
  return {
    // Whoever looks at the demo reads its links; LOG_LEVEL=info shows each delivery.
    LOG_LEVEL: 'warn',
    ...env,
    DEMO: '1',
    DATABASE_URL: databaseUrl,
    SHOPIFY_API_KEY: apiKey,
    SHOPIFY_API_SECRET: apiSecret(),
    APP_URL: `http://localhost:${ports.app.port}`,
    PORT: String(ports.app.port),
    SIM_PORT: String(ports.simulator.port),
    SIM_SMTP_PORT: String(ports.mail.port),
  };
}

export async function startTheSimulator(ports: Ports, appUrl: string): Promise<Simulator> {
  const { startSimulator } = await import('../../simulator/index.ts');
  return startSimulator({
    port: ports.simulator.port,
    smtpPort: ports.mail.port,
    stateFile: simulatorFile,
    appUrl,
    apiKey,
    apiSecret: apiSecret(),
    appTomlPath: path.join(root, 'shopify.app.toml'),
    extensionsDir: path.join(root, 'extensions'),
    clock: { startAt: Date.now(), frozen: false },
  });
}

/** Starts server and worker; `env` is what web/server/config.ts reads. */
export async function startTheApp(env: NodeJS.ProcessEnv): Promise<RunningApp> {
  const { readConfig } = await import('../../web/server/config.ts');
  const { startApp } = await import('../../web/server/main.ts');
  return startApp(readConfig(env));
}

/** Plants the demo through the real doors. Does nothing where it has been planted before. */
export async function plantDemo(parts: { app: RunningApp; simulator: Simulator }): Promise<void> {
  type Module = { seedDemo(parts: { app: RunningApp; simulator: Simulator }): Promise<void> };
  const file = path.join(root, 'scripts', 'seed.ts');
  if (!fs.existsSync(file)) return;
  const { seedDemo } = (await import(file)) as Module;
  await seedDemo(parts);
}
