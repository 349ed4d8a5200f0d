/** Reads the environment once and refuses to start if it is wrong. */
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);

const environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  /** The secret before the last rotation, while both are in use. */
  SHOPIFY_API_SECRET_OLD: z.string().min(1).optional(),
  APP_URL: z.url({ protocol: /^https?$/ }),
  /** Seals the database's root secret; the API secret does when it is not set. */
  REGULARS_SECRET: z.string().min(16).optional(),
  /** The one before: it opens what it sealed, and the present one seals it anew. */
  REGULARS_SECRET_OLD: z.string().min(16).optional(),
  PORT: port.default(4000),
  HOST: z.string().optional(),
  ROLE: z.enum(['web', 'worker', 'all']).default('all'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  POOL_SIZE: z.coerce.number().int().min(2).max(200).default(12),
  /** Calls to the platform for one delivery may take this long in all. */
  PLATFORM_DEADLINE_MS: z.coerce.number().int().min(100).max(60_000).default(30_000),
  /**
   * How long a delivery belongs to the process that took it, real time; a process that dies leaves
   * its deliveries lying for as long.
   */
  LEASE_MS: z.coerce.number().int().min(1_000).max(600_000).default(90_000),
  /** Told to stop: so long /readyz says no and the doors stay open, for balancers to turn away. */
  DRAIN_MS: z.coerce.number().int().min(0).max(60_000).optional(),
  /** How many proxies in front append to x-forwarded-for; 0: the peer is the caller. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** What Prometheus shows as a bearer token; without it /metrics answers this machine only. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** Off for load generators, and where guesses are counted in front of us. */
  RATE_LIMITS: z.enum(['on', 'off']).default('on'),
  /** How mails leave: smtp:// or smtps://, with user and password where the server wants them. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** The address that mails come from. */
  MAIL_FROM: z.email().optional(),
  /** Set to off by tests only: orders are not read from shops, so messages alone are seen at work. */
  HEALING: z.enum(['on', 'off']).default('on'),
  /** Set by `npm start` and tests only: the simulated platform on loopback, and its clock. */
  DEMO: z.literal('1').optional(),
  SIM_PORT: port.optional(),
  SIM_SMTP_PORT: port.optional(),
  DEMO_FROZEN_AT: z.iso.datetime().optional(),
});

/** Longer than a balancer takes to ask /readyz twice. */
const DRAIN_MS = 5_000;

export type Config = {
  databaseUrl: string;
  apiKey: string;
  apiSecrets: readonly [string, ...string[]];
  appUrl: string;
  /** What seals the root secret: the present one first, then those that may have sealed it before. */
  secrets: readonly [string, ...string[]];
  port: number;
  host: string;
  role: 'web' | 'worker' | 'all';
  logLevel: string;
  poolSize: number;
  platformDeadlineMs: number;
  leaseMs: number;
  drainMs: number;
  healing: boolean;
  trustedProxies: number;
  rateLimits: boolean;
  metricsToken: string | null;
  /** Null: mails are off, and codes are shown on pages only. */
  mail: { smtpUrl: string; from: string } | null;
  /** Only in the demo and in tests, on loopback: a simulated platform and a clock it may move. */
  demo: { platformOrigin: string; clock: { offsetMs: number } | { frozenAt: number } } | null;
};

/** One sentence per wrong setting, naming it. */
export class ConfigError extends Error {}

/** Throws a `ConfigError` whose message tells a person what to set. */
export function readConfig(env: Record<string, string | undefined>): Config {
  // A variable that a compose file names and nobody fills in is empty: it is not set.
  const filled = Object.entries(env).filter(([, value]) => value !== '');
  const parsed = environment.safeParse(Object.fromEntries(filled));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
    throw new ConfigError(`Set these before starting: ${problems.join('; ')}.`);
  }
  const e = parsed.data;
  if (e.LEASE_MS <= e.PLATFORM_DEADLINE_MS) {
    throw new ConfigError(
      'Set these before starting: LEASE_MS: longer than PLATFORM_DEADLINE_MS, or two processes ' +
        'work on one delivery.',
    );
  }
  const old = e.SHOPIFY_API_SECRET_OLD;
  return {
    databaseUrl: e.DATABASE_URL,
    apiKey: e.SHOPIFY_API_KEY,
    apiSecrets: old ? [e.SHOPIFY_API_SECRET, old] : [e.SHOPIFY_API_SECRET],
    appUrl: e.APP_URL,
    secrets: secretsOf(e),
    port: e.PORT,
    host: e.HOST ?? (e.DEMO ? '127.0.0.1' : '0.0.0.0'),
    role: e.ROLE,
    logLevel: e.LOG_LEVEL,
    poolSize: e.POOL_SIZE,
    platformDeadlineMs: e.PLATFORM_DEADLINE_MS,
    leaseMs: e.LEASE_MS,
    // Nothing stands in front of the demo.
    drainMs: e.DRAIN_MS ?? (e.DEMO ? 0 : DRAIN_MS),
    healing: e.HEALING === 'on',
    trustedProxies: e.TRUSTED_PROXIES,
    rateLimits: e.RATE_LIMITS === 'on',
    metricsToken: e.METRICS_TOKEN ?? null,
    mail: mailOf(e),
    demo: e.DEMO ? demoOf(e) : null,
  };
}

type Secrets =
  'SHOPIFY_API_SECRET' | 'REGULARS_SECRET' | 'REGULARS_SECRET_OLD' | 'SHOPIFY_API_SECRET_OLD';

/** What may have sealed the root secret, the present one first. */
export function secretsOf(e: { [name in Secrets]?: string | undefined }): Config['secrets'] {
  const present = e.REGULARS_SECRET || (e.SHOPIFY_API_SECRET ?? '');
  const before = [e.REGULARS_SECRET_OLD, e.SHOPIFY_API_SECRET, e.SHOPIFY_API_SECRET_OLD];
  return [present, ...before.filter((s) => s && s !== present)] as [string];
}

/** Mails of the demo go to the simulated store's outbox, whatever the person's own settings are. */
function mailOf(e: z.infer<typeof environment>): Config['mail'] {
  if (e.DEMO) {
    const smtpPort = e.SIM_SMTP_PORT;
    if (smtpPort === undefined) return null;
    return { smtpUrl: `smtp://127.0.0.1:${smtpPort}`, from: 'shop@regulars.example' };
  }
  if (e.SMTP_URL && !e.MAIL_FROM) {
    throw new ConfigError('Set these before starting: MAIL_FROM: the address mails come from.');
  }
  return e.SMTP_URL && e.MAIL_FROM ? { smtpUrl: e.SMTP_URL, from: e.MAIL_FROM } : null;
}

function demoOf(e: z.infer<typeof environment>): NonNullable<Config['demo']> {
  const platformOrigin = `http://127.0.0.1:${e.SIM_PORT ?? 4100}`;
  const frozenAt = e.DEMO_FROZEN_AT;
  const clock = frozenAt ? { frozenAt: Date.parse(frozenAt) } : { offsetMs: 0 };
  return { platformOrigin, clock };
}
