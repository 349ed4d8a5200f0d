/** What the environment may say, and what it is told when it is wrong. */
import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const NEEDED = {
  DATABASE_URL: 'postgresql://localhost/regulars',
  SHOPIFY_API_KEY: 'an id',
  SHOPIFY_API_SECRET: 'a secret',
  APP_URL: 'https://regulars.example',
};

test('a variable that is empty is not set, as a compose file leaves it', () => {
  const empty = { SMTP_URL: '', MAIL_FROM: '', METRICS_TOKEN: '', REGULARS_SECRET: '', PORT: '' };
  expect(readConfig({ ...NEEDED, ...empty })).toEqual(readConfig(NEEDED));
  expect(() => readConfig({ ...NEEDED, APP_URL: '' })).toThrow(/APP_URL/);
});

test('a short token for the metrics is refused, by its name', () => {
  expect(() => readConfig({ ...NEEDED, METRICS_TOKEN: 'short' })).toThrow(ConfigError);
  expect(() => readConfig({ ...NEEDED, METRICS_TOKEN: 'short' })).toThrow(/METRICS_TOKEN/);
  expect(readConfig({ ...NEEDED, METRICS_TOKEN: 'long enough to be one' }).metricsToken).toBe(
    'long enough to be one',
  );
});
