/**
 * A storm over a small shop, with real processes and a real PostgreSQL that are killed again and
 * again, and the same plan without any mishap. When it is over the books must be the same, and those
 * of the reference model. Uses no test runner, so that it can be run by itself for hours.
 */
import crypto from 'node:crypto';
import { booksOf } from './books.ts';
import type { Books, ReferralRow } from './books.ts';
import type { Diary } from './deeds.ts';
import { layGround } from './ground.ts';
import { judge } from './judge.ts';
import { makePlan } from './plan.ts';
import type { Plan } from './plan.ts';
import { ROUND_MS, play } from './play.ts';
import type { Played } from './play.ts';
import { differFromModel } from './reference.ts';
import { openScene } from './scene.ts';
import type { Role, Scene } from './scene.ts';

export type ChaosOptions = {
  seed: number;
  orders: number;
  /** Two of each, or one. */
  each: 1 | 2;
  say: (line: string) => void;
};

/** No problems: everything held, and these are the books of both halves. */
export type Verdict = { problems: string[]; books: Books };

/** What must be taken down, whatever happens: called by whoever is told to stop. */
export type Undo = Set<() => Promise<void>>;

export async function runChaos(options: ChaosOptions, undo: Undo = new Set()): Promise<Verdict> {
  const { seed, orders, each, say } = options;
  const plan = makePlan(seed, orders);
  const run = (name: string, roles: readonly Role[], isStormy: boolean) =>
    runOnce({ name, roles, plan, isStormy, undo, say });
  const roles: Role[] = each === 2 ? ['web', 'web', 'worker', 'worker'] : ['web', 'worker'];
  try {
    // Side by side: both wait a lot, and neither for the other.
    const halves = [run('clean', ['all'], false), run('storm', roles, true)] as const;
    const [clean, stormy] = await Promise.all(halves);
    const problems = [...(await check(plan, clean)), ...(await check(plan, stormy))];
    const { books } = stormy;
    return { problems: [...problems, ...differ(books, clean.books)], books };
  } finally {
    for (const each of [...undo].toReversed()) await each();
    undo.clear();
  }
}

type Run = {
  name: string;
  roles: readonly Role[];
  plan: Plan;
  isStormy: boolean;
  undo: Undo;
  say: (line: string) => void;
};

type Half = { name: string; scene: Scene; diary: Diary; books: Books };

async function runOnce({ name, roles, plan, isStormy, undo, say }: Run): Promise<Half> {
  const startedAt = performance.now();
  const ground = await layGround();
  undo.add(ground.stop);
  const databaseUrl = await ground.database(name);
  const scene = await openScene({ databaseUrl, roles, people: plan.people });
  undo.add(scene.stop);
  const healed = (n: number) => say(`${name}: round ${n} of ${plan.rounds.length} has healed`);
  const played = await play(scene, plan, isStormy ? { ground, seed: plan.seed } : null, healed);
  const books = await booksOf(scene, played.diary);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${name} (${seconds} s): ${summary(played, books, scene.balancer.acknowledged.size)}`);
  return { name, scene, diary: played.diary, books };
}

/** What is wrong with one half by itself, when nobody is in a hurry any more. */
async function check(plan: Plan, { name, scene, diary, books }: Half): Promise<string[]> {
  const problems = [
    ...(await judge(scene, diary, books)),
    ...(await differFromModel(scene, plan, diary, books, ROUND_MS)),
  ];
  return problems.map((text) => `${name}: ${text}`);
}

function summary({ diary, struck, faults }: Played, books: Books, messages: number): string {
  const digest = crypto.createHash('sha256').update(JSON.stringify(books)).digest('hex');
  const kills = `killed web ${struck.web}, worker ${struck.worker}, postgres ${struck.postgres}`;
  const redemptions = Object.keys(books.redemptions).length;
  const codes = counted(Object.values(books.nextOrders).map(({ state }) => state));
  const sent = counted(Object.values(books.referrals).map(referralIn));
  return [
    `${diary.orders.size} orders of ${Object.keys(books.shoppers).length} shoppers`,
    `${messages} messages acknowledged, ${redemptions} redemptions`,
    `next-order codes: ${codes}`,
    `referrals: ${sent}`,
    `${diary.disputes.length} disputes`,
    `${diary.forged.length} forged, ${faults} faults of the API, ${kills}`,
    `books ${digest.slice(0, 16)}`,
  ].join('; ');
}

const referralIn = ({ verdict, points }: ReferralRow): string =>
  verdict === 'friend' && points === 0 ? 'taken back' : verdict;

/** How many of each, the most frequent first. */
function counted(of: readonly string[]): string {
  const groups = [...Map.groupBy(of, (each) => each)].map(([name, all]) => [name, all.length]);
  return groups
    .sort(([, a], [, b]) => Number(b) - Number(a))
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');
}

/** Where the books of two runs differ, byte for byte. */
function differ(stormy: Books, clean: Books): string[] {
  const lines = (books: Books) =>
    Object.entries(books).flatMap(([part, rows]) =>
      Object.entries(rows).map(([key, row]) => {
        const name = Array.isArray(rows) ? '' : ` ${key}`;
        return `${part}${name}: ${JSON.stringify(row)}`;
      }),
    );
  const [storm, calm] = [new Set(lines(stormy)), new Set(lines(clean))];
  if (JSON.stringify(stormy) === JSON.stringify(clean)) return [];
  return [
    'the books of the storm are not those of the clean run',
    ...[...storm].filter((line) => !calm.has(line)).map((line) => `  only in the storm: ${line}`),
    ...[...calm].filter((line) => !storm.has(line)).map((line) => `  only in the calm: ${line}`),
  ];
}
