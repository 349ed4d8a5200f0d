/** A world whose app can be subscribed to. */
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { startWorld } from '../world.ts';
import type { World, WorldOptions } from '../world.ts';

/** A subscription names the whole address, which must be known before the app is there. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** It heals, and its address is what it says to shops. */
export async function startHeardWorld(options: WorldOptions = {}): Promise<World> {
  const port = await freePort();
  const env = { PORT: String(port), APP_URL: `http://127.0.0.1:${port}` };
  return startWorld({ healing: true, env, ...options });
}
