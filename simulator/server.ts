import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { afterwards, answerGraphQL, insteadOf } from './adminApi/door.ts';
import type { ApiAnswer, ApiParts } from './adminApi/door.ts';
import type { Bulk } from './adminApi/bulk.ts';
import { API_VERSION } from './adminApi/schema.ts';
import { answerControl } from './control/routes.ts';
import type { ControlParts } from './control/routes.ts';
import { readBody, readFields, sendHalf, sendJson } from './http.ts';
import { answerTokenRequest } from './oauth/accessToken.ts';
import type { OAuthParts } from './oauth/accessToken.ts';

/** What stands behind the four doors of the one server. */
export type Doors = {
  bulk: Bulk;
  front: RequestListener;
  graphql: ApiParts;
  oauth: OAuthParts;
  control: ControlParts;
  shopDomainOf: (request: IncomingMessage) => string;
};

const TOKEN_PATH = '/admin/oauth/access_token';
const GRAPHQL_PATH = /^\/admin\/api\/([\w-]+)\/graphql\.json$/;

/** Levers under /__sim, tokens, the Admin API, and the front for all the rest. */
function listen(doors: Doors): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const version = GRAPHQL_PATH.exec(path)?.[1];
    if (path.startsWith('/__sim/')) await answerControl(doors.control, request, response);
    else if (version) await graphql(doors, version, request, response);
    else if (path === TOKEN_PATH) await token(doors, request, response);
    else if (!doors.bulk.serve(request, response)) doors.front(request, response);
  };
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error('simulator:', error);
      if (!response.headersSent) sendJson(response, 500, { errors: String(error) });
    });
  };
}

async function graphql(
  doors: Doors,
  version: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (version !== API_VERSION) {
    sendJson(response, 404, { errors: `the simulator speaks ${API_VERSION} only` });
    return;
  }
  const shopDomain = doors.shopDomainOf(request);
  const accessToken = String(request.headers['x-shopify-access-token'] ?? '');
  const body = await readBody(request);
  send(response, await answerGraphQL(doors.graphql, { shopDomain, accessToken, body }));
}

/** Sends an answer, or as much of it as gets through. */
function send(response: ServerResponse, answer: ApiAnswer): void {
  const { status, body, headers = {}, lost } = answer;
  if (lost === 'silence') return;
  if (lost === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (lost === 'half') sendHalf(response, status, body);
  else sendJson(response, status, body);
}

async function token(
  doors: Doors,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const shopDomain = doors.shopDomainOf(request);
  const body = await readBody(request);
  const mode = doors.graphql.faults.take({ fields: ['oauth'], operation: null })?.mode;
  const instead = insteadOf(mode);
  if (instead) return send(response, instead);
  const fields = readFields(body, request.headers['content-type'] ?? '');
  send(response, afterwards(mode, answerTokenRequest(doors.oauth, shopDomain, fields)));
}

/** Listens on loopback; `doors` is asked for once the port is known. */
export function openServer(
  port: number,
  doors: (origin: string) => Doors,
): Promise<{ server: Server; origin: string }> {
  const server = createServer();
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;
      server.on('request', listen(doors(origin)));
      done({ server, origin });
    });
  });
}

export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
}
