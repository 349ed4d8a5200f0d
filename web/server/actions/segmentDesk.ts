/** What every verb of segments needs: the shop, the day, what can be asked, and how shoppers are scored. */
import { dayNumber, localDay } from '../domain/days.ts';
import { programInForce } from '../domain/programs.ts';
import type { ConditionNeed } from '../domain/segments/condition.ts';
import type { Offer } from '../domain/segments/checkFilter.ts';
import { conditionsOf } from '../domain/segments/filter.ts';
import type { Filter } from '../domain/segments/filter.ts';
import { USUAL_SCORING, groupNames, scoringOf } from '../domain/segments/scoring.ts';
import type { CutPoints } from '../domain/retention/rfm.ts';
import type { ScoringChoice } from '../domain/segments/scoring.ts';
import { namesTags } from '../domain/whoEarns.ts';
import { readVersionsFast } from '../store/programs.ts';
import {
  drawCutPoints,
  isForeseen,
  keepDrawn,
  readFittedCuts,
  readScoring,
} from '../store/scorings.ts';
import type { FilterPlace } from '../store/segmentConditions.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

export type Where = { shopId: string; timeZone: string };

export const todayOf = (now: number, timeZone: string): number =>
  dayNumber(localDay(now, timeZone));

export async function choiceOf(tx: Tx): Promise<ScoringChoice> {
  return (await readScoring(tx)) ?? USUAL_SCORING;
}

/**
 * What nobody could answer is not offered: tiers where there are none, tags where the shop is not asked
 * for them, and what is foreseen before the first night.
 */
export async function offerOf(tx: Tx, now: number): Promise<Offer> {
  const versions = await readVersionsFast(tx);
  const tiers = programInForce(versions, now)?.program.tiers?.levels ?? [];
  const heard = versions.some(({ program }) => namesTags(program.whoEarns));
  const needs = new Set<ConditionNeed>();
  if (tiers.length > 0) needs.add('tiers');
  if (heard) needs.add('tags');
  if (await isForeseen(tx)) needs.add('foreseen');
  return { needs, tiers: tiers.map(({ id }) => id), groups: groupNames(await choiceOf(tx)) };
}

const SCORED: ReadonlySet<string> = new Set([
  'recencyScore',
  'frequencyScore',
  'monetaryScore',
  'inGroup',
]);

/**
 * Cut points that nobody gave are those that the shop was measured by last night; in other bins than
 * fifths, or before there was a night, they are drawn once a day, where a filter asks for scores.
 */
export async function placeOf(
  tx: Tx,
  { now }: Pick<Context, 'now'>,
  { timeZone }: Where,
  filter: Filter,
): Promise<FilterPlace> {
  const today = todayOf(now, timeZone);
  const choice = await choiceOf(tx);
  const asked = conditionsOf(filter).some(({ is }) => SCORED.has(is));
  const cutPoints = asked ? await cutPointsOf(tx, choice, today) : NONE;
  return { today, timeZone, scoring: scoringOf(choice, cutPoints) };
}

const NONE: CutPoints = { recencyDays: [], orders: [], amountMinor: [] };

async function cutPointsOf(
  tx: Tx,
  { bins, cutPoints }: ScoringChoice,
  day: number,
): Promise<CutPoints> {
  if (cutPoints) return cutPoints;
  const fitted = bins === USUAL_SCORING.bins ? await readFittedCuts(tx) : null;
  if (fitted) return fitted;
  const kept = await readScoring(tx);
  if (kept?.drawn && kept.drawnDay === day) return kept.drawn;
  const drawn = await drawCutPoints(tx, { bins, day });
  if (drawn.orders.length > 0) await keepDrawn(tx, { bins, drawn, day });
  return drawn;
}
