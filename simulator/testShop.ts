import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startSimulator } from './index.ts';
import type { Simulator, SimulatorOptions } from './options.ts';
import { makeSigning } from './signing.ts';
import type { CartInput, PlaceOrder, SimOrderSummary } from './types.ts';

/** A simulator with a frozen clock and, in place of the app, a listener that records. */

export const START_AT = Date.parse('2026-01-05T09:00:00Z');
export const DOMAIN = 'northday.myshopify.com';
export const API_KEY = 'test-key';
export const API_SECRET = 'test-secret';

export type Received = {
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  topic: string;
};

export type TestShop = {
  sim: Simulator;
  appUrl: string;
  received: Received[];
  /** What the listener answers from now on; a function decides by request. */
  answerWith(status: number | ((request: Received) => number)): void;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  tokenFields(fields?: Record<string, string>): Record<string, string>;
  install(shopDomain?: string): Promise<string>;
  graphql(token: string, query: string, variables?: unknown): Promise<GraphQLAnswer>;
  variant(handle: string): string;
  order(handles: Readonly<Record<string, number>>, more?: OrderWishes): SimOrderSummary;
  stop(): Promise<void>;
};

export type GraphQLAnswer = {
  data: Record<string, unknown> | null;
  errors?: { message: string; path?: string[]; extensions?: Record<string, unknown> }[];
  extensions?: { cost: Record<string, unknown> };
};

export type OrderWishes = Partial<Omit<PlaceOrder, 'cart'>> & Pick<Partial<CartInput>, 'codes'>;

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** A listener on a free port that keeps what it is sent and answers as it is told. */
async function listeningApp() {
  const received: Received[] = [];
  let answer: (request: Received) => number = () => 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const topic = headers['x-shopify-topic'] ?? '';
      const body = Buffer.concat(chunks).toString();
      const one = { path: request.url ?? '', headers, body, topic };
      received.push(one);
      response.writeHead(answer(one)).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answerWith: (status: number | ((request: Received) => number)): void => {
      answer = typeof status === 'number' ? () => status : status;
    },
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** The fields of a token exchange by a merchant who just opened the app. */
function exchangeFields(sim: Simulator, shopDomain: string): Record<string, string> {
  const app = { apiKey: API_KEY, apiSecret: API_SECRET, appUrl: () => '', proxyPath: () => '' };
  return {
    client_id: API_KEY,
    client_secret: API_SECRET,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: makeSigning(app, sim.clock).sessionToken('admin', shopDomain),
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
  };
}

export async function startTestShop(options: Partial<SimulatorOptions> = {}): Promise<TestShop> {
  const app = await listeningApp();
  const sim = await startSimulator({
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    appUrl: app.url,
    appTomlPath: root('shopify.app.toml'),
    extensionsDir: root('extensions'),
    clock: { startAt: START_AT, frozen: true },
    jobDelayMs: 0,
    ...options,
  });
  const post: TestShop['post'] = (path, body, headers = {}) =>
    fetch(sim.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'x-sim-shop': DOMAIN, ...headers },
      body: JSON.stringify(body),
    });
  const variant = (handle: string): string => {
    const product = sim.commerce.products(DOMAIN).find((each) => each.handle === handle);
    const first = product?.variants[0];
    if (!first) throw new Error(`no product ${handle}`);
    return first.id;
  };
  return {
    sim,
    appUrl: app.url,
    received: app.received,
    answerWith: app.answerWith,
    post,
    variant,
    tokenFields: (fields = {}) => ({ ...exchangeFields(sim, DOMAIN), ...fields }),
    async install(shopDomain = DOMAIN) {
      const fields = exchangeFields(sim, shopDomain);
      const headers = { 'x-sim-shop': shopDomain };
      const response = await post('/admin/oauth/access_token', fields, headers);
      return ((await response.json()) as { access_token: string }).access_token;
    },
    async graphql(token, query, variables = {}) {
      const headers = { 'X-Shopify-Access-Token': token };
      const path = '/admin/api/2026-07/graphql.json';
      const response = await post(path, { query, variables }, headers);
      return (await response.json()) as GraphQLAnswer;
    },
    order: (handles, more = {}) => placeOrder(sim, variant, handles, more),
    async stop() {
      await sim.stop();
      await app.stop();
    },
  };
}

function placeOrder(
  sim: Simulator,
  variant: (handle: string) => string,
  handles: Readonly<Record<string, number>>,
  more: OrderWishes,
): SimOrderSummary {
  const { codes = [], ...rest } = more;
  const customer = sim.commerce.customers(DOMAIN)[0];
  if (!customer) throw new Error('no customer');
  const lines = Object.entries(handles).map(([handle, quantity]) => ({
    variantId: variant(handle),
    quantity,
  }));
  return sim.commerce.placeOrder(DOMAIN, {
    buyer: { kind: 'customer', customerId: customer.id },
    source: 'web',
    paid: true,
    test: false,
    ...rest,
    cart: { lines, codes, customerId: null },
  });
}
