/** Pages that arrive slowly: our script runs while the parser is still inside one of our elements. */
import type { ServerResponse } from 'node:http';

export type Halt = {
  /** The parser is inside the element; until then our script is not answered. */
  reached: Promise<void>;
  hear(path: string): void;
  /** The page up to and into the element, and the rest once our script has run. */
  send(page: string, response: ServerResponse): Promise<void>;
};

export function haltInside(element: string): Halt {
  const reached = Promise.withResolvers<void>();
  const ran = Promise.withResolvers<void>();
  return {
    reached: reached.promise,
    hear: (path) => (path === '/halt/ran' ? ran : reached).resolve(),
    async send(page, response) {
      const watched = page.replace(' async>', ` async onload="fetch('/halt/ran')">`);
      const opened = new RegExp(`<${element}[^>]*>`).exec(watched);
      if (!opened) throw new Error(`${element} is not on the page`);
      const at = opened.index + opened[0].length;
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.write(`${watched.slice(0, at)}<script>fetch('/halt/reached')</script>`);
      await ran.promise;
      response.end(watched.slice(at));
    },
  };
}
