/**
 * Development and tests only, and the only place that knows of a simulator: a call to
 * https://{shop}/path goes to {origin}/path and names its shop in a header. Without
 * `platformOrigin` in the options no call is ever rewritten.
 */
export type Rewrite = (url: string, headers: Headers) => string;

export function towards(origin: string): Rewrite {
  return (url, headers) => {
    const { host, pathname, search } = new URL(url);
    headers.set('x-sim-shop', host);
    return new URL(pathname + search, origin).href;
  };
}
