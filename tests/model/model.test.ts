/**
 * Random stories of a small shop, played against the real server and a reference model written from
 * the rules alone; after every command both must show the same books.
 *
 * A failure prints the shortest story found and how to play it again. `npm test` plays a few fixed
 * seeds, which between them have all that may happen, and a fresh one.
 *   npm run model -- --minutes 10    (MODEL_MINUTES=10) plays new stories for ten minutes,
 *                                    with a seed too those from there on
 *   npm run model -- --seed 123      (MODEL_SEED=123) plays one story
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { command } from './commands.ts';
import type { Story } from './play.ts';
import { playOrShrink } from './shrink.ts';
import { program } from './shops.ts';

const FIXED = [1, 2, 4, 8, 10];
const SHRINK_MS = 180_000;
const STORY_MS = 120_000;

const { MODEL_SEED, MODEL_MINUTES } = process.env;
const fresh = MODEL_SEED ? Number(MODEL_SEED) : Math.floor(Math.random() * 2 ** 31);

const stories: fc.Arbitrary<Story> = fc.record({
  money: fc.nat(3),
  plan: program,
  commands: fc.array(command, { minLength: 50, maxLength: 90, size: 'max' }),
});

/** What the fixed stories must be made of: the generator may drift, and would prove less unnoticed. */
const EVERYTHING = [
  ...['earn', 'mature', 'hold', 'redeem', 'return', 'clawback', 'expire', 'adjust', 'merge'].map(
    (reason) => `points: ${reason}`,
  ),
  ...['used', 'cancelled', 'lapsed'].map((status) => `code: ${status}`),
  'pay: paid',
  'edit: paid',
  'refund: partially_refunded',
  'refund: refunded',
  'goodwill: partially_refunded',
  'cancel: paid',
  'dispute: lost',
  'dispute: won',
];
const happened = new Set<string>();

async function playSeed(seed: number): Promise<void> {
  const [story] = fc.sample(stories, { seed, numRuns: 1 });
  if (!story) throw new Error('a seed without a story');
  const played = await playOrShrink(story, SHRINK_MS);
  if ('happened' in played) {
    if (seed !== fresh) for (const each of played.happened) happened.add(each);
    return;
  }
  const { commands, ...shop } = played.story;
  const lines = [
    `The server and the model differ ${played.error.message}`,
    `in the story of seed ${seed}:`,
    JSON.stringify(shop),
    ...commands.map((each) => `  ${JSON.stringify(each)}`),
    `Again: MODEL_SEED=${seed} npx vitest run tests/model`,
  ];
  expect.fail(lines.join('\n'));
}

const seeds = MODEL_MINUTES ? [] : MODEL_SEED ? [fresh] : [...FIXED, fresh];

test.each(seeds)(
  'the server and the model keep the same books (seed %i)',
  playSeed,
  STORY_MS + SHRINK_MS,
);

test.each(seeds.length > 1 ? [{ everything: EVERYTHING }] : [])(
  'between them the fixed stories have all that may happen',
  ({ everything }) => {
    expect(everything.filter((each) => !happened.has(each))).toEqual([]);
  },
);

test.each(MODEL_MINUTES ? [Number(MODEL_MINUTES)] : [])(
  `new stories from seed ${fresh} for %i minutes`,
  async (minutes) => {
    const until = Date.now() + minutes * 60_000;
    let seed = fresh;
    while (Date.now() < until) await playSeed(seed++);
    console.log(`model: ${seed - fresh} stories, seeds ${fresh} to ${seed - 1}`);
  },
  Number(MODEL_MINUTES ?? 0) * 60_000 + STORY_MS + SHRINK_MS,
);
