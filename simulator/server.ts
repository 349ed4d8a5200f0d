import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { answerGraphQL } from './adminApi/door.ts';
import type { ApiParts } from './adminApi/door.ts';
import { API_VERSION } from './adminApi/schema.ts';
import { answerControl } from './control/routes.ts';
import type { ControlParts } from './control/routes.ts';
import { readBody, readFields, sendJson } from './http.ts';
import { answerTokenRequest } from './oauth/accessToken.ts';
import type { OAuthParts } from './oauth/accessToken.ts';

/** What stands behind the four doors of the one server. */
export type Doors = {
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
    else doors.front(request, response);
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
  const given = await answerGraphQL(doors.graphql, { shopDomain, accessToken, body });
  if (given) sendJson(response, given.status, given.body);
}

async function token(
  doors: Doors,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const shopDomain = doors.shopDomainOf(request);
  const body = await readBody(request);
  const fault = doors.graphql.faults.take(['oauth']);
  if (fault?.mode === 'timeoutBefore') return;
  const harmless = fault && fault.mode !== 'timeoutAfter';
  if (harmless) {
    sendJson(response, 500, { errors: 'Internal Server Error' });
    return;
  }
  const fields = readFields(body, request.headers['content-type'] ?? '');
  const { status, body: tokens } = answerTokenRequest(doors.oauth, shopDomain, fields);
  if (!fault) sendJson(response, status, tokens);
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
