/** Somebody at a browser, without the browser: keeps cookies, follows nothing by itself. */

export type Answer = { status: number; body: string; headers: Headers };
export type Shopper = {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, fields: Record<string, string>): Promise<Answer>;
  postJson(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
};

/** A shopper of one shop, at the front's address. */
export function shopperAt(url: string, shop: string): Shopper {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { 'x-sim-shop': shop, cookie, ...(init.headers as Record<string, string>) };
    const answer = await fetch(url + path, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return { status: answer.status, body: await answer.text(), headers: answer.headers };
  };
  return {
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, fields) => send(path, { method: 'POST', body: new URLSearchParams(fields) }),
    postJson: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
}
