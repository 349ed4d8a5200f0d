/** What stands before the doors: it goes to each in turn, and past one that nobody opens. */
import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Actor } from './actor.ts';

export type Balancer = {
  url: string;
  doors(actors: readonly Actor[]): void;
  /** Webhook ids that were answered with 200. */
  acknowledged: ReadonlySet<string>;
  /** The newest true message about an order that came by. */
  lastOrder(): string | null;
  stop(): Promise<void>;
};

const WAIT_MS = 20_000;
/** Ids of messages that the shop never sent begin so. */
export const FORGED = 'forged-';

export async function openBalancer(): Promise<Balancer> {
  let actors: readonly Actor[] = [];
  let turn = 0;
  let lastOrder: string | null = null;
  const acknowledged = new Set<string>();
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, response) => {
    void pass(request, response).catch(() => response.destroy());
  });

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const open = actors.filter((actor) => actor.isUp());
    turn += 1;
    const door = open[turn % open.length];
    const answer = door ? await ask(door.url, request, body, agent) : null;
    // The caller does not know whether it was done, as with any balancer.
    if (!answer) return void response.writeHead(502).end();
    const { status, headers, text } = answer;
    const id = request.headers['x-shopify-webhook-id'];
    if (status === 200 && typeof id === 'string' && !id.startsWith(FORGED)) {
      acknowledged.add(id);
      if (request.headers['x-shopify-topic'] === 'orders/updated') lastOrder = String(body);
    }
    const type = headers['content-type'];
    response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(text);
  };

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    doors: (next) => (actors = next),
    acknowledged,
    lastOrder: () => lastOrder,
    async stop() {
      agent.destroy();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Answer = { status: number; headers: http.IncomingHttpHeaders; text: Buffer };

function ask(
  origin: string,
  { url = '/', method = 'GET', headers }: IncomingMessage,
  body: Buffer,
  agent: http.Agent,
): Promise<Answer | null> {
  return new Promise((done) => {
    const to = new URL(url, origin);
    const { connection: _, ...rest } = headers;
    const asked = http.request(to, { method, agent, headers: { ...rest, host: to.host } });
    asked.setTimeout(WAIT_MS, () => asked.destroy());
    asked.on('error', () => done(null));
    asked.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', () => done(null));
      answer.on('end', () => {
        const { statusCode = 502 } = answer;
        done({ status: statusCode, headers: answer.headers, text: Buffer.concat(chunks) });
      });
    });
    asked.end(body);
  });
}
