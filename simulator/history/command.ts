/** `npm run sim -- history`: the webhooks of a made-up past, into a file or to an app's door. */
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { readAppToml } from '../appToml.ts';
import type { AppToml } from '../appToml.ts';
import { khanesofal } from '../seed/khanesofal.ts';
import { northday } from '../seed/northday.ts';
import { deliver } from '../webhooks/deliver.ts';
import type { Outgoing } from '../webhooks/deliver.ts';
import { openProgress } from './progress.ts';
import { tellHistory } from './telling.ts';
import type { TellInput } from './telling.ts';

const HELP = `npm run sim -- history --shoppers N [--seed S] (--out FILE.jsonl | --app URL)

The webhooks of two years of a shop, drawn from published models of how people come back and what
they spend. The same seed makes the same history.

  --shoppers N         how many people; a million takes no more memory than ten thousand
  --seed S             a whole number (default 1)
  --shop DOMAIN        ${[northday, khanesofal].map(({ shop }) => shop.domain).join(' (default), ')}
  --until TIME         the history ends with the shop's day before this (default: now)
  --topics A,B         only these, e.g. orders/paid,refunds/create (default: all the app wants)
  --out FILE.jsonl     one delivery a line: shop, topic, webhookId, eventId, triggeredAt, body (the
                       exact text); "-" writes to the terminal or a pipe
  --app URL            signs each delivery and posts it to the app's door, 16 at once
  --api-secret SECRET  the app's secret (SHOPIFY_API_SECRET), for --app

Up to 5,000 shoppers come in the order of time; larger histories in blocks of shoppers who came at
about the same time, each in order.
`;

const OPTIONS = {
  shoppers: { type: 'string' },
  seed: { type: 'string', default: '1' },
  shop: { type: 'string', default: northday.shop.domain },
  until: { type: 'string', default: new Date().toISOString() },
  topics: { type: 'string' },
  out: { type: 'string' },
  app: { type: 'string' },
  'api-secret': { type: 'string', default: process.env['SHOPIFY_API_SECRET'] ?? '' },
  help: { type: 'boolean', default: false },
} as const;

const AT_ONCE = 16;
const TRIES = 3;

type Sink = { take(messages: readonly Outgoing[]): Promise<void>; end(): Promise<number> };

/** Runs the command; answers the exit code. Throws with a sentence when it is asked wrongly. */
export async function runHistory(args: string[], appTomlPath: string): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help || (!values.out && !values.app)) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const toml = readAppToml(appTomlPath);
  const input = inputOf(values, toml);
  const sink = values.app
    ? posting(values.app, values['api-secret'], toml)
    : writing(values.out ?? '-');
  const progress = openProgress(process.stderr, input.seed.shop.name);
  const startedAt = performance.now();
  let count = 0;
  for (const { messages, part } of tellHistory(input)) {
    await sink.take(messages);
    count += messages.length;
    progress.show(part, `${count.toLocaleString('en')} webhooks`);
  }
  const failed = await sink.end();
  const seconds = (performance.now() - startedAt) / 1000;
  const rate = Math.round(count / seconds).toLocaleString('en');
  const words = `${count.toLocaleString('en')} webhooks in ${seconds.toFixed(1)} s (${rate} a second)`;
  progress.end(failed === 0 ? words : `${words}; the app did not take ${failed} of them`);
  return failed === 0 ? 0 : 1;
}

type Values = { shoppers?: string; seed: string; shop: string; until: string; topics?: string };

function inputOf(values: Values, toml: AppToml): TellInput {
  const seed = [northday, khanesofal].find(({ shop }) => shop.domain === values.shop);
  if (!seed) throw new Error(`There is no shop ${values.shop}; --help lists them.`);
  const shoppers = Number(values.shoppers);
  if (!Number.isSafeInteger(shoppers) || shoppers < 1) {
    throw new Error('Say how many people there are: --shoppers 2400');
  }
  const draw = Number(values.seed);
  if (!Number.isSafeInteger(draw)) throw new Error(`--seed ${values.seed} is not a whole number.`);
  const now = Date.parse(values.until);
  if (Number.isNaN(now)) throw new Error(`--until ${values.until} is not a time.`);
  const topics = new Set(values.topics?.split(',') ?? toml.subscriptions.keys());
  return { seed, draw, shoppers, now, topics };
}

function writing(file: string): Sink {
  const out: Writable = file === '-' ? process.stdout : createWriteStream(file);
  const broken = new Promise<never>((_, fail) => out.once('error', fail));
  broken.catch(() => {});
  const drained = () => new Promise<void>((done) => out.once('drain', done));
  return {
    async take(messages) {
      const lines = messages.map(({ triggeredAt, ...rest }) =>
        JSON.stringify({ ...rest, triggeredAt: new Date(triggeredAt).toISOString() }),
      );
      const text = lines.length > 0 ? `${lines.join('\n')}\n` : '';
      if (text !== '' && !out.write(text)) await Promise.race([drained(), broken]);
    },
    async end() {
      if (file !== '-') await Promise.race([new Promise<void>((done) => out.end(done)), broken]);
      return 0;
    },
  };
}

function posting(app: string, secret: string, toml: AppToml): Sink {
  if (!secret) throw new Error('--app needs the app’s --api-secret (SHOPIFY_API_SECRET).');
  let failed = 0;
  const post = async (message: Outgoing): Promise<void> => {
    const url = new URL(toml.subscriptions.get(message.topic) ?? '/', app).href;
    for (let n = 0; n < TRIES; n += 1) {
      const status = await deliver(message, { url, secret, apiVersion: toml.apiVersion });
      if (typeof status === 'number' && status >= 200 && status < 300) return;
    }
    failed += 1;
  };
  return {
    async take(messages) {
      const left = [...messages].reverse();
      const lane = async (): Promise<void> => {
        for (let next = left.pop(); next; next = left.pop()) await post(next);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
    },
    end: () => Promise.resolve(failed),
  };
}
