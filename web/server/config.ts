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
  /** Seals tokens and derives codes; from the API secret when it is not set. */
  REGULARS_SECRET: z.string().min(16).optional(),
  PORT: port.default(4000),
  HOST: z.string().default('0.0.0.0'),
  ROLE: z.enum(['web', 'worker', 'all']).default('all'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  POOL_SIZE: z.coerce.number().int().min(2).max(200).default(12),
});

export type Config = {
  databaseUrl: string;
  apiKey: string;
  apiSecrets: readonly [string, ...string[]];
  appUrl: string;
  secret: string;
  port: number;
  host: string;
  role: 'web' | 'worker' | 'all';
  logLevel: string;
  poolSize: number;
  /** Only in the demo and in tests, on loopback: a simulated platform and a clock it may move. */
  demo: { platformOrigin: string; clock: { offsetMs: number } | { frozenAt: number } } | null;
};

/** One sentence per wrong setting, naming it. */
export class ConfigError extends Error {}

/** Throws a `ConfigError` whose message tells a person what to set. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
    throw new ConfigError(`Set these before starting: ${problems.join('; ')}.`);
  }
  const e = parsed.data;
  const old = e.SHOPIFY_API_SECRET_OLD;
  return {
    databaseUrl: e.DATABASE_URL,
    apiKey: e.SHOPIFY_API_KEY,
    apiSecrets: old ? [e.SHOPIFY_API_SECRET, old] : [e.SHOPIFY_API_SECRET],
    appUrl: e.APP_URL,
    secret: e.REGULARS_SECRET ?? e.SHOPIFY_API_SECRET,
    port: e.PORT,
    host: e.HOST,
    role: e.ROLE,
    logLevel: e.LOG_LEVEL,
    poolSize: e.POOL_SIZE,
    demo: null,
  };
}
