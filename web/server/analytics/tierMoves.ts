/** "312 move up, 40 down": what a draft's tiers would do if it were published now. A dry run. */
import type { Program, ProgramVersion } from '../domain/program.ts';
import { checkProgram, programInForce } from '../domain/programs.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import type { OrderForTiers } from '../domain/tiersCounted.ts';
import { entriesAt } from '../domain/tiersEntries.ts';
import { standingKept } from '../domain/tiersKept.ts';
import { countedBy } from '../domain/tiersOfOrders.ts';
import type { CountedOfShopper } from '../domain/tiersOfOrders.ts';
import { previewTiers } from '../domain/tiersPreview.ts';
import type { TierMove, TierPreview } from '../domain/tiersPreview.ts';
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

/** Shoppers are gone through so many at a time. */
const BATCH = 1000;

const NEXT = `
  select shopper_id as id from shoppers where club_id = $1 and merged_into is null
    and ($2::uuid is null or shopper_id > $2) order by shopper_id limit ${BATCH}`;
const ORDERS = `
  select shopper_id as "shopperId", platform_order_id as "platformOrderId",
    placed_at as "placedAt", program_version as "programVersion", points,
    eligible_minor::float8 as "salesMinor",
    coalesce((facts #>> '{scalars,company}')::boolean, false) as company, true as paid,
    case when more then facts end as facts, case when more or seen ? 'blocked' then seen end as seen
  from orders, lateral (select facts -> 'refunds' <> '[]'
      or facts #>> '{scalars,cancelledAt}' is not null
      or facts #> '{scalars,dispute}' is not null
      or program_version = any($3::int[])) as asked(more)
  where club_id = $1 and shopper_id = any($2::uuid[]) and placed_at is not null`;
const ACTIONS = `
  select shopper_id as "shopperId", occurred_at as at, points as amount from actions
  where club_id = $1 and shopper_id = any($2::uuid[]) and points > 0`;
const PLACE = `
  select (select time_zone from shops where club_id = $1 and shop_id = $2) as "timeZone",
    (select coalesce(json_agg(json_build_object('version', version, 'effectiveFrom',
        extract(epoch from effective_from) * 1000, 'program', settings) order by version), '[]')
      from programs where club_id = $1 and effective_from <= $3) as versions`;

type Place = { timeZone: string | null; versions: ProgramVersion[] };
type Asked = { shopId: string; now: number; program: Program };

/** Refuses what could not be published. */
export async function readTierMoves(
  tx: Tx,
  { shopId, now, program }: Asked,
): Promise<{ ok: true; moves: TierPreview } | Refusal> {
  const [problem] = checkProgram(program);
  if (problem) return refuse('invalid', { problem: problem.problem }, problem.field);
  const [place] = await tx.query<Place>(PLACE, [tx.clubId, shopId, isoOf(now)]);
  if (!place?.timeZone) return refuse('notFound');
  const { versions, timeZone } = place;
  const before = programInForce(versions, now);
  const number = (versions.at(-1)?.version ?? 0) + 1;
  const draft: ProgramVersion = { version: number, effectiveFrom: now, program };
  const move = moverOf({ versions, before, draft, at: now + 1, timeZone });
  const moves: TierMove[] = [];
  let after: string | null = null;
  do {
    const ids: { id: string }[] = await tx.query(NEXT, [tx.clubId, after]);
    const people = ids.map(({ id }) => id);
    const counted = await readCounted(tx, people, versions, program);
    for (const id of people) moves.push(move(counted.get(id) ?? { orders: [], others: [] }));
    after = people.length === BATCH ? (people.at(-1) ?? null) : null;
  } while (after !== null);
  const tiers = before?.program.tiers ?? null;
  return { ok: true, moves: previewTiers(tiers, program.tiers ?? null, moves) };
}

type Around = {
  versions: readonly ProgramVersion[];
  before: ProgramVersion | null;
  draft: ProgramVersion;
  at: number;
  timeZone: string;
};

const moverOf = ({ versions, before, draft, at, timeZone }: Around) => {
  const next = [...versions, draft];
  const entered = (known: readonly ProgramVersion[], counted: CountedOfShopper) =>
    entriesAt(known, (version) => countedBy(version, known, counted), at, timeZone).reduce(
      (sum, { points }) => sum + points,
      0n,
    );
  return (counted: CountedOfShopper): TierMove => ({
    before: (before && standingKept(before, versions, counted, at, timeZone)?.tierId) ?? null,
    after: standingKept(draft, next, counted, at, timeZone)?.tierId ?? null,
    entryPoints: entered(next, counted) - entered(versions, counted),
  });
};

async function readCounted(
  tx: Tx,
  people: readonly string[],
  versions: readonly ProgramVersion[],
  draft: Program,
): Promise<Map<string, CountedOfShopper>> {
  const byPoints = [...versions.map(({ program }) => program), draft].some(
    ({ tiers }) => tiers?.by === 'points',
  );
  const inFull = byPoints ? versions.filter(({ program }) => program.campaigns?.length) : [];
  const orders = await tx.query<OrderForTiers & { shopperId: string }>(ORDERS, [
    tx.clubId,
    people,
    inFull.map(({ version }) => version),
  ]);
  type Action = { shopperId: string; at: number; amount: bigint };
  const others = byPoints ? await tx.query<Action>(ACTIONS, [tx.clubId, people]) : [];
  const actions = Map.groupBy(others, ({ shopperId }) => shopperId);
  const mine = Map.groupBy(orders, ({ shopperId }) => shopperId);
  return new Map(
    people.map((id) => [
      id,
      {
        orders: mine.get(id) ?? [],
        others: (actions.get(id) ?? []).map(({ at, amount }) => {
          return { platformOrderId: null, at, amount, later: [] };
        }),
      },
    ]),
  );
}
