/**
 * The admin's built pages with a server that keeps to the contract of `/api/*`, and with App Bridge
 * as far as these pages use it. Requests that the contract does not allow are refused as the real
 * server refuses them, so a form that sends nonsense fails its test.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { health } from '../../../web/contract/health.ts';
import type { Health } from '../../../web/contract/health.ts';
import {
  answersRequest,
  home,
  moneyRequest,
  program as programShape,
  programAnswer,
  publishRequest,
} from '../../../web/contract/merchant.ts';
import {
  defaultsAnswer,
  defaultsRequest,
  worstCaseAnswer,
  worstCaseRequest,
} from '../../../web/contract/worstCase.ts';
import type {
  AnswersRequest,
  Home,
  ProgramAnswer,
  ProgramBody,
} from '../../../web/contract/merchant.ts';
import { rulesAnswer } from '../../../web/contract/rules.ts';
import { errorBody } from '../../../web/contract/shopper.ts';
import type { MoneyStyle } from '../../../web/contract/shopper.ts';
import { readRules } from '../../../web/server/analytics/rules.ts';
import { calmHealth } from './calmHealth.ts';
import { aPrice, startingAnswer } from './startingProgram.ts';

const dist = path.join(import.meta.dirname, '..', '..', '..', 'web', 'admin', 'dist');

/** What a test may look at and change while the page is open. */
export type StandIn = {
  url: string;
  home: Home;
  health: Health;
  versions: ProgramAnswer['versions'];
  /** Bearer tokens in the order they came. */
  tokens: string[];
  /** Another member of the staff publishes this now. */
  publishElsewhere: (program: ProgramBody) => void;
  /** What the next PUT is answered with, instead of doing it. */
  refuseNext: { status: number; code: string; message: string; field?: string } | null;
  close: () => Promise<void>;
};

export type Shop = {
  money: MoneyStyle;
  timeZone: string;
  now: string;
  embed: 'on' | 'off';
  answers?: AnswersRequest;
};

const types: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.woff2': 'font/woff2',
};

export async function startStandIn(shop: Shop): Promise<StandIn> {
  const { money, timeZone, now } = shop;
  const standIn: StandIn = {
    url: '',
    home: {
      shopName: 'Northday',
      money,
      timeZone,
      now,
      programVersion: null,
      lastOrderAt: null,
      waiting: 0,
      parked: [],
      points: { issued: 0, redeemed: 0, outstanding: 0, onTheWay: 0 },
      shoppers: 0,
      booksBalance: true,
    },
    health: calmHealth(now),
    versions: [],
    tokens: [],
    refuseNext: null,
    publishElsewhere: (program) => addVersion(program, now, 'Maryam'),
    close: async () => {},
  };
  const addVersion = (body: ProgramBody, effectiveFrom: string, publishedBy: string): void => {
    const program = programShape.parse(body);
    const version = standIn.versions.length + 1;
    standIn.versions.unshift({ version, effectiveFrom, publishedAt: now, publishedBy, program });
    if (effectiveFrom <= now) standIn.home.programVersion = version;
  };
  const server = createServer((request, response) => {
    void answer(request, response, { standIn, shop, addVersion });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  standIn.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  standIn.close = () => new Promise((resolve) => server.close(() => resolve()));
  return standIn;
}

type Inside = {
  standIn: StandIn;
  shop: Shop;
  addVersion: (program: ProgramBody, effectiveFrom: string, publishedBy: string) => void;
};

async function answer(request: IncomingMessage, response: ServerResponse, inside: Inside) {
  const url = new URL(request.url ?? '/', 'http://stand-in');
  if (url.pathname.startsWith('/api/')) return answerApi(request, response, url.pathname, inside);
  const extension = path.extname(url.pathname);
  const type = types[extension];
  if (type !== undefined) {
    response.setHeader('content-type', type);
    response.end(await readFile(path.join(dist, url.pathname)));
    return;
  }
  const page = await readFile(path.join(dist, 'index.html'), 'utf8');
  response.setHeader('content-type', 'text/html; charset=utf-8');
  const first = `<head><meta name="shopify-api-key" content="key"><script>${bridge(inside.shop)}</script>`;
  response.end(page.replace('<head>', first));
}

async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  { standIn, shop, addVersion }: Inside,
) {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const refuse = (status: number, error: { code: string; message: string; field?: string }): void =>
    send(status, errorBody.parse({ error }));
  const token = request.headers.authorization ?? '';
  standIn.tokens.push(token);
  // The first token of a page has run out on its way, as one that is a minute old would have.
  if (token === 'Bearer token-1') return refuse(401, { code: 'forged', message: 'Too old.' });
  if (!/^Bearer token-\d+$/.test(token)) return refuse(401, { code: 'forged', message: 'Who?' });

  const call = `${request.method} ${pathname}`;
  if (call === 'GET /api/home') return send(200, home.parse(standIn.home));
  if (call === 'GET /api/health') return send(200, health.parse(standIn.health));
  if (call === 'GET /api/rules') return send(200, rulesAnswer.parse(readRules()));
  if (call === 'GET /api/program') return send(200, programs(standIn, shop));
  const parked = /^POST \/api\/parked\/([^/]+)\/retry$/.exec(call)?.[1];
  if (parked !== undefined) {
    standIn.home.parked = standIn.home.parked.filter(({ id }) => id !== parked);
    return send(200, home.parse(standIn.home));
  }
  if (call === 'PUT /api/shop/money') {
    const asked = moneyRequest.parse(JSON.parse(await bodyOf(request)));
    shop.money = { ...shop.money, ...asked };
    standIn.home.money = shop.money;
    return send(200, home.parse(standIn.home));
  }
  if (call === 'PUT /api/shop/answers') {
    shop.answers = answersRequest.parse(JSON.parse(await bodyOf(request)));
    return send(200, programs(standIn, shop));
  }
  if (call === 'POST /api/program/defaults') {
    const read = defaultsRequest.safeParse(JSON.parse(await bodyOf(request)));
    if (!read.success) return refuse(422, { code: 'invalid', message: read.error.message });
    return send(200, defaultsAnswer.parse(startingAnswer(shop.money)));
  }
  if (call === 'POST /api/program/worst-case') {
    const read = worstCaseRequest.safeParse(JSON.parse(await bodyOf(request)));
    if (!read.success) return refuse(422, { code: 'invalid', message: read.error.message });
    return send(200, worstCaseAnswer.parse(aPrice(shop.money)));
  }
  if (call !== 'PUT /api/program') return refuse(404, { code: 'notFound', message: 'Not here.' });
  const read = publishRequest.safeParse(JSON.parse(await bodyOf(request)));
  if (!read.success) return refuse(422, { code: 'invalid', message: read.error.message });
  const refused = standIn.refuseNext;
  standIn.refuseNext = null;
  if (refused) return refuse(refused.status, refused);
  const { baseVersion, program, effectiveFrom } = read.data;
  if (baseVersion !== standIn.versions.length) {
    return refuse(409, { code: 'conflict', message: 'Someone was faster.' });
  }
  addVersion(program, effectiveFrom ?? shop.now, 'staff 7');
  send(200, programs(standIn, shop));
}

function programs({ versions }: StandIn, { money, now, answers }: Shop): ProgramAnswer {
  const current = versions.find(({ effectiveFrom }) => effectiveFrom <= now) ?? null;
  const [newest] = versions;
  const scheduled = newest && newest.effectiveFrom > now ? newest : null;
  return programAnswer.parse({ current, scheduled, versions, money, answers: answers ?? null });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The parts of https://shopify.dev/docs/api/app-home that these pages speak to. */
function bridge({ embed }: Shop): string {
  const status = embed === 'on' ? 'active' : 'available';
  return `
    window.toasts = [];
    let tokens = 0;
    const mark = (id, shown) => document.getElementById(id)?.toggleAttribute('data-shown', shown);
    window.shopify = {
      config: { locale: 'en' },
      idToken: async () => 'token-' + ++tokens,
      toast: { show: (message) => void window.toasts.push(message) },
      saveBar: {
        show: async (id) => mark(id, true),
        hide: async (id) => mark(id, false),
        leaveConfirmation: async () => {},
      },
      app: { extensions: async () => [{ handle: 'storefront', type: 'theme_app_extension',
        activations: [{ target: 'body', handle: 'launcher', name: 'Regulars', status: '${status}', activations: [] }] }] },
    };`;
}
