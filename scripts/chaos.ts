/**
 * `npm run chaos [-- --minutes N] [--seed S] [--orders N]`: storms over real processes that are killed
 * again and again, one seed after the other, until the minutes are over. The first storm that does
 * not end in the books of a clean run ends it all, and its seed makes the same plan again.
 */
import { parseArgs } from 'node:util';
import { runChaos } from '../tests/chaos/chaos.ts';
import type { Undo } from '../tests/chaos/chaos.ts';
import { inWords } from './inWords.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    orders: { type: 'string', default: '5000' },
  },
});

const undo: Undo = new Set();
const takeDown = async () => {
  for (const each of [...undo].toReversed()) await each().catch(() => {});
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void takeDown().finally(() => process.exit(1)));
}

await inWords(async () => {
  const minutes = whole('minutes', values.minutes);
  const orders = whole('orders', values.orders);
  const until = performance.now() + minutes * 60_000;
  const given = values.seed === undefined ? null : whole('seed', values.seed);
  let seed = given ?? Math.floor(Math.random() * 2 ** 31);
  do {
    console.log(`seed ${seed}, ${orders} orders, two of each process`);
    const say = (line: string) => console.log(`  ${line}`);
    const problems = await runChaos({ seed, orders, each: 2, say }, undo).then(
      (verdict) => verdict.problems,
      (error: unknown) => [String(error)],
    );
    if (problems.length > 0) {
      const again = `npm run chaos -- --minutes 1 --seed ${seed} --orders ${orders}`;
      throw new Error([...problems.slice(0, 60), `The same plan again: ${again}`].join('\n'));
    }
    seed += 1;
  } while (given === null && performance.now() < until);
});
process.exit(0);

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`--${name} ${text}: give a whole number above zero.`);
}
