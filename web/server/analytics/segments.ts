/** Segments as a merchant sees them (`segmentsAnswer`). */
import { dayNumber, localDay } from '../domain/days.ts';
import { programInForce } from '../domain/programs.ts';
import type { ProgramVersion } from '../domain/program.ts';
import { offeredCodes } from '../domain/segments/checkFilter.ts';
import type { Offer } from '../domain/segments/checkFilter.ts';
import { conditionOf } from '../domain/segments/conditions.ts';
import type { Filter } from '../domain/segments/filter.ts';
import type { ScoringChoice } from '../domain/segments/scoring.ts';
import type { Tx } from '../store/transaction.ts';
import { readShopWords } from './shoppers.ts';
import { isoOf } from './shown.ts';

type SegmentFacts = {
  id: string;
  name: string;
  kind: 'live' | 'static';
  filter: Filter | null;
  tag: string | null;
  shoppers: number;
  entered: number;
  left: number;
  settledAt: number | null;
  problem: 'tooSlow' | null;
};

/** Who came and went since the day $2, in it included. */
const SEGMENTS = `
  select s.segment_id as id, s.name, s.kind, s.filter, s.tag, s.shoppers,
    coalesce(m.entered, 0)::int as entered, coalesce(m.left, 0)::int as left,
    s.settled_at as "settledAt", s.problem
  from segments s left join lateral (
    select count(*) filter (where entered) as entered, count(*) filter (where not entered) as left
    from segment_moves m where m.club_id = $1 and m.segment_id = s.segment_id and m.day >= $2) m
    on true
  where s.club_id = $1 and s.removed_at is null order by s.created_at desc, s.segment_id desc`;

const SHOWN_DAYS = 30;

export type SegmentsAsked = {
  shopId: string;
  now: number;
  offer: Offer;
  choice: ScoringChoice;
};

/** Null when the club has no such shop. */
export async function readSegments(tx: Tx, { shopId, now, offer, choice }: SegmentsAsked) {
  const words = await readShopWords(tx, { shopId, now });
  if (!words) return null;
  const from = dayNumber(localDay(now, words.timeZone)) - SHOWN_DAYS + 1;
  const rows = await tx.query<SegmentFacts>(SEGMENTS, [tx.clubId, from]);
  const versions = await tx.query<ProgramVersion>(
    `select version, effective_from as "effectiveFrom", settings as program from programs
     where club_id = $1 order by version`,
    [tx.clubId],
  );
  const tiers = programInForce(versions, now)?.program.tiers?.levels ?? [];
  return {
    ...words,
    segments: rows.map((row) => ({
      ...row,
      settledAt: row.settledAt === null ? null : isoOf(row.settledAt),
    })),
    conditions: offeredCodes(offer).flatMap((code) => {
      const spec = conditionOf(code);
      return spec
        ? [{ code, args: spec.args, sentence: spec.sentence, example: spec.example }]
        : [];
    }),
    tiers: tiers.map(({ id, name }) => ({ id, name })),
    groups: offer.groups,
    scoring: { bins: choice.bins, cutPoints: choice.cutPoints, groups: choice.groups },
  };
}

/** What these shoppers are called, in the order in which they are named. */
export async function readNames(tx: Tx, shopperIds: readonly string[]) {
  const rows = await tx.query<{ id: string; name: string | null }>(
    `select shopper_id as id,
       nullif(trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), '') as name
     from shoppers where club_id = $1 and shopper_id = any($2::uuid[])
     order by shopper_id desc`,
    [tx.clubId, shopperIds],
  );
  return rows;
}
