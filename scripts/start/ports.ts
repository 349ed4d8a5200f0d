import net from 'node:net';

export type WantedPort = { variable: string; port: number; what: string };

/** The demo's ports with what the environment says about them. Throws when that is not a port. */
export function wantedPorts(
  env: NodeJS.ProcessEnv,
): Record<'app' | 'simulator' | 'mail', WantedPort> {
  return {
    app: wanted(env, 'PORT', 4000, 'the app'),
    simulator: wanted(env, 'SIM_PORT', 4100, 'the simulated store'),
    mail: wanted(env, 'SIM_SMTP_PORT', 4125, 'the mail outbox'),
  };
}

function wanted(env: NodeJS.ProcessEnv, variable: string, usual: number, what: string): WantedPort {
  const text = env[variable];
  const port = text === undefined || text === '' ? usual : Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return { variable, port, what };
  throw new Error(`${variable}=${text} is not a port: give a number from 1 to 65535.`);
}

/** Throws with a sentence for each port that somebody else listens on. */
export async function requireFree(ports: readonly WantedPort[]): Promise<void> {
  const found = await Promise.all(ports.map(async (each) => ({ each, free: await isFree(each) })));
  const sentences = found
    .filter(({ free }) => !free)
    .map(
      ({ each: { variable, port, what } }) =>
        `Port ${port}, meant for ${what}, is taken by another program. ` +
        `Stop that one, or choose another port: ${variable}=${port + 1} npm start`,
    );
  if (sentences.length > 0) throw new Error(sentences.join('\n'));
}

function isFree({ port }: WantedPort): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
