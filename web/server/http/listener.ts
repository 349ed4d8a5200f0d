/** The port: how long it waits for slow clients, and how much of a head it reads. */
import http from 'node:http';

export type Patience = {
  /** For the whole head of a request, from the first byte or the opening of the connection. */
  headersMs: number;
  /** For the whole request, head and body. */
  requestMs: number;
  /** For the next request on an open connection; longer than usual load balancers wait (60 s). */
  idleMs: number;
  /** How often the port looks for those who are late. */
  lookEveryMs: number;
};

/** The platform gives up on us after 5 s, and sends the bodies that we take in far less. */
export const PATIENCE: Patience = {
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 75_000,
  lookEveryMs: 2_000,
};

/** More than any signed address and token of the platform needs. Beyond it: 431. */
const HEAD_LIMIT_BYTES = 16 * 1024;

/** Cuts off (408) whoever is slower than this; what they hold open stops nobody else. */
export function createListener(doors: http.RequestListener, patience = PATIENCE): http.Server {
  return http.createServer(
    {
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      keepAliveTimeout: patience.idleMs,
      connectionsCheckingInterval: patience.lookEveryMs,
      maxHeaderSize: HEAD_LIMIT_BYTES,
      insecureHTTPParser: false,
    },
    doors,
  );
}
