/** Plays a plan: rounds of deeds, wishes and blows, each followed by healing. */
import type { ApiFault } from '../../simulator/adminApi/faults.ts';
import type { WebhookFault } from '../../simulator/webhooks/faults.ts';
import { act, grant, openDiary } from './deeds.ts';
import type { Diary } from './deeds.ts';
import type { Ground } from './ground.ts';
import type { Blow, Plan, Round } from './plan.ts';
import type { Scene } from './scene.ts';
import { START } from './shop.ts';
import { until } from './until.ts';

const HOUR = 3_600_000;
export const ROUND_MS = 25 * HOUR;
const SECOND = 1_000;
/** A round is told in so many breaths: the longer it is, the more comes at once. */
const BREATHS = 10;

/** What orders say is lost at times: it comes back by reconciliation. */
const WEBHOOK_FAULTS: readonly WebhookFault[] = [
  ...['orders/create', 'orders/updated', 'orders/paid', 'orders/cancelled', 'refunds/create'].map(
    (topic) => ({ mode: 'drop' as const, topic, probability: 0.12 }),
  ),
  { mode: 'duplicate', probability: 0.2, copies: 2 },
  { mode: 'shuffle', probability: 0.5 },
  { mode: 'delay', probability: 0.15, delayMs: 3 * HOUR },
];

/** None of them is a certain refusal: what was promised can be kept. */
const API_FAULTS: readonly ApiFault[] = [
  { field: 'discountRedeemCodeBulkAdd', mode: 'resetAfter', every: 5 },
  { field: 'discountRedeemCodeBulkAdd', mode: 'throttled', every: 7 },
  { field: 'discountRedeemCodeBulkAdd', mode: 'timeoutBefore', every: 11 },
  { field: 'discountCodeRedeemCodeBulkDelete', mode: 'resetAfter', every: 4 },
  { field: 'metafieldsSet', mode: '500', every: 3 },
  { field: 'orders', mode: 'cutOffAfter', every: 3 },
  { field: 'orders', mode: '429', every: 5 },
];

/** Null: a clean run, in which nothing goes wrong. */
export type Mishaps = { ground: Ground; seed: number } | null;
export type Played = { diary: Diary; struck: Record<Blow['at'], number>; faults: number };

export async function play(
  scene: Scene,
  plan: Plan,
  mishaps: Mishaps,
  healed: (round: number) => void,
): Promise<Played> {
  const diary = openDiary();
  const struck = { web: 0, worker: 0, postgres: 0 };
  let faults = 0;
  for (const [n, round] of plan.rounds.entries()) {
    const blows = openBlows(scene, mishaps, round, struck);
    if (mishaps) {
      scene.sim.webhooks.faults(WEBHOOK_FAULTS, mishaps.seed + n);
      scene.sim.api.faults(API_FAULTS);
    }
    await storm(scene, round, diary, blows);
    faults += scene.sim.api.struck();
    scene.sim.webhooks.faults([]);
    scene.sim.api.faults([]);
    await heal(scene, START + n * ROUND_MS, blows);
    await scene.passTo(START + (n + 1) * ROUND_MS);
    healed(n + 1);
  }
  return { diary, struck, faults };
}

type Blows = { fall(after: number | null): Promise<void>; over(): Promise<void> };

/** A blow hits what is up; what it hits is being started again when `fall` comes back. */
function openBlows(
  { actors }: Scene,
  mishaps: Mishaps,
  round: Round,
  struck: Played['struck'],
): Blows {
  const risings = new Map<string, Promise<void>>();
  const strike = async (ground: Ground, { at, which }: Blow): Promise<void> => {
    await risings.get(at);
    struck[at] += 1;
    if (at === 'postgres') return void risings.set(at, ground.killAndRestart());
    const ours = actors.filter(({ role }) => role === at);
    const actor = ours[which % ours.length];
    if (!actor) throw new Error(`nobody is ${at}`);
    await actor.start();
    await actor.kill();
    risings.set(at, actor.start());
  };
  return {
    async fall(after) {
      if (!mishaps) return;
      for (const blow of round.blows.filter((each) => each.after === after)) {
        await strike(mishaps.ground, blow);
      }
    },
    over: async () => void (await Promise.all(risings.values())),
  };
}

async function storm(scene: Scene, round: Round, diary: Diary, blows: Blows): Promise<void> {
  const wishes = Promise.all(round.wishes.map((each) => grant(scene, diary, each)));
  // Whoever fails first is heard at the end.
  wishes.catch(() => {});
  const breath = Math.ceil(round.deeds.length / BREATHS);
  for (const [n, deed] of round.deeds.entries()) {
    await blows.fall(n);
    scene.sim.clock.advance(SECOND);
    await act(scene, diary, deed);
    if (n % breath === 0) await scene.sim.webhooks.settle();
  }
  await wishes;
  await blows.over();
}

/** What is done for the shop as a whole comes again by itself, and waits for that. */
const UNHEALED = `
  select concat_ws(' ', 'message', state, reason) as what, count(*) as n from inbox
    where state <> 'handled' group by 1
  union all select concat_ws(' ', kind, state, reason), count(*) from deliveries
    where state <> 'done' and (key <> shop_id::text or reason is not null) group by 1
  union all select 'code', count(*) from redemptions where status in ('issuing', 'closing')
  union all select 'code of an order', count(*) from next_order_codes
    where status in ('issuing', 'closing')
  union all select 'look', count(*) from shop_healing where mark_at < $1`;

/**
 * Hours pass: the shop repeats what was not heard for up to four of them, and is then asked what else
 * there was. Nobody helps.
 */
async function heal(scene: Scene, from: number, blows: Blows): Promise<void> {
  const overAt = new Date(scene.sim.clock.now());
  let left: { what: string; n: string }[] = [];
  for (const hours of [1, 2, 4.5, 5.6, 6.7, 7.8, 8.9, 10, 12, 14, 16, 18, 20, 22]) {
    const passing = scene.passTo(from + hours * HOUR);
    passing.catch(() => {});
    if (hours === 1) await blows.fall(null);
    await passing;
    await blows.over();
    left = await until('the database answers', () =>
      scene.ask<{ what: string; n: string }>(UNHEALED, [overAt]).catch(() => null),
    );
    if (hours > 4 && left.every(({ n }) => n === '0')) return;
  }
  const words = left.filter(({ n }) => n !== '0').map(({ what, n }) => `${what} ${n}`);
  const said = scene.actors.map(({ name, words: last }) => `${name} said: ${last()}`);
  throw new Error([`it does not heal: ${words.join(', ')}`, ...said].join('\n'));
}
