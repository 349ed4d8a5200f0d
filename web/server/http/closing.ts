/**
 * Closing time of the port: first `/readyz` says no while the doors are still open, so that a balancer
 * turns away and nobody knocks in vain; then nobody new is let in; and whoever is inside gets an answer.
 */
import type { RequestListener, Server, ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

export type Closing = {
  isClosing(): boolean;
  /** The doors, watched: what is under way is known. */
  around(doors: RequestListener): RequestListener;
  /**
   * Comes back when every request that was let in has its answer; after `graceMs` (real time) those
   * that still have none are cut off.
   */
  close(server: Server, limits: { drainMs: number; graceMs: number }): Promise<void>;
};

export function openClosing(): Closing {
  const underWay = new Set<ServerResponse>();
  let closing = false;
  let onEmpty = () => {};

  const around =
    (doors: RequestListener): RequestListener =>
    (request, response) => {
      underWay.add(response);
      response.once('close', () => {
        underWay.delete(response);
        if (underWay.size === 0) onEmpty();
      });
      if (closing) sayGoodbye(response);
      doors(request, response);
    };

  const allAnswered = async (): Promise<void> => {
    while (underWay.size > 0) {
      await new Promise<void>((resolve) => (onEmpty = resolve));
      // What had arrived by now is let in too.
      await nextTurn();
    }
  };

  return {
    isClosing: () => closing,
    around,
    async close(server, { drainMs, graceMs }) {
      closing = true;
      underWay.forEach(sayGoodbye);
      if (drainMs > 0) await pause(drainMs);
      const closed = new Promise((resolve) => server.close(resolve));
      await nextTurn();
      const tooLate = new AbortController();
      const late = pause(graceMs, undefined, { signal: tooLate.signal }).catch(() => {});
      await Promise.race([allAnswered(), late]);
      tooLate.abort();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The caller's next request goes through a new connection, and so to somebody else. */
function sayGoodbye(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
