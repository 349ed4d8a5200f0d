/** What every verb of segments needs: the shop, the day, what can be asked, and how shoppers are scored. */
import { dayNumber, localDay } from '../domain/days.ts';
import { programInForce } from '../domain/programs.ts';
import type { ConditionNeed } from '../domain/segments/condition.ts';
import type { Offer } from '../domain/segments/checkFilter.ts';
import { conditionsOf } from '../domain/segments/filter.ts';
import type { Filter } from '../domain/segments/filter.ts';
import { USUAL_SCORING, groupNames, scoringOf } from '../domain/segments/scoring.ts';
import type { ScoringChoice } from '../domain/segments/scoring.ts';
import { namesTags } from '../domain/whoEarns.ts';
import { readVersionsFast } from '../store/programs.ts';
import { drawCutPoints, keepDrawn, readScoring } from '../store/scorings.ts';
import type { FilterPlace } from '../store/segmentConditions.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

export type Where = { shopId: string; timeZone: string };

export const todayOf = (now: number, timeZone: string): number =>
  dayNumber(localDay(now, timeZone));

export async function choiceOf(tx: Tx): Promise<ScoringChoice> {
  return (await readScoring(tx)) ?? USUAL_SCORING;
}

/** What nobody could answer is not offered: tiers where there are none, tags where no shop is asked. */
export async function offerOf(tx: Tx, now: number): Promise<Offer> {
  const versions = await readVersionsFast(tx);
  const tiers = programInForce(versions, now)?.program.tiers?.levels ?? [];
  const heard = versions.some(({ program }) => namesTags(program.whoEarns));
  const needs = new Set<ConditionNeed>();
  if (tiers.length > 0) needs.add('tiers');
  if (heard) needs.add('tags');
  return { needs, tiers: tiers.map(({ id }) => id), groups: groupNames(await choiceOf(tx)) };
}

const SCORED: ReadonlySet<string> = new Set([
  'recencyScore',
  'frequencyScore',
  'monetaryScore',
  'inGroup',
]);

/** Cut points that nobody gave are drawn once a day, and only where a filter asks for scores. */
export async function placeOf(
  tx: Tx,
  { now }: Pick<Context, 'now'>,
  { timeZone }: Where,
  filter: Filter | 'scores',
): Promise<FilterPlace> {
  const today = todayOf(now, timeZone);
  const asked = filter === 'scores' || conditionsOf(filter).some(({ is }) => SCORED.has(is));
  const kept = await readScoring(tx);
  const choice = kept ?? USUAL_SCORING;
  const none = { recencyDays: [], orders: [], amountMinor: [] };
  let cutPoints = choice.cutPoints ?? (kept?.drawnDay === today ? kept.drawn : null);
  if (asked && !cutPoints) {
    cutPoints = await drawCutPoints(tx, { bins: choice.bins, day: today, timeZone });
    await keepDrawn(tx, { bins: choice.bins, drawn: cutPoints, day: today });
  }
  return { today, timeZone, scoring: scoringOf(choice, cutPoints ?? none) };
}
