import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { beforeEach, describe, expect, test } from 'vitest';

/** The stub's own source, run in a realm that has what a framed page has and nothing more. */
const source = readFileSync(join(import.meta.dirname, 'browser', 'appBridge.js'), 'utf8');

type Message = { simBridge: string; id: number; verb: string; given: unknown };
type Listener = (event: { source: unknown; data: unknown }) => void;
type Push = (data: unknown, unused: string, url: string) => void;
type Bridge = {
  config: Record<string, string>;
  idToken(): Promise<string>;
  toast: { show(message: string): string };
  environment: { embedded: boolean };
};

function framedPage() {
  const listeners: Listener[] = [];
  const asked: Message[] = [];
  const fetched: Request[] = [];
  const moved: string[] = [];
  let tokens = 0;
  const parent = {
    postMessage(message: Message) {
      asked.push(message);
      const value = message.verb === 'idToken' ? `token-${++tokens}` : null;
      hear(parent, { simBridge: 'answer', id: message.id, value });
    },
  };
  const hear = (from: unknown, data: unknown): void => {
    for (const listener of listeners) listener({ source: from, data });
  };
  const plainFetch = async (request: Request): Promise<Response> => {
    fetched.push(request);
    return new Response('{}');
  };
  const page: Record<string, unknown> = {
    parent,
    fetch: plainFetch,
    open: () => null,
    addEventListener: (_: string, listener: Listener) => listeners.push(listener),
    location: new URL('http://app.test/program?shop=northday.myshopify.com&host=aGk&locale=fa'),
    history: {
      pushState: (_data: unknown, _unused: string, url: string) => moved.push(url),
      replaceState: () => {},
    },
    document: {
      querySelector: () => ({ getAttribute: () => 'key' }),
      currentScript: null,
      getElementById: () => null,
    },
    sessionStorage: { getItem: () => null, setItem: () => {} },
    customElements: { define: () => {} },
    HTMLElement: class {},
    HTMLAnchorElement: class {},
    Request: class extends Request {
      constructor(input: string | Request, init?: RequestInit) {
        super(typeof input === 'string' ? new URL(input, 'http://app.test') : input, init);
      }
    },
    URL,
    URLSearchParams,
    Event,
    CustomEvent,
  };
  page['window'] = page;
  runInContext(source, createContext(page));
  return { page, asked, fetched, hear, bridge: page['shopify'] as Bridge, moved };
}

describe('the App Bridge stub', () => {
  let framed = framedPage();
  beforeEach(() => void (framed = framedPage()));
  const fetchOf = (): typeof fetch => framed.page['fetch'] as typeof fetch;

  test('knows its shop, host and language from the query', () => {
    expect(framed.bridge.config).toEqual({
      apiKey: 'key',
      shop: 'northday.myshopify.com',
      host: 'aGk',
      locale: 'fa',
    });
    expect(framed.bridge.environment.embedded).toBe(true);
  });

  test('asks the admin around it for a fresh token each time', async () => {
    expect([await framed.bridge.idToken(), await framed.bridge.idToken()]).toEqual([
      'token-1',
      'token-2',
    ]);
  });

  test('its fetch carries a token to the app itself and to nobody else', async () => {
    await fetchOf()('/api/program');
    await fetchOf()('https://elsewhere.example/');
    await fetchOf()('/api/program', { headers: { authorization: 'Bearer mine' } });
    expect(framed.fetched.map((request) => request.headers.get('authorization'))).toEqual([
      'Bearer token-1',
      null,
      'Bearer mine',
    ]);
  });

  test('an answer counts only when it comes from the frame’s parent', async () => {
    const parent = framed.page['parent'] as { postMessage: (message: Message) => void };
    let wanted = 0;
    parent.postMessage = ({ id }) => void (wanted = id);
    const token = framed.bridge.idToken();
    framed.hear({ stranger: true }, { simBridge: 'answer', id: wanted, value: 'forged' });
    framed.hear(parent, { simBridge: 'answer', id: wanted, value: 'true' });
    expect(await token).toBe('true');
  });

  test('toasts and navigation are told to the admin', () => {
    framed.bridge.toast.show('Published');
    (framed.page['history'] as { pushState: Push }).pushState(null, '', '/program');
    const said = framed.asked.map(({ verb, given }) => [verb, given]);
    expect(said).toContainEqual(['toast', expect.objectContaining({ message: 'Published' })]);
    expect(said).toContainEqual(['moved', '/program']);
    expect(framed.moved).toEqual(['/program']);
  });
});
