/**
 * Random stories of a small shop, played against the real server and a reference model written from
 * the rules alone; after every command both must show the same books.
 *
 * A failure prints the shortest story found and how to play it again. `npm test` plays a few fixed
 * seeds, and where somebody is there to look (CI is not set) a fresh one.
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

const FIXED = [1, 2, 3, 4, 5];
const SHRINK_MS = 180_000;
const STORY_MS = 120_000;

const { CI, MODEL_SEED, MODEL_MINUTES } = process.env;
const fresh = MODEL_SEED ? Number(MODEL_SEED) : Math.floor(Math.random() * 2 ** 31);

const stories: fc.Arbitrary<Story> = fc.record({
  money: fc.nat(3),
  plan: program,
  commands: fc.array(command, { minLength: 50, maxLength: 90, size: 'max' }),
});

async function playSeed(seed: number): Promise<void> {
  const [story] = fc.sample(stories, { seed, numRuns: 1 });
  if (!story) throw new Error('a seed without a story');
  const failed = await playOrShrink(story, SHRINK_MS);
  if (!failed) return;
  const { commands, ...shop } = failed.story;
  const lines = [
    `The server and the model differ ${failed.error.message}`,
    `in the story of seed ${seed}:`,
    JSON.stringify(shop),
    ...commands.map((each) => `  ${JSON.stringify(each)}`),
    `Again: MODEL_SEED=${seed} npx vitest run tests/model`,
  ];
  expect.fail(lines.join('\n'));
}

const usual = CI ? FIXED : [...FIXED, fresh];
const seeds = MODEL_MINUTES ? [] : MODEL_SEED ? [fresh] : usual;

test.each(seeds)(
  'the server and the model keep the same books (seed %i)',
  playSeed,
  STORY_MS + SHRINK_MS,
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
