/** A filter as one statement. Nothing that anybody typed is ever a part of its text. */
import type { ConditionCode } from '../domain/segments/conditions.ts';
import type { Condition, Filter, Group, Match } from '../domain/segments/filter.ts';
import { ASKS } from './segmentConditions.ts';
import type { FilterPlace, Put } from './segmentConditions.ts';

export type Compiled = { text: string; values: unknown[] };

/** What a condition may look at beside the shopper: what they bought (decision 0051), what is foreseen. */
const BESIDE = [
  {
    used: /\bb\./,
    join: 'left join buying_stats b on b.club_id = $1 and b.shopper_id = s.shopper_id',
  },
  {
    used: /\bf\./,
    join: 'left join predictions f on f.club_id = $1 and f.shopper_id = s.shopper_id',
  },
] as const;

function ask({ is, args }: Condition, put: Put, place: FilterPlace): string {
  const asked = ASKS[is as ConditionCode] as (typeof ASKS)[ConditionCode] | undefined;
  if (!asked) throw new Error(`nobody knows the condition ${is}`);
  // What nothing is known of is not so: `not` must find a truth to turn around.
  return `coalesce((${asked(args, put, place)}), false)`;
}

function join(match: Match, parts: readonly string[]): string {
  if (parts.length === 0) return match === 'any' ? 'false' : 'true';
  const joined = `(${parts.join(match === 'all' ? ' and ' : ' or ')})`;
  return match === 'none' ? `not ${joined}` : joined;
}

const partOf = (part: Condition | Group, put: Put, place: FilterPlace): string =>
  'match' in part
    ? join(
        part.match,
        part.of.map((each) => ask(each, put, place)),
      )
    : ask(part, put, place);

/**
 * Everybody who fits, each once as `shopper_id`; who was erased, or became somebody else, never does.
 * `values`: what the statement around it hands over already, `$1` being the club.
 */
export function compileFilter(
  filter: Filter,
  place: FilterPlace,
  values: readonly unknown[],
): Compiled {
  const all = [...values];
  const put: Put = (value, type) => `$${all.push(value)}::${type}`;
  const where = join(
    filter.match,
    filter.of.map((part) => partOf(part, put, place)),
  );
  const beside = BESIDE.flatMap(({ used, join: joined }) => (used.test(where) ? [joined] : []));
  const text = `select s.shopper_id from shoppers s ${beside.join(' ')}
    where s.club_id = $1 and s.merged_into is null and s.erased_at is null and ${where}`;
  return { text, values: all };
}
